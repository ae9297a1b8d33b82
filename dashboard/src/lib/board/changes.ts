/**
 * What changed in a region since one last looked: the entries since then, folded so that each unit says once from what to what.
 * Pure: the figures of the start come from the picture of that moment, the rest from the ledger.
 */
import type { AudienceEntry } from '#domain/entries.ts';
import { ms } from '#domain/clock.ts';
import type { StopState } from '#domain/picture.ts';
import type { UnitKind } from '#domain/words.ts';
import type { FacilityWire } from '#wire/views.ts';

export type Change =
  | {
      what: 'figure';
      at: number;
      facility: string;
      kind: UnitKind;
      from: number | null;
      to: number | null;
    }
  | { what: 'stop-started'; at: number; facility: string; stop: StopState }
  | { what: 'stop-ended'; at: number; facility: string; stop: StopState | null };

/** Nothing is marked. */
export const NO_MARKS: ReadonlySet<string> = new Set();

const unitKey = (facility: string, kind: UnitKind) => `${facility}/${kind}`;

export class ChangeFold {
  /** Seq of the last entry that was taken in. */
  seq: number;
  readonly #kinds: ReadonlySet<UnitKind>;
  readonly #then = new Map<string, number | null>();
  readonly #now = new Map<
    string,
    { value: number | null; at: number; facility: string; kind: UnitKind }
  >();
  readonly #stops = new Map<string, StopState>();
  #events: Change[] = [];
  readonly #facilities: Set<string>;

  /** `start` are the region's facilities as they stood at `seq`. */
  constructor(start: readonly FacilityWire[], seq: number, kinds: readonly UnitKind[]) {
    this.seq = seq;
    this.#kinds = new Set(kinds);
    this.#facilities = new Set(start.map((one) => one.id));
    for (const facility of start)
      for (const unit of facility.units)
        this.#then.set(unitKey(facility.id, unit.kind), unit.available);
  }

  /** Stops of which only the end is heard later; from the picture of the start. */
  knows(stops: readonly StopState[]): void {
    for (const stop of stops) this.#stops.set(stop.id, stop);
  }

  take(entries: readonly AudienceEntry[]): void {
    for (const entry of entries) {
      if (entry.seq <= this.seq) continue;
      this.seq = entry.seq;
      if (entry.shown === undefined) this.#takeOne(entry);
    }
  }

  #takeOne(entry: AudienceEntry & { shown?: undefined }): void {
    switch (entry.kind) {
      case 'unit-observed': {
        const { facility, kind, observation } = entry.body;
        // One channel that says nothing of what is free does not make it unknown.
        if (
          !this.#facilities.has(facility) ||
          !this.#kinds.has(kind) ||
          observation.available === null
        )
          return;
        this.#now.set(unitKey(facility, kind), {
          value: observation.available,
          at: ms(entry.at),
          facility,
          kind,
        });
        return;
      }
      case 'stop-started': {
        const { facility, stop } = entry.body;
        this.#stops.set(stop.id, stop);
        if (this.#facilities.has(facility))
          this.#events.push({ what: 'stop-started', at: ms(entry.at), facility, stop });
        return;
      }
      case 'stop-ended': {
        const { facility, stop } = entry.body;
        if (this.#facilities.has(facility))
          this.#events.push({
            what: 'stop-ended',
            at: ms(entry.at),
            facility,
            stop: this.#stops.get(stop) ?? null,
          });
        return;
      }
      default:
        return;
    }
  }

  /** Newest first. A figure that came back to what it was is no change; a stop that gave way to another is told by that one. */
  changes(): Change[] {
    const figures = [...this.#now.values()].flatMap(({ value, at, facility, kind }): Change[] => {
      const from = this.#then.get(unitKey(facility, kind)) ?? null;
      return from === value ? [] : [{ what: 'figure', at, facility, kind, from, to: value }];
    });
    const events = this.#events.filter(
      (one) =>
        one.what !== 'stop-ended' ||
        !this.#events.some(
          (other) =>
            other.what === 'stop-started' &&
            other.facility === one.facility &&
            other.at === one.at &&
            other.stop.scope === one.stop?.scope,
        ),
    );
    return [...figures, ...events].sort((a, b) => b.at - a.at);
  }

  /** Units and emergency departments that get the mark: `facility/kind`. */
  marked(): Set<string> {
    return new Set(
      this.changes().map((one) =>
        one.what === 'figure' ? unitKey(one.facility, one.kind) : unitKey(one.facility, 'ed'),
      ),
    );
  }
}
