/**
 * A whole site that a feed calls closed or evacuating. A feed repeats itself and gives no end, so its word holds for half an hour and
 * is renewed by its next message; when it falls silent the stop ends by itself and the site is unknown, not open.
 */
import { iso, MINUTE, ms } from '../clock.ts';
import type { FacilityState, Iso, StopState } from '../picture.ts';
import { isRunning } from './stops.ts';

/** How long a feed's word on a whole site holds: the time after which bed figures are stale (capacity model, rule 6). */
export const SITE_WORD_MINUTES = 30;

export interface SiteClosure {
  closed: boolean;
  /** Actor id of the feed: only its own stops are renewed or ended. */
  by: string;
  /** The source's own time; null: now. */
  observedAt: Iso | null;
}

export type ClosureStep =
  | { do: 'nothing' }
  | { do: 'start'; until: Iso }
  | { do: 'renew'; stop: string; until: Iso }
  | { do: 'end'; stop: string };

/** What the word asks for. An older word than what stands changes nothing. `now`: milliseconds. */
export function closureStep(facility: FacilityState, word: SiteClosure, now: number): ClosureStep {
  const running = facility.stops.find(
    (stop: StopState) =>
      stop.scope === 'facility' && stop.by.id === word.by && isRunning(stop, now),
  );
  const said = word.observedAt === null ? now : Math.min(ms(word.observedAt), now);
  const until = iso(said + SITE_WORD_MINUTES * MINUTE);
  if (running === undefined)
    return word.closed && ms(until) > now ? { do: 'start', until } : { do: 'nothing' };
  if (said < ms(running.from)) return { do: 'nothing' };
  if (!word.closed) return { do: 'end', stop: running.id };
  const left = ms(running.until) - now;
  return left < (SITE_WORD_MINUTES / 2) * MINUTE && ms(until) > ms(running.until)
    ? { do: 'renew', stop: running.id, until }
    : { do: 'nothing' };
}
