/** What one region can take now: a row a hospital, sums that say what they cover, a headline made of facts. Pure. */
import { silenceOf } from '#domain/capacity/silence.ts';
import { viewUnit, type UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState, Picture, Region } from '#domain/picture.ts';
import { runningStops } from '#domain/stops/stops.ts';
import type { UnitKind } from '#domain/words.ts';
import { inboundOf } from '#wire/views.ts';
import { capacityOf, emergencyDepartments, type Capacity } from '#lib/map/summary.ts';
import type { EdStatus } from '#lib/status/status.ts';

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

/** Hospitals with an emergency department, level 1 first, then by name: a row never changes place by itself. */
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

export interface BoardHeadline {
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
    stops: glyphs.filter((one) => one === 'stop').length,
    impending: glyphs.filter((one) => one === 'impending').length,
    silent: glyphs.filter((one) => one === 'unknown' || one === 'stale').length,
    bays: scarcity(rows, 'trauma-bay'),
    icu: scarcity(rows, 'icu'),
  };
}

export interface Neighbour {
  facility: FacilityState;
  ed: EdStatus;
  bays: UnitView | null;
  icu: UnitView | null;
  /** As the crow flies from the middle of the region's hospitals, kilometres. */
  kilometres: number;
}

/** So many are shown. */
export const NEIGHBOURS_SHOWN = 5;

/**
 * Who can catch what the region cannot: level-1 centres and hospitals with a free trauma bay and a free ICU bed in the
 * neighbouring regions. Level 1 first, the nearest first.
 */
export function neighboursOf(
  picture: Picture,
  region: Region,
  rows: readonly BoardRow[],
  now: number,
): Neighbour[] {
  const middle = middleOf(rows);
  if (middle === null) return [];
  const found = emergencyDepartments(picture, now)
    .filter(({ facility }) => region.neighbours.includes(facility.region))
    .map(({ facility, ed }) => ({
      facility,
      ed,
      bays: viewUnit(facility, 'trauma-bay', now),
      icu: viewUnit(facility, 'icu', now),
      kilometres: kilometresBetween(middle, facility.position),
    }))
    .filter(
      (one) =>
        one.facility.traumaLevel === 1 ||
        ((one.bays?.effectiveAvailable ?? 0) > 0 && (one.icu?.effectiveAvailable ?? 0) > 0),
    );
  const first = (one: Neighbour) => (one.facility.traumaLevel === 1 ? 0 : 1);
  return found
    .sort((a, b) => first(a) - first(b) || a.kilometres - b.kilometres)
    .slice(0, NEIGHBOURS_SHOWN);
}

interface Spot {
  lat: number;
  lon: number;
}

function middleOf(rows: readonly BoardRow[]): Spot | null {
  if (rows.length === 0) return null;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const spots = rows.map((row) => row.facility.position);
  return { lat: mean(spots.map((one) => one.lat)), lon: mean(spots.map((one) => one.lon)) };
}

/** Flat-earth distance: right to a percent within the country. */
export function kilometresBetween(a: Spot, b: Spot): number {
  const narrow = Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot((a.lat - b.lat) * 111.2, (a.lon - b.lon) * 111.2 * narrow);
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
