/** How a simulated dispatcher chooses from a ranking: mostly the first, now and then another with a reason. */
import type { OverrideReason } from '../../server/domain/words.ts';
import type { DecisionBody, SeenRanking } from './actions.ts';
import type { Patient } from './patients.ts';
import type { Random } from './random.ts';

export interface Preference {
  /** A hospital where the patient is known; chosen if it is among the candidates. */
  destined: string | null;
}

/** Share of the decisions that follow the first of the ranking. */
export const FOLLOWS = 0.92;

const REASONS: readonly (readonly [OverrideReason, number])[] = [
  ['CREW_JUDGEMENT', 0.35],
  ['KNOWN_PATIENT', 0.2],
  ['PATIENT_WISH', 0.15],
  ['ROUTE_BLOCKED', 0.12],
  ['HOSPITAL_REQUESTED', 0.1],
  ['CAPACITY_WRONG', 0.08],
];

/** Null when there is nothing to choose from yet. */
export function chooseFrom(
  ranking: SeenRanking | null,
  { destined }: Preference,
  patient: Patient,
  random: Random,
): DecisionBody | null {
  const first = ranking?.candidates[0];
  if (!ranking || first === undefined) return null;
  const seen = { seq: ranking.seq, at: ranking.at };
  const known = ranking.candidates.find((row) => row.facility === destined);
  if (known !== undefined)
    return known.rank === 1
      ? { facility: known.facility, ...seen }
      : { facility: known.facility, ...seen, overrideReason: 'KNOWN_PATIENT' };
  const others = ranking.candidates.slice(1, 4);
  if (others.length === 0 || random.chance(FOLLOWS)) return { facility: first.facility, ...seen };
  const body = { facility: random.pick(others).facility, ...seen };
  // Under A0 and A1 the reason may follow later.
  const urgency = patient.known[0]?.urgency;
  if ((urgency === 'A0' || urgency === 'A1') && random.chance(0.3)) return body;
  return { ...body, overrideReason: random.weighted(REASONS) };
}
