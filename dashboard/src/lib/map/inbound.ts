/** Patients on the way, as arcs on the map. Only cases that the reader may see have a place to start from. */
import { MINUTE, ms } from '#domain/clock.ts';
import type { FacilityState, Picture } from '#domain/picture.ts';
import { inboundOf, type InboundWire } from '#wire/views.ts';
import type { MapArc } from './arc.ts';

/** Whole minutes until arrival, negative when it is past; null when nobody may say. */
export function minutesToGo(one: InboundWire, now: number): number | null {
  return one.etaAt === null ? null : Math.ceil((ms(one.etaAt) - now) / MINUTE);
}

export interface InboundArc {
  id: string;
  facility: string;
  from: { lat: number; lon: number };
  to: { lat: number; lon: number };
  minutes: number | null;
  overdue: boolean;
}

export function inboundArcs(
  picture: Picture,
  facilities: readonly FacilityState[],
  now: number,
): InboundArc[] {
  return facilities.flatMap((facility) =>
    inboundOf(facility, now).flatMap((one) => {
      const from = one.case === null ? undefined : picture.cases[one.case]?.position;
      if (from === undefined) return [];
      const minutes = minutesToGo(one, now);
      return [
        {
          id: one.claim,
          facility: facility.id,
          from,
          to: facility.position,
          minutes,
          overdue: one.overdue,
        },
      ];
    }),
  );
}

/** The arcs as they are drawn; the same list while none of them says anything else. */
export class InboundBook {
  #last: readonly MapArc[] = [];

  /** `now`: milliseconds. `say`: the words at an arc, empty for none. */
  arcsOf(
    picture: Picture,
    now: number,
    selected: string | null,
    say: (arc: InboundArc) => string,
  ): readonly MapArc[] {
    const arcs = inboundArcs(picture, Object.values(picture.facilities), now).map((arc) => ({
      id: arc.id,
      from: arc.from,
      to: arc.to,
      text: say(arc),
      strong: arc.facility === selected,
    }));
    if (JSON.stringify(arcs) !== JSON.stringify(this.#last)) this.#last = arcs;
    return this.#last;
  }
}
