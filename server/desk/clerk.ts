/**
 * The clerk does what is due: cases that were closed a day ago leave the live picture; exact positions, old texts and remembered
 * answers are erased; the access log is cut after its term.
 * Nothing depends on its punctuality: whether a stop has ended or a figure is stale is reckoned, never stored.
 */
import type { SeenCase } from '#domain/accountability/looks.ts';
import { ARCHIVE_AFTER_HOURS } from '#domain/cases/steps.ts';
import { TEXT_KINDS } from '#domain/accountability/retention.ts';
import { HOUR, iso, MINUTE, ms } from '#domain/clock.ts';
import { subjects } from '#domain/entries.ts';
import type { Actor } from '#domain/picture.ts';
import type { Lease } from '../../db/leases.ts';
import { cutLooks, looksOverdue } from './cut-looks.ts';
import type { DeskParts } from './parts.ts';
import { caseFromLedger } from './replay.ts';

/** Who writes what nobody asked for: the seed, the clerk, the first administrator's account. */
export const SYSTEM: Actor = { id: 'system', kind: 'system', role: 'system', organisation: null };

/** Whoever follows what the clerk does, as a piece of work of its own. */
type Follows = <T>(
  name: string,
  because: readonly object[],
  work: (note: RoundNote) => Promise<T>,
) => Promise<T>;
interface RoundNote {
  note(attributes: Record<string, number>): void;
}

/** One round of the clerk: how many cases were archived, rows beside the ledger erased, and looks cut from the access log. */
export async function doWhatIsDue(
  parts: DeskParts,
): Promise<{ archived: number; erased: number; cut: number }> {
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
  const concerned = new Set([
    ...(await parts.casePrivate.due(iso(now))),
    ...(await parts.texts.dueAbout(now)),
  ]);
  const positions = await parts.casePrivate.eraseDue(iso(now));
  const texts = await parts.texts.eraseDue(now);
  // Answers repeat notes and rankings in full: kept for as long as a repeat may come, and no longer.
  const answers = await parts.ledger.forgetAnswers(iso(now));
  await noteErased(parts, [...concerned], now);
  // Last, for it refuses when the log is broken.
  const cut = await cutLooks(parts);
  return { archived, erased: positions + texts + answers, cut };
}

/** A term that ended just now waits for the next round. */
const GRACE_MS = 5 * MINUTE;

/** Rows beside the ledger that should be gone, by kind. */
export async function overdueOf(
  parts: Pick<DeskParts, 'live' | 'casePrivate' | 'texts' | 'accessLog' | 'accessLogYears'>,
): Promise<Record<string, number>> {
  const then = parts.live.now() - GRACE_MS;
  const [positions, kept, looks] = await Promise.all([
    parts.casePrivate.overdue(iso(then)),
    parts.texts.overdue(then),
    looksOverdue(parts),
  ]);
  const none = Object.fromEntries(TEXT_KINDS.map((kind) => [kind, 0]));
  return { ...none, ...kept, 'exact-position': positions, look: looks };
}

/** That something of a case was erased, and when, stands in the access log: it is an action on the record too (NEN 7513). */
async function noteErased(parts: DeskParts, cases: readonly string[], now: number): Promise<void> {
  const seen: SeenCase[] = [];
  for (const id of cases) {
    const one = (await caseFromLedger(parts, id))?.one;
    if (one === undefined) continue;
    const { region, decision } = one;
    seen.push({ case: id, ground: 'technical', region, facility: decision?.facility ?? null });
  }
  if (seen.length > 0)
    await parts.accessLog.write([
      { by: SYSTEM, session: null, at: iso(now), action: 'erased', seen },
    ]);
}

/**
 * Lets the clerk work at once, for a server that was away has a backlog, and every `everyMs`, until the returned function is called.
 * @param lease of several servers one works at a time; null where there is one. @param follows what traces each round.
 */
export function employClerk(
  parts: DeskParts,
  everyMs: number,
  onFault: (fault: unknown) => void,
  lease: Lease | null = null,
  follows: Follows = (_name, _because, work) => work({ note: () => undefined }),
): () => void {
  let busy = false;
  const work = async () => {
    if (lease !== null && !(await lease.take())) return;
    await follows('clerk', [], async (round) => {
      const { archived, erased, cut } = await doWhatIsDue(parts);
      round.note({
        ...{ 'spoedkaart.archived': archived, 'spoedkaart.erased': erased },
        'spoedkaart.looks_cut': cut,
      });
    });
  };
  const round = () => {
    if (busy) return;
    busy = true;
    work()
      .catch(onFault)
      .finally(() => {
        busy = false;
      });
  };
  round();
  const timer = setInterval(round, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
