/** A hospital as list, map and sums take it: made once for each change of it, and not for each change in the country. */
import { viewUnit, type UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState, Picture } from '#domain/picture.ts';
import type { UnitKind } from '#domain/words.ts';
import { inboundOf } from '#wire/views.ts';
import { edStatusOf, type EdStatus } from '#lib/status/status.ts';
import { Kept, KeptList, sameItems } from './kept.ts';
import { older, seenAt, type SeenFacility } from './summary.ts';

/** Figures of one kind of unit. */
export interface KindView {
  kind: UnitKind;
  /** Null: the hospital has no such unit. */
  view: UnitView | null;
}

export interface Row extends SeenFacility {
  id: string;
  bays: UnitView | null;
  icu: UnitView | null;
  /** The kinds that are looked at, in their order. */
  shown: KindView[];
  /** When the oldest of the shown figures was observed, milliseconds. */
  oldest: number | null;
  /** Patients on the way. */
  inbound: number;
}

/** What list and map show when no kind was chosen: what trauma needs first. */
export const USUAL_KINDS = ['trauma-bay', 'icu'] as const satisfies readonly UnitKind[];

export function rowOf(
  { facility, ed }: SeenFacility,
  now: number,
  kinds: readonly UnitKind[] = USUAL_KINDS,
): Row {
  const [bays, icu] = [viewUnit(facility, 'trauma-bay', now), viewUnit(facility, 'icu', now)];
  const shown = kinds.map((kind): KindView => {
    const view =
      kind === 'trauma-bay' ? bays : kind === 'icu' ? icu : viewUnit(facility, kind, now);
    return { kind, view };
  });
  const times = [ed.view, ...shown.map((one) => one.view)].map((view) =>
    view === null ? null : seenAt(view),
  );
  const oldest = times.reduce(older, null);
  const inbound = inboundOf(facility, now).length;
  return { id: facility.id, facility, ed, bays, icu, shown, oldest, inbound };
}

function sameView(a: UnitView | null, b: UnitView | null): boolean {
  if (a === null || b === null) return a === b;
  const { flags, runningStops, source, ...plain } = a;
  return (
    sameItems(flags, b.flags) &&
    sameItems(runningStops, b.runningStops) &&
    source?.channel === b.source?.channel &&
    source?.by === b.source?.by &&
    (Object.keys(plain) as (keyof typeof plain)[]).every((key) => Object.is(a[key], b[key]))
  );
}

/** Whether a reader would see any difference between two rows of one hospital. */
export function sameRow(a: Row, b: Row): boolean {
  return (
    a.facility === b.facility &&
    a.ed.glyph === b.ed.glyph &&
    a.ed.stale === b.ed.stale &&
    a.ed.stop === b.ed.stop &&
    a.inbound === b.inbound &&
    a.oldest === b.oldest &&
    sameView(a.ed.view, b.ed.view) &&
    sameView(a.bays, b.bays) &&
    sameView(a.icu, b.icu) &&
    a.shown.length === b.shown.length &&
    a.shown.every(
      (one, index) =>
        one.kind === b.shown[index]?.kind && sameView(one.view, b.shown[index]?.view ?? null),
    )
  );
}

/** Milliseconds in which nothing but a report moves a row: ages, ends and expiries are told to the second. */
const BEAT_MS = 1_000;

/** The rows of all emergency departments. A row stays the same object until it says something else. */
export class RowBook {
  readonly #kept = new Kept<Row | null>(
    (a, b) => a === b || (a !== null && b !== null && sameRow(a, b)),
  );
  readonly #list = new KeptList<Row>();

  /** `now`: milliseconds. A hospital that changed is seen at `now`, the others at their last whole second. */
  rowsOf(picture: Picture, now: number, kinds: readonly UnitKind[]): readonly Row[] {
    const beat = Math.floor(now / BEAT_MS);
    const facilities = Object.values(picture.facilities);
    this.#kept.keepOnly(new Set(Object.keys(picture.facilities)));
    return this.#list.of(
      facilities.flatMap(
        (facility) =>
          this.#kept.get(facility.id, [facility, beat, kinds], () =>
            rowOrNone(facility, now, kinds),
          ) ?? [],
      ),
    );
  }
}

function rowOrNone(facility: FacilityState, now: number, kinds: readonly UnitKind[]): Row | null {
  if (!facility.active) return null;
  const ed: EdStatus = edStatusOf(facility, now);
  return ed.glyph === 'none' ? null : rowOf({ facility, ed }, now, kinds);
}
