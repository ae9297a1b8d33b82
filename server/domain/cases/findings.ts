/**
 * What crews report of a patient. Three states for each finding: a code in a list is present, a code in `ruledOut` was
 * looked for and is not there, in neither it is unknown. Missing is never "not met".
 */
import { z } from 'zod';
import { FINDING_CODES, INJURY_CODES, MECHANISM_CODES, RISK_CODES, THREATS } from '../words.ts';

const whole = (min: number, max: number) =>
  z.number().int().min(min).max(max).nullable().default(null);

/** Vital signs; absent is unknown. */
export const vitalsSchema = z.strictObject({
  /** mmHg. */
  systolicBloodPressure: whole(0, 350),
  /** Beats a minute. */
  heartRate: whole(0, 350),
  /** Breaths a minute. */
  respiratoryRate: whole(0, 120),
  /** Percent. */
  spo2: whole(0, 100),
  /** Null is unknown: SpO2 under 90 is then red all the same. */
  onOxygen: z.boolean().nullable().default(null),
  gcs: whole(3, 15),
  gcsMotor: whole(1, 6),
  pupilsUnequal: z.boolean().nullable().default(null),
});
export type Vitals = z.output<typeof vitalsSchema>;

const codes = <T extends readonly [string, ...string[]]>(list: T) =>
  z
    .array(z.enum(list))
    .max(40)
    .default([])
    .transform((found) => [...new Set(found)].sort() as T[number][]);

/** What the crew saw or measured. A code in neither list is unknown, never "no". */
export const findingsSchema = z
  .strictObject({
    vitals: vitalsSchema.default(() => vitalsSchema.parse({})),
    injuries: codes(INJURY_CODES),
    mechanism: codes(MECHANISM_CODES),
    risks: codes(RISK_CODES),
    ruledOut: codes(FINDING_CODES),
    threats: codes(THREATS),
  })
  .superRefine((findings, context) => {
    const present = new Set<string>([
      ...findings.injuries,
      ...findings.mechanism,
      ...findings.risks,
    ]);
    for (const code of findings.ruledOut)
      if (present.has(code))
        context.addIssue({
          code: 'custom',
          path: ['ruledOut'],
          message: `${code} is both present and ruled out`,
        });
  });
export type Findings = z.output<typeof findingsSchema>;

/** A name as programs have: it stands in the ledger for good, so it is no place for a sentence about somebody. */
const machineName = z
  .string()
  .trim()
  .regex(
    /^(?!.*\d{8})[A-Za-z0-9][\w.:/+-]*( [\w.:/+-]+){0,3}$/,
    'a name of letters, digits and . _ : / + -',
  );

/** Result of a region's own risk model, entered as a criterion; the model is never imitated here (routing rules 2.1). */
export const externalRiskSchema = z.strictObject({
  model: machineName.max(80),
  version: machineName.max(40),
  probability: z.number().min(0).max(1),
});
export type ExternalRisk = z.output<typeof externalRiskSchema>;
