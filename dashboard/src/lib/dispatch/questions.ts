/**
 * What is still worth asking: the unknowns that could change the order. For each missing input the worst answer is tried with the
 * rule set itself; only where the ranking that follows has another order is it a question. Pure.
 */
import { classify, hasPhysiology } from '#domain/cases/rule-sets.ts';
import type { Classification } from '#domain/cases/classification.ts';
import type { CaseInput } from '#domain/picture.ts';
import type { Policy } from '#domain/routing/policy.ts';
import { INJURY_CODES, MECHANISM_CODES, RISK_CODES, type FindingCode } from '#domain/words.ts';
import { VITAL_RANGES, type VitalFlagName, type VitalNumberName } from './draft.ts';

/** What is asked for. */
export type Asked =
  | { ask: 'finding'; code: FindingCode }
  | { ask: 'vital'; name: VitalNumberName }
  | { ask: 'flag'; name: VitalFlagName }
  | { ask: 'crew' };

export interface Question {
  asked: Asked;
  /** The gravest criterion that the answer could meet. */
  criterion: string;
  colour: 'red' | 'yellow';
}

const isVital = (name: string): name is VitalNumberName => Object.hasOwn(VITAL_RANGES, name);

/** The inputs with one thing answered in the ways that could weigh most. */
function answered(input: CaseInput, missing: string): { asked: Asked; inputs: CaseInput[] } | null {
  const { findings } = input;
  if (missing === 'crewSuspectsSevere')
    return { asked: { ask: 'crew' }, inputs: [{ ...input, crewSuspectsSevere: true }] };
  if (missing.startsWith('vitals.')) {
    const name = missing.slice('vitals.'.length);
    const withVital = (value: number | boolean): CaseInput => ({
      ...input,
      findings: { ...findings, vitals: { ...findings.vitals, [name]: value } },
    });
    if (isVital(name)) {
      const { min, max } = VITAL_RANGES[name];
      return { asked: { ask: 'vital', name }, inputs: [withVital(min), withVital(max)] };
    }
    if (name === 'pupilsUnequal' || name === 'onOxygen')
      return { asked: { ask: 'flag', name }, inputs: [withVital(true)] };
    return null;
  }
  for (const [list, codes] of [
    ['injuries', INJURY_CODES],
    ['mechanism', MECHANISM_CODES],
    ['risks', RISK_CODES],
  ] as const) {
    const code = codes.find((one) => one === missing);
    if (code === undefined) continue;
    const present = { ...findings, [list]: [...findings[list], code] };
    return { asked: { ask: 'finding', code }, inputs: [{ ...input, findings: present }] };
  }
  return null;
}

/** What of a classification the order can depend on. */
const weightOf = (classification: Classification, policy: Policy) =>
  [
    classification.category,
    classification.lifeThreatening,
    hasPhysiology(classification, policy),
    classification.immediateThreats.length > 0,
  ].join(' ');

/**
 * `orderWith` answers the order of hospitals under another classification; it is asked once for each classification that weighs
 * differently, so at most a few times.
 */
export function questionsOf(
  input: CaseInput,
  policy: Policy,
  orderWith: (classification: Classification) => string,
): Question[] {
  const now = classify(input, policy);
  const here = weightOf(now, policy);
  const orderNow = orderWith(now);
  const orders = new Map<string, boolean>([[here, false]]);
  const questions: Question[] = [];
  for (const missing of now.missing) {
    const answers = answered(input, missing);
    if (answers === null) continue;
    for (const one of answers.inputs) {
      const then = classify(one, policy);
      const weight = weightOf(then, policy);
      let differs = orders.get(weight);
      if (differs === undefined) {
        differs = orderWith(then) !== orderNow;
        orders.set(weight, differs);
      }
      if (!differs) continue;
      const red = then.redCriteria.find((code) => !now.redCriteria.includes(code));
      const yellow = then.yellowCriteria.find((code) => !now.yellowCriteria.includes(code));
      const criterion = red ?? yellow;
      if (criterion === undefined) continue;
      questions.push({
        asked: answers.asked,
        criterion,
        colour: red !== undefined ? 'red' : 'yellow',
      });
      break;
    }
  }
  return questions.sort((a, b) => (a.colour === b.colour ? 0 : a.colour === 'red' ? -1 : 1));
}
