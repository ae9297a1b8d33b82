/**
 * The shipped rule set: National Guideline for the Field Triage of Injured Patients 2021 (ACS-COT) with two additions of the
 * routing rules 6.1 (unequal pupils or GCS 8 or less are red; SpO2 under 90 is red on oxygen as well) and crew judgement,
 * because the list alone misses two of three severely injured. Age bands take their most sensitive age.
 */
import {
  INJURY_CODES,
  MECHANISM_CODES,
  type AgeBand,
  type FindingCode,
  type MechanismCode,
  type RiskCode,
} from '../words.ts';
import type { RuleCriterion, RuleSet } from './rule-set-data.ts';

const RED_LIST = 'ACS-COT field triage guideline 2021, red criteria';
const YELLOW_LIST = 'ACS-COT field triage guideline 2021, yellow criteria';
const JUDGEMENT_LIST = 'ACS-COT field triage guideline 2021, EMS judgement';
const OWN = 'Routing rules 6.1';

const CHILD_TO_9: AgeBand[] = ['0', '1-4', '5-9'];
const FROM_10: AgeBand[] = ['10-15', '16-64', '65-79', '80+'];
/** Child up to 5 (the band 5-9 holds that age) or adult from 65. */
const LOW_FALL_AGES: AgeBand[] = ['0', '1-4', '5-9', '65-79', '80+'];

/**
 * Systolic pressure under which it is red, mmHg: 70 + 2 x age up to 9 years (bands at their oldest: 0, 4 and 9), 90 from 10
 * to 64, 110 from 65; an unknown age takes the highest.
 */
export const SYSTOLIC_LIMITS: Record<AgeBand, number> = {
  '0': 70,
  '1-4': 78,
  '5-9': 88,
  '10-15': 90,
  '16-64': 90,
  '65-79': 110,
  '80+': 110,
  unknown: 110,
};

const evidence = (source: string) => ({ source, evidence: 'evidence' as const });
const proposal = (source: string) => ({ source, evidence: 'proposal' as const });

const injury = (code: FindingCode): RuleCriterion => ({
  code,
  colour: 'red',
  group: code === 'respiratory-distress' ? 'physiology' : 'injury',
  anyOf: [{ finding: code }],
  ...evidence(RED_LIST),
});

const mechanism = (code: MechanismCode): RuleCriterion => ({
  code,
  colour: 'yellow',
  group: 'mechanism',
  anyOf: [{ finding: code }],
  ...(code === 'child-unrestrained' ? { ages: CHILD_TO_9 } : {}),
  ...evidence(YELLOW_LIST),
});

const risk = (
  code: RiskCode,
  bounds: Pick<RuleCriterion, 'ages' | 'askOnly'> = {},
): RuleCriterion => ({
  code,
  colour: 'yellow',
  group: 'risk',
  anyOf: [{ finding: code }],
  ...bounds,
  ...evidence(JUDGEMENT_LIST),
});

/** The shipped rule set: field triage guideline of 2021 (ACS-COT). */
export const ACS_2021: RuleSet = {
  id: 'acs-2021',
  version: '1',
  title: 'National Guideline for the Field Triage of Injured Patients 2021',
  approvedBy: null,
  criteria: [
    {
      code: 'motor-below-6',
      colour: 'red',
      group: 'physiology',
      anyOf: [{ vital: 'gcsMotor', below: 6 }],
      ...evidence(RED_LIST),
    },
    {
      code: 'respiratory-rate',
      colour: 'red',
      group: 'physiology',
      anyOf: [
        { vital: 'respiratoryRate', below: 10 },
        { vital: 'respiratoryRate', above: 29 },
      ],
      ...evidence(RED_LIST),
    },
    {
      code: 'spo2-below-90',
      colour: 'red',
      group: 'physiology',
      anyOf: [{ vital: 'spo2', below: 90 }],
      ...evidence(`${RED_LIST} (room air); on oxygen or unknown: ${OWN}`),
    },
    {
      code: 'systolic-pressure-low',
      colour: 'red',
      group: 'physiology',
      anyOf: [{ vital: 'systolicBloodPressure', belowByAge: SYSTOLIC_LIMITS }],
      ...evidence(RED_LIST),
    },
    {
      code: 'heart-rate-above-pressure',
      colour: 'red',
      group: 'physiology',
      anyOf: [{ vital: 'heartRate', aboveVital: 'systolicBloodPressure' }],
      ages: FROM_10,
      ...evidence(RED_LIST),
    },
    {
      code: 'gcs-8-or-less',
      colour: 'red',
      group: 'physiology',
      anyOf: [{ vital: 'gcs', below: 9 }],
      ...proposal(OWN),
    },
    {
      code: 'pupils-unequal',
      colour: 'red',
      group: 'physiology',
      anyOf: [{ flag: 'pupilsUnequal' }],
      ...proposal(OWN),
    },
    ...INJURY_CODES.map(injury),
    {
      code: 'crew-judgement',
      colour: 'red',
      group: 'judgement',
      anyOf: [{ crewSuspectsSevere: true }],
      ...proposal(OWN),
    },
    {
      code: 'external-risk',
      colour: 'red',
      group: 'judgement',
      anyOf: [{ externalRisk: 'threshold' }],
      ...proposal('Routing rules, sections 2.1 and 3; no threshold is shipped'),
    },
    ...MECHANISM_CODES.map(mechanism),
    risk('low-fall-head-impact', { ages: LOW_FALL_AGES }),
    risk('anticoagulants'),
    risk('suspected-abuse'),
    risk('special-resources'),
    risk('pregnant-over-20-weeks', {
      askOnly: { ages: ['10-15', '16-64', 'unknown'], sexes: ['female', 'other'] },
    }),
    risk('burns'),
  ],
};
