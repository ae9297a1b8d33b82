/** What one region can take now: a row a hospital, sums that say what they cover, a headline made of facts. Pure. */
import { silenceOf } from '#domain/capacity/silence.ts';
import { viewUnit, type UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState, Iso, Picture } from '#domain/picture.ts';
import { runningStops } from '#domain/stops/stops.ts';
import type { StopReason, UnitKind } from '#domain/words.ts';
import { inboundOf } from '#wire/views.ts';
import { capacityOf, emergencyDepartments, type Capacity } from '#lib/map/summary.ts';
import { GRAVITY, type EdStatus } from '#lib/status/status.ts';

/** Columns of the table, left to right in the order of what trauma needs first. */
export const BOARD_KINDS = [
  'trauma-bay',
  'icu',
  'medium-care',
  'acute-ward',
  'ward',
  'ccu',
  'pediatric-ward',
] as const satisfies readonly UnitKind[];
export type BoardKind = (typeof BOARD_KINDS)[number];

export interface BoardRow {
  id: string;
  facility: FacilityState;
  ed: EdStatus;
  units: { kind: BoardKind; view: UnitView | null }[];
  inbound: number;
}

const level = (one: FacilityState) => one.traumaLevel ?? 9;

/**
 * What weighs on a hospital, the heaviest first: a stop, an impending one, silence, no trauma bay or ICU bed left, the last one.
 * Coarse, so that a row changes place only when something happened.
 */
function gravityOf({ ed, units }: Omit<BoardRow, 'inbound'>): number {
  const weight = GRAVITY[ed.glyph];
  if (weight < GRAVITY.open) return weight;
  const left = units
    .filter(({ kind }) => kind === 'trauma-bay' || kind === 'icu')
    .map(({ view }) => view?.effectiveAvailable ?? null);
  if (left.includes(0)) return weight + 1;
  return left.includes(1) ? weight + 2 : weight + 3;
}

/** Hospitals with an emergency department, where it hurts most first, then level 1, then by name. */
export function boardRows(picture: Picture, region: string, now: number): BoardRow[] {
  return emergencyDepartments(picture, now)
    .filter(({ facility }) => facility.region === region)
    .map(({ facility, ed }) => ({
      id: facility.id,
      facility,
      ed,
      units: BOARD_KINDS.map((kind) => ({ kind, view: viewUnit(facility, kind, now) })),
      inbound: inboundOf(facility, now).length,
    }))
    .sort(
      (a, b) =>
        gravityOf(a) - gravityOf(b) ||
        level(a.facility) - level(b.facility) ||
        (a.facility.shortName < b.facility.shortName ? -1 : 1),
    );
}

/** Columns that somebody in the region has. */
export function shownKinds(rows: readonly BoardRow[]): BoardKind[] {
  return BOARD_KINDS.filter((kind) => rows.some((row) => viewIn(row, kind) !== null));
}

export function viewIn(row: BoardRow, kind: BoardKind): UnitView | null {
  return row.units.find((unit) => unit.kind === kind)?.view ?? null;
}

export interface BoardSums {
  bays: Capacity;
  icu: Capacity;
  acuteWard: Capacity;
  inbound: number;
  /** The first to arrive, milliseconds. */
  firstEta: number | null;
}

export function boardSums(rows: readonly BoardRow[], now: number): BoardSums {
  const facilities = rows.map((row) => row.facility);
  const etas = facilities
    .flatMap((one) => inboundOf(one, now))
    .flatMap((one) => (one.etaAt === null || one.overdue ? [] : [Date.parse(one.etaAt)]));
  return {
    bays: capacityOf(facilities, 'trauma-bay', now),
    icu: capacityOf(facilities, 'icu', now),
    acuteWard: capacityOf(facilities, 'acute-ward', now),
    inbound: rows.reduce((sum, row) => sum + row.inbound, 0),
    firstEta: etas.length === 0 ? null : Math.min(...etas),
  };
}

/** Hospitals by what is left of one kind; each in the order of the rows. */
export interface Scarcity {
  none: string[];
  last: string[];
  unknown: string[];
}

/** A stop that the headline gives its reason of. */
export interface Hurt {
  name: string;
  level: 'stop' | 'impending';
  reason: StopReason | null;
  until: Iso | null;
}

export interface BoardHeadline {
  /** Emergency departments with a stop, then those with an impending one, in the order of the rows. */
  hurts: Hurt[];
  stops: number;
  impending: number;
  /** Emergency departments of which the status is not known or not confirmed. */
  silent: number;
  bays: Scarcity;
  icu: Scarcity;
}

function scarcity(rows: readonly BoardRow[], kind: 'trauma-bay' | 'icu'): Scarcity {
  const found: Scarcity = { none: [], last: [], unknown: [] };
  for (const row of rows) {
    const view = viewIn(row, kind);
    if (view === null) continue;
    const free = view.effectiveAvailable;
    const name = row.facility.shortName;
    if (free === null) found.unknown.push(name);
    else if (free === 0) found.none.push(name);
    else if (free === 1) found.last.push(name);
  }
  return found;
}

export function boardHeadline(rows: readonly BoardRow[]): BoardHeadline {
  const glyphs = rows.map((row) => row.ed.glyph);
  return {
    hurts: rows.flatMap(({ facility, ed }): Hurt[] => {
      if (ed.glyph !== 'stop' && ed.glyph !== 'impending') return [];
      const { reason = null, until = null } = ed.stop ?? {};
      return [{ name: facility.shortName, level: ed.glyph, reason, until }];
    }),
    stops: glyphs.filter((one) => one === 'stop').length,
    impending: glyphs.filter((one) => one === 'impending').length,
    silent: glyphs.filter((one) => one === 'unknown' || one === 'stale').length,
    bays: scarcity(rows, 'trauma-bay'),
    icu: scarcity(rows, 'icu'),
  };
}

export interface StopNow {
  id: string;
  facility: FacilityState;
  stop: FacilityState['stops'][number];
  /** Share of its time that is left, 0 to 1. */
  left: number;
}

/** Stops that run in the region, those that close first, then the longest to go. */
export function stopsNow(facilities: readonly FacilityState[], now: number): StopNow[] {
  return facilities
    .flatMap((facility) =>
      runningStops(facility, now).map((stop) => {
        const [from, until] = [Date.parse(stop.from), Date.parse(stop.until)];
        return {
          id: stop.id,
          facility,
          stop,
          left: Math.min(1, (until - now) / Math.max(1, until - from)),
        };
      }),
    )
    .sort((a, b) => weight(a) - weight(b) || (a.stop.until < b.stop.until ? 1 : -1));
}

function weight({ stop }: StopNow): number {
  if (stop.scope !== 'ed' && stop.scope !== 'facility') return 2;
  return stop.level === 'stop' ? 0 : 1;
}

export interface Silent {
  facility: FacilityState;
  /** When its emergency department or trauma bay was last heard of; null is never. */
  since: number | null;
}

/** Hospitals whose emergency department or trauma bay has gone stale or was never reported; the longest silence first. */
export function silentOf(rows: readonly BoardRow[]): Silent[] {
  return rows
    .flatMap((row) => {
      const silence = silenceOf([row.ed.view, viewIn(row, 'trauma-bay')]);
      return silence === null ? [] : [{ facility: row.facility, since: silence.since }];
    })
    .sort((a, b) => (a.since ?? 0) - (b.since ?? 0));
}
