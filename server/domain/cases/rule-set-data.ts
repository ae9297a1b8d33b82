/**
 * A classification rule set as data: criteria over findings, red or yellow. A region's own card is entered as JSON in this
 * form and evaluated by the same engine as the shipped one.
 */
import { z } from 'zod';
import { AGE_BANDS, FINDING_CODES, SEXES } from '../words.ts';

/** Vital signs that are numbers. */
export const VITAL_NUMBERS = [
  'systolicBloodPressure',
  'heartRate',
  'respiratoryRate',
  'spo2',
  'gcs',
  'gcsMotor',
] as const;
export type VitalNumber = (typeof VITAL_NUMBERS)[number];

const vital = z.enum(VITAL_NUMBERS);
const threshold = z.number().min(0).max(400);

/**
 * One test. It is met, not met or unknown; unknown names the input that is missing.
 * - `finding`: present, ruled out, or unknown.
 * - `flag`: a yes-or-no vital sign.
 * - `below`, `above`: strictly. `gcsMotor` follows from `gcs` where it must: GCS 7 or less means motor under 6, 15 means 6.
 * - `belowByAge`: a threshold for each band; null: the test does not bear on that band.
 * - `aboveVital`: strictly above another vital sign.
 * - `crewSuspectsSevere`: the crew's own judgement.
 * - `externalRisk`: probability at or above the policy's threshold; without a threshold never met.
 */
export const testSchema = z.union([
  z.strictObject({ finding: z.enum(FINDING_CODES) }),
  z.strictObject({ flag: z.literal('pupilsUnequal') }),
  z.strictObject({ vital, below: threshold }),
  z.strictObject({ vital, above: threshold }),
  z.strictObject({ vital, belowByAge: z.record(z.enum(AGE_BANDS), threshold.nullable()) }),
  z.strictObject({ vital, aboveVital: vital }),
  z.strictObject({ crewSuspectsSevere: z.literal(true) }),
  z.strictObject({ externalRisk: z.literal('threshold') }),
]);
export type Test = z.output<typeof testSchema>;

/** One criterion of a rule set. */
export const criterionSchema = z.strictObject({
  code: z
    .string()
    .min(1)
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  colour: z.enum(['red', 'yellow']),
  /** `physiology`: the vital-sign criteria of routing rules 6.1, which bring the nearest level 2 before a far level 1. */
  group: z.enum(['physiology', 'injury', 'mechanism', 'judgement', 'risk']),
  /** Any one is enough. */
  anyOf: z.array(testSchema).min(1).max(20),
  /** Bears on these bands only; an unknown age counts as any of them. Absent: every age. */
  ages: z.array(z.enum(AGE_BANDS)).min(1).optional(),
  /** Asked of these only: for others its absence is not listed as missing, its presence still counts. */
  askOnly: z
    .strictObject({
      ages: z.array(z.enum(AGE_BANDS)).min(1).optional(),
      sexes: z.array(z.enum(SEXES)).min(1).optional(),
    })
    .optional(),
  source: z.string().min(1).max(400),
  evidence: z.enum(['evidence', 'proposal']),
});
export type RuleCriterion = z.output<typeof criterionSchema>;

/** A rule set as data, with its source. */
export const ruleSetSchema = z
  .strictObject({
    id: z.string().min(1).max(60),
    version: z.string().min(1).max(40),
    title: z.string().min(1).max(200),
    approvedBy: z.string().min(1).max(200).nullable(),
    criteria: z.array(criterionSchema).min(1).max(200),
  })
  .refine((set) => new Set(set.criteria.map((one) => one.code)).size === set.criteria.length, {
    path: ['criteria'],
    message: 'a code stands twice',
  });
export type RuleSet = z.output<typeof ruleSetSchema>;
