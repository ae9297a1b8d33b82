/**
 * Classification: what a rule set makes of what is known of a patient. Missing is unknown and is listed; it is never
 * "not met". Source: routing rules 1.2, 3 and 6.1; contract, "Case words" and "Classification".
 */
import type { CaseInput } from '../picture.ts';
import type { Policy } from '../routing/policy.ts';
import type { AgeBand, Category, FindingCode } from '../words.ts';
import { ACS_2021 } from './acs-2021.ts';
import type { Classification } from './classification.ts';
import type { RuleCriterion, RuleSet, Test, VitalNumber } from './rule-set-data.ts';

/** Shipped rule sets by id. A region's own stand in the policy, so that they are versioned with it. */
export const RULE_SETS: Record<string, RuleSet> = { [ACS_2021.id]: ACS_2021 };

/**
 * The rule set that the policy names: its own first, then the shipped ones.
 * @throws RangeError when there is none, which is a fault of the policy.
 */
export function ruleSetOf(policy: Policy): RuleSet {
  const id = policy.classification.ruleSet;
  const found = findRuleSet(policy, id);
  if (found === undefined) throw new RangeError(`no rule set ${id}`);
  return found;
}

function findRuleSet(policy: Policy, id: string): RuleSet | undefined {
  return policy.classification.ownRuleSets.find((one) => one.id === id) ?? RULE_SETS[id];
}

/** Met, not met, or the names of the inputs that are missing. */
type Outcome = boolean | string[];

/** Classifies by the rule set of the policy; a given trauma category may raise it, never lower it. */
export function classify(input: CaseInput, policy: Policy): Classification {
  const set = ruleSetOf(policy);
  const given = input.category;
  const red: string[] = [];
  const yellow: string[] = [];
  const missing = new Set<string>();
  for (const criterion of set.criteria) {
    const outcome = outcomeOf(criterion, input, policy);
    if (outcome === true) (criterion.colour === 'red' ? red : yellow).push(criterion.code);
    else if (outcome !== false && isAsked(criterion, input))
      for (const name of outcome) missing.add(name);
  }
  const { threats } = input.findings;
  return {
    category: categoryOf(given, red.length > 0 || threats.length > 0, yellow.length > 0),
    lifeThreatening:
      threats.length > 0 ||
      red.length > 0 ||
      input.urgency === null ||
      input.urgency === 'A0' ||
      input.urgency === 'A1',
    redCriteria: red,
    yellowCriteria: yellow,
    missing: [...missing],
    immediateThreats: [...threats],
    ruleSet: { id: set.id, version: set.version },
  };
}

/**
 * A red criterion of the vital-sign kind, or an immediate threat (routing rules 6.1): such a patient is stabilised nearby
 * rather than driven far.
 */
export function hasPhysiology(classification: Classification, policy: Policy): boolean {
  if (classification.immediateThreats.length > 0) return true;
  if (classification.redCriteria.length === 0) return false;
  // A case may have been classified by a set that the policy no longer holds: the shipped words are then the best known.
  const set = findRuleSet(policy, classification.ruleSet.id) ?? ACS_2021;
  return set.criteria.some(
    (criterion) =>
      criterion.group === 'physiology' &&
      criterion.colour === 'red' &&
      classification.redCriteria.includes(criterion.code),
  );
}

const SEVERITY: readonly Category[] = ['TRAUMA_MINOR', 'TRAUMA_MODERATE', 'TRAUMA_SEVERE'];

/**
 * A given trauma category may raise what was found, never lower it. TBI_SEVERE stands beside TRAUMA_SEVERE and is kept; so
 * is a category that is not trauma. An immediate threat weighs as a red criterion.
 */
function categoryOf(given: Category | null, isRed: boolean, isYellow: boolean): Category {
  const found = isRed ? 'TRAUMA_SEVERE' : isYellow ? 'TRAUMA_MODERATE' : 'TRAUMA_MINOR';
  if (given === null) return found;
  if (!SEVERITY.includes(given)) return given;
  return SEVERITY.indexOf(given) > SEVERITY.indexOf(found) ? given : found;
}

/** Whether its absence is worth naming: by age and sex, and outside trauma the vital signs and the crew's judgement only. */
function isAsked(
  { askOnly, group }: RuleCriterion,
  { ageBand, sex, category }: CaseInput,
): boolean {
  if (askOnly?.ages && !askOnly.ages.includes(ageBand)) return false;
  if (askOnly?.sexes && sex !== null && !askOnly.sexes.includes(sex)) return false;
  if (category === null || category === 'TBI_SEVERE' || SEVERITY.includes(category)) return true;
  return group === 'physiology' || group === 'judgement';
}

function outcomeOf(criterion: RuleCriterion, input: CaseInput, policy: Policy): Outcome {
  const { ages } = criterion;
  if (ages && input.ageBand !== 'unknown' && !ages.includes(input.ageBand)) return false;
  let missing: string[] = [];
  for (const test of criterion.anyOf) {
    const outcome = outcomeOfTest(test, input, policy);
    if (outcome === true) return true;
    if (outcome !== false) missing = [...missing, ...outcome];
  }
  return missing.length === 0 ? false : missing;
}

function outcomeOfTest(test: Test, input: CaseInput, policy: Policy): Outcome {
  if ('finding' in test) return ofFinding(test.finding, input);
  if ('flag' in test) return input.findings.vitals[test.flag] ?? [`vitals.${test.flag}`];
  if ('crewSuspectsSevere' in test) return input.crewSuspectsSevere ?? ['crewSuspectsSevere'];
  if ('externalRisk' in test) {
    const threshold = policy.externalRiskThreshold;
    if (threshold === null) return false;
    return input.externalRisk === null
      ? ['externalRisk']
      : input.externalRisk.probability >= threshold;
  }
  const value = valueOf(test.vital, input);
  if ('aboveVital' in test) {
    const other = valueOf(test.aboveVital, input);
    if (value !== null && other !== null) return value > other;
    return [
      ...(value === null ? [`vitals.${test.vital}`] : []),
      ...(other === null ? [`vitals.${test.aboveVital}`] : []),
    ];
  }
  if ('belowByAge' in test) {
    const limit = limitFor(test.belowByAge, input.ageBand);
    if (limit === null) return false;
    return value === null ? [`vitals.${test.vital}`] : value < limit;
  }
  if (value === null) return [`vitals.${test.vital}`];
  return 'below' in test ? value < test.below : value > test.above;
}

function ofFinding(code: FindingCode, { findings }: CaseInput): Outcome {
  const present: readonly string[][] = [findings.injuries, findings.mechanism, findings.risks];
  if (present.some((list) => list.includes(code))) return true;
  return findings.ruledOut.includes(code) ? false : [code];
}

/** The motor score follows from the total at its ends: 15 is motor 6; with motor 6 the least total is 8. */
function valueOf(vital: VitalNumber, { findings: { vitals } }: CaseInput): number | null {
  if (vital !== 'gcsMotor' || vitals.gcsMotor !== null || vitals.gcs === null) return vitals[vital];
  if (vitals.gcs === 15) return 6;
  return vitals.gcs <= 7 ? 5 : null;
}

const limitFor = (limits: Partial<Record<AgeBand, number | null>>, band: AgeBand) =>
  limits[band] ?? null;
