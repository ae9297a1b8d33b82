/**
 * The chair of a region asks a silent hospital whether its figures still hold. An ask stands until the hospital says anything that
 * it observed after it, and lapses by itself: nobody has to take it away.
 */
import { ageFrom } from '../capacity/trust.ts';
import { MINUTE, ms } from '../clock.ts';
import { subjects } from '../entries.ts';
import type { AskState, FacilityState, Picture } from '../picture.ts';
import { refuse, type Decision } from '../refusal.ts';

/** An ask that nobody answered lapses after this long. */
export const ASK_STANDS_MINUTES = 60;

/** The ask that stands at `now` (milliseconds); null when there is none, it was answered, or it lapsed. */
export function standingAsk(
  facility: Pick<FacilityState, 'asked' | 'units'>,
  now: number,
): AskState | null {
  const { asked } = facility;
  if (asked === undefined || ms(asked.at) > now) return null;
  if (now >= ms(asked.at) + ASK_STANDS_MINUTES * MINUTE) return null;
  const answered = facility.units.some((unit) =>
    unit.observations.some((one) => ageFrom(one) > asked.at),
  );
  return answered ? null : asked;
}

/** `regions`: those of which the asker is the chair. Who asks again while an ask stands is answered with that one: see the desk. */
export function askConfirmation(
  picture: Picture,
  command: { facility: string; regions: readonly string[] | 'nation' },
): Decision {
  const facility = picture.facilities[command.facility];
  if (facility === undefined) return refuse('UNKNOWN_FACILITY');
  const { regions } = command;
  const own = regions !== 'nation' && regions.includes(facility.region);
  const body = { facility: facility.id, region: own ? facility.region : null };
  return {
    ok: true,
    entries: [{ kind: 'confirmation-asked', subject: subjects.ask(facility.id), body }],
    guards: [],
  };
}
