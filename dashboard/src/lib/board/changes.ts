/**
 * What changed in a region since one last looked. Figures are what the board showed then against what it shows now, so that
 * nothing in between is missed; stops and silence are told by their times. Pure.
 */
import { silenceOf } from '#domain/capacity/silence.ts';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import { ms } from '#domain/clock.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import type { FacilityState } from '#domain/picture.ts';
import { UNIT_KINDS, type UnitKind } from '#domain/words.ts';
import type { ChangesWire } from '#wire/changes.ts';
import type { StopMark } from '#wire/history.ts';
import { markOf } from './change-words.ts';

export interface FigureMove {
  what: 'figure';
  /** Milliseconds; null when it is not known since when. */
  at: number | null;
  facility: string;
  kind: UnitKind;
  from: number | null;
  to: number | null;
}

export type Change =
  | FigureMove
  /** A stop that runs, or one that came and went. */
  | { what: 'stop-started' | 'stop-passed'; at: number; facility: string; stop: StopMark }
  /** Null: only that it ended was heard. */
  | { what: 'stop-ended'; at: number; facility: string; stop: StopMark | null }
  /** Its last report was at `at`. */
  | { what: 'silent'; at: number; facility: string };

/** Nothing is marked. */
export const NO_MARKS: ReadonlySet<string> = new Set();

const unitKey = (facility: string, kind: UnitKind) => `${facility}/${kind}`;

export class ChangeFold {
  /** The moment since which is told, milliseconds. */
  readonly since: number;
  readonly #units = new Map<string, Omit<FigureMove, 'what'>>();
  readonly #stops = new Map<string, StopMark>();
  readonly #facilities: ReadonlySet<string>;
  #silent: { at: number; facility: string }[] = [];

  /** `kinds`: those that the board shows. */
  constructor(told: ChangesWire, kinds: readonly UnitKind[]) {
    this.since = ms(told.from.at);
    this.#facilities = new Set(told.units.map((one) => one.facility));
    for (const one of told.units)
      if (kinds.includes(one.kind))
        this.#units.set(unitKey(one.facility, one.kind), {
          ...one,
          at: one.at === null ? null : ms(one.at),
        });
    for (const stop of told.stops) this.#stops.set(stop.id, stop);
  }

  /** Stops that begin and end from now on. The same entry may come twice. */
  hear(entries: readonly AudienceEntry[]): void {
    for (const entry of entries) {
      if (entry.shown !== undefined) continue;
      if (entry.kind === 'stop-started') {
        const { facility, stop } = entry.body;
        if (this.#facilities.has(facility)) this.#stops.set(stop.id, markOf(facility, stop));
      } else if (entry.kind === 'stop-ended') {
        const stop = this.#stops.get(entry.body.stop);
        if (stop !== undefined && entry.body.endedAt < stop.end)
          this.#stops.set(stop.id, { ...stop, end: entry.body.endedAt });
      }
    }
  }

  /** The hospitals as they stand at `now`, milliseconds: what is another figure than it was a moment ago, changed now. */
  see(facilities: readonly FacilityState[], now: number): void {
    const silent: { at: number; facility: string }[] = [];
    for (const facility of facilities) {
      if (!this.#facilities.has(facility.id)) continue;
      for (const { kind } of facility.units) {
        const unit = this.#units.get(unitKey(facility.id, kind));
        if (unit === undefined) continue;
        const to = viewUnit(facility, kind, now)?.effectiveAvailable ?? null;
        if (to !== unit.to) this.#units.set(unitKey(facility.id, kind), { ...unit, to, at: now });
      }
      const since = silenceOf([
        viewUnit(facility, 'ed', now),
        viewUnit(facility, 'trauma-bay', now),
      ])?.since;
      if (typeof since === 'number' && since > this.since)
        silent.push({ at: since, facility: facility.id });
    }
    this.#silent = silent;
  }

  /** Newest first, at `now`, milliseconds. A figure that came back to what it was is no change. */
  changes(now: number): Change[] {
    const figures = [...this.#units.values()]
      .filter(({ from, to }) => from !== to)
      .map((one): Change => ({ what: 'figure', ...one }));
    const stops = [...this.#stops.values()].flatMap((stop) => this.#stopChange(stop, now) ?? []);
    const silent = this.#silent.map((one): Change => ({ what: 'silent', ...one }));
    return [...figures, ...stops, ...silent].sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  }

  #stopChange(stop: StopMark, now: number): Change | null {
    const [begun, over] = [ms(stop.from), ms(stop.end)];
    if (over > now) {
      if (begun <= this.since || begun > now) return null;
      return { what: 'stop-started', at: begun, facility: stop.facility, stop };
    }
    if (over <= this.since) return null;
    // A stop that gave way to another is told by that one.
    for (const other of this.#stops.values())
      if (
        other.facility === stop.facility &&
        other.scope === stop.scope &&
        other.id !== stop.id &&
        other.from === stop.end
      )
        return null;
    const what = begun > this.since ? 'stop-passed' : 'stop-ended';
    return { what, at: over, facility: stop.facility, stop };
  }
}

/** Cells that get the mark, `facility/kind`: of a unit, or of the emergency department for the whole site and its devices. */
export function marksOf(changes: readonly Change[]): Set<string> {
  return new Set(changes.map((one) => unitKey(one.facility, cellOf(one))));
}

function cellOf(change: Change): UnitKind {
  if (change.what === 'figure') return change.kind;
  const scope = change.what === 'silent' ? 'ed' : change.stop?.scope;
  return UNIT_KINDS.find((kind) => kind === scope) ?? 'ed';
}

/** Figures of one hospital in one line. */
export interface HospitalMoves {
  facility: string;
  at: number | null;
  moves: FigureMove[];
}

/** Changes by weight, each part newest first. */
export interface WeighedChanges {
  /** Stops and silence. */
  departments: Exclude<Change, FigureMove>[];
  /** Trauma bays and intensive care. */
  scarce: FigureMove[];
  /** The other units, a line a hospital. */
  others: HospitalMoves[];
}

const SCARCE: readonly UnitKind[] = ['trauma-bay', 'icu'];

export function weighed(changes: readonly Change[]): WeighedChanges {
  const parts: WeighedChanges = { departments: [], scarce: [], others: [] };
  for (const one of changes) {
    if (one.what !== 'figure') parts.departments.push(one);
    else if (SCARCE.includes(one.kind)) parts.scarce.push(one);
    else {
      const line = parts.others.find((other) => other.facility === one.facility);
      if (line === undefined)
        parts.others.push({ facility: one.facility, at: one.at, moves: [one] });
      else line.moves.push(one);
    }
  }
  return parts;
}
