/** The open cases of a room as strips: what each waits for, how long, and what is owed. Pure; the words come later. */
import { owesReason } from '#domain/cases/steps.ts';
import { MINUTE, ms } from '#domain/clock.ts';
import type { CaseState, Picture } from '#domain/picture.ts';
import type { CaseStatus, Category, Urgency } from '#domain/words.ts';

export type StripAnswer = 'none' | 'accepted' | 'declined';

export interface Strip {
  id: string;
  number: string;
  urgency: Urgency | null;
  category: Category;
  place: string | null;
  /** Short name of the destination; null while there is none. */
  destination: string | null;
  status: CaseStatus;
  answer: StripAnswer;
  etaAt: number | null;
  /** Milliseconds, as all moments here. */
  openedAt: number;
  /** When the destination that stands was chosen; null while there is none. */
  decidedAt: number | null;
  /** Past its claim's end and nobody said where the patient is. */
  overdue: boolean;
  owes: boolean;
  /** What the clock counts. `since`: up from a moment; `until`: down to one. */
  timer: { counts: 'since' | 'wait' | 'until'; at: number } | null;
  /** Something is asked of the dispatcher. */
  urgent: boolean;
  closedAt: number | null;
}

/** Without an answer for so long a hospital is asked about. */
export const ANSWER_AFTER_MS = 2 * MINUTE;
/** So many finished cases stay in sight. */
export const DONE_KEPT = 3;

export const caseNumber = (number: number) => String(number).padStart(4, '0');

export function stripOf(one: CaseState, picture: Picture, now: number): Strip {
  const { decision, claim, acknowledgement } = one;
  const current = decision !== null && one.status !== 'open' ? decision : null;
  const answer: StripAnswer =
    acknowledgement !== null && acknowledgement.decision === current?.id
      ? acknowledgement.answer
      : 'none';
  const isOnWay = one.status === 'decided' || one.status === 'en-route';
  const overdue =
    isOnWay && claim !== null && claim.arrivedAt === null && ms(claim.expiresAt) <= now;
  const etaAt = isOnWay && claim?.etaAt != null ? ms(claim.etaAt) : null;
  const owes = owesReason(one) && one.closedAt === null;
  const silent =
    isOnWay &&
    answer === 'none' &&
    now - ms(decision?.decidedAt ?? one.statusAt) >= ANSWER_AFTER_MS;
  return {
    id: one.id,
    number: caseNumber(one.number),
    urgency: one.urgency,
    category: one.classification.category,
    place: one.place?.name ?? null,
    destination:
      current === null
        ? null
        : (picture.facilities[current.facility]?.shortName ?? current.facility),
    status: one.status,
    answer,
    etaAt,
    openedAt: ms(one.openedAt),
    decidedAt: current === null ? null : ms(current.decidedAt),
    overdue,
    owes,
    timer: timerOf(one, answer, etaAt),
    urgent: overdue || owes || silent || (isOnWay && answer === 'declined'),
    closedAt: one.closedAt === null ? null : ms(one.closedAt),
  };
}

function timerOf(one: CaseState, answer: StripAnswer, etaAt: number | null): Strip['timer'] {
  if (one.closedAt !== null || one.status === 'arrived') return null;
  if (one.status === 'open') return { counts: 'since', at: ms(one.openedAt) };
  if (answer === 'none' && one.decision !== null && one.status === 'decided')
    return { counts: 'wait', at: ms(one.decision.decidedAt) };
  return etaAt === null ? null : { counts: 'until', at: etaAt };
}

/** Newest first, so that a strip keeps its place; the finished ones apart. */
export function stripsOf(
  picture: Picture,
  room: string | null,
  now: number,
): { open: Strip[]; done: Strip[] } {
  const cases = Object.values(picture.cases)
    .filter((one) => room === null || one.room === room)
    .sort((a, b) => b.number - a.number);
  const done = cases
    .filter((one) => one.closedAt !== null)
    .sort((a, b) => ms(b.closedAt ?? b.statusAt) - ms(a.closedAt ?? a.statusAt))
    .slice(0, DONE_KEPT);
  return {
    open: cases.filter((one) => one.closedAt === null).map((one) => stripOf(one, picture, now)),
    done: done.map((one) => stripOf(one, picture, now)),
  };
}

/** "0:48", "12:05", "1:02:09". */
export function stopwatch(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
