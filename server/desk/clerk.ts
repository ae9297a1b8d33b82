/**
 * The clerk does what is due: cases that were closed a day ago leave the live picture; exact positions, old texts and remembered
 * answers are erased.
 * Nothing depends on its punctuality: whether a stop has ended or a figure is stale is reckoned, never stored.
 */
import { ARCHIVE_AFTER_HOURS } from '#domain/cases/steps.ts';
import { HOUR, iso, ms } from '#domain/clock.ts';
import { subjects } from '#domain/entries.ts';
import type { Actor } from '#domain/picture.ts';
import type { DeskParts } from './parts.ts';

/** Who writes what nobody asked for: the seed, the clerk, the first administrator's account. */
export const SYSTEM: Actor = { id: 'system', kind: 'system', role: 'system', organisation: null };

/** One round of the clerk: how many cases were archived, and how many rows beside the ledger erased. */
export async function doWhatIsDue(parts: DeskParts): Promise<{ archived: number; erased: number }> {
  const now = parts.live.now();
  const due = Object.values(parts.live.picture.cases).filter(
    (one) => one.closedAt !== null && ms(one.closedAt) + ARCHIVE_AFTER_HOURS * HOUR <= now,
  );
  let archived = 0;
  for (const one of due) {
    const subject = subjects.case(one.id);
    const outcome = await parts.live.carryOut({
      by: SYSTEM,
      decide: () => ({
        ok: true,
        entries: [{ kind: 'case-archived', subject, body: { case: one.id } }],
        guards: [{ subject, version: one.version }],
      }),
      answer: () => null,
    });
    if (outcome.ok) archived += 1;
  }
  const positions = await parts.casePrivate.eraseDue(iso(now));
  const texts = await parts.texts.eraseDue(now);
  // Answers repeat notes and rankings in full: kept for as long as a repeat may come, and no longer.
  const answers = await parts.ledger.forgetAnswers(iso(now));
  return { archived, erased: positions + texts + answers };
}

/** Lets the clerk work every `everyMs`, until the returned function is called. */
export function employClerk(
  parts: DeskParts,
  everyMs: number,
  onFault: (fault: unknown) => void,
): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    doWhatIsDue(parts)
      .catch(onFault)
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
