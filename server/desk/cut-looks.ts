/** The access log is cut after its term, a piece at a time, as a part of the clerk's round. */
import { accessLogCutBefore } from '#domain/accountability/retention.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import type { DeskParts } from './parts.ts';

type CutParts = Pick<DeskParts, 'live' | 'accessLog' | 'accessLogYears'>;

/** Cuts of one round, at most: 100,000 rows a minute, so that a backlog holds nobody up. */
const CUTS_A_ROUND = 25;
/** What became due at the beginning of the day is late after so long: enough for the looks of a busy day. */
const GRACE_MS = 60 * MINUTE;

/**
 * Cuts what is older than its term; how many looks went. Without a term nothing goes.
 * @throws when what should go is broken: it then stays, to be seen.
 */
export async function cutLooks({ live, accessLog, accessLogYears }: CutParts): Promise<number> {
  if (accessLogYears === null) return 0;
  const now = live.now();
  const before = iso(accessLogCutBefore(now, accessLogYears));
  let gone = 0;
  for (let nth = 0; nth < CUTS_A_ROUND; nth += 1) {
    const outcome = await accessLog.cut(before, iso(now), { how: 'setting' });
    if (outcome.done === 'refused')
      throw new Error(`the access log is not cut, look ${outcome.seq}: ${outcome.problem}`);
    if (outcome.done === 'nothing') break;
    if (outcome.done === 'cut') gone += outcome.cut.count;
  }
  return gone;
}

/** Looks that should have gone an hour ago; 0 where nobody set a term. */
export async function looksOverdue({ live, accessLog, accessLogYears }: CutParts): Promise<number> {
  if (accessLogYears === null) return 0;
  return accessLog.olderThan(iso(accessLogCutBefore(live.now() - GRACE_MS, accessLogYears)));
}
