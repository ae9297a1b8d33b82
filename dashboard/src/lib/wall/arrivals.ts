/** Patients on the way to the hospitals of some regions. Of a case nothing is said: where it goes, when, and what is held for it. Pure. */
import { ms } from '#domain/clock.ts';
import type { FacilityState, Picture } from '#domain/picture.ts';
import type { UnitKind } from '#domain/words.ts';
import { minutesToGo } from '#lib/map/inbound.ts';
import { inboundOf } from '#wire/views.ts';

export interface Arrival {
  id: string;
  facility: FacilityState;
  /** Milliseconds; null when nobody may say. */
  etaAt: number | null;
  /** Whole minutes, negative when it is past. */
  minutes: number | null;
  /** Should have been there long ago. */
  overdue: boolean;
  held: readonly UnitKind[];
}

/** Those that should have been there first, then the next to come; without a time last. */
export function arrivalsOf(picture: Picture, regions: readonly string[], now: number): Arrival[] {
  return Object.values(picture.facilities)
    .filter((one) => one.active && regions.includes(one.region))
    .flatMap((facility) =>
      inboundOf(facility, now).map((one) => ({
        id: one.claim,
        facility,
        etaAt: one.etaAt === null ? null : ms(one.etaAt),
        minutes: minutesToGo(one, now),
        overdue: one.overdue,
        held: one.unitKinds,
      })),
    )
    .sort(
      (a, b) =>
        Number(b.overdue) - Number(a.overdue) ||
        (a.etaAt ?? Infinity) - (b.etaAt ?? Infinity) ||
        (a.id < b.id ? -1 : 1),
    );
}

export interface OnTheWay {
  count: number;
  /** The first that is still expected, milliseconds. */
  first: number | null;
  overdue: number;
}

/** The patients on the way to one hospital, in three figures. */
export function onTheWayTo(facility: FacilityState, now: number): OnTheWay {
  const all = inboundOf(facility, now);
  const expected = all.flatMap((one) => (one.overdue || one.etaAt === null ? [] : [ms(one.etaAt)]));
  return {
    count: all.length,
    first: expected.length === 0 ? null : Math.min(...expected),
    overdue: all.filter((one) => one.overdue).length,
  };
}
