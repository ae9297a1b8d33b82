/** What people ask of a case, parsed. Source: contract, "HTTP" and "Case words". */
import { z } from 'zod';
import { instantSchema } from '../capacity/observe.ts';
import {
  ACKNOWLEDGEMENTS,
  AGE_BANDS,
  CASE_STEPS,
  CATEGORIES,
  OVERRIDE_REASONS,
  SEXES,
  URGENCIES,
} from '../words.ts';
import { externalRiskSchema, findingsSchema } from './findings.ts';
import { NO_FINDINGS } from './no-findings.ts';

/** Degrees, WGS84. */
export const positionSchema = z.strictObject({
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
});

/** Ids are keys of records: the names that every object has (`constructor`) are none. */
export const idSchema = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  .refine((id) => !(id in {}), 'not an id');

const note = z.string().trim().min(1).max(500).nullable().default(null);

const inputShape = {
  ageBand: z.enum(AGE_BANDS).default('unknown'),
  sex: z.enum(SEXES).nullable().default(null),
  findings: findingsSchema.default(NO_FINDINGS),
  crewSuspectsSevere: z.boolean().nullable().default(null),
  externalRisk: externalRiskSchema.nullable().default(null),
  urgency: z.enum(URGENCIES).nullable().default(null),
  category: z.enum(CATEGORIES).nullable().default(null),
};

/** A hospital that is not asked for this case, and why (routing rules, H6). */
export const exclusionSchema = z.strictObject({
  facility: idSchema,
  reason: z.enum(OVERRIDE_REASONS),
});

const whereExactlyOne = (body: { position?: unknown; place?: unknown }) =>
  (body.position === undefined) !== (body.place === undefined);

/** `POST /cases`: a position or a place, never both. */
export const openCaseSchema = z
  .strictObject({
    ...inputShape,
    position: positionSchema.optional(),
    place: idSchema.optional(),
  })
  .refine(whereExactlyOne, { path: ['position'], message: 'give either position or place' });
export type OpenCaseInput = z.output<typeof openCaseSchema>;

/** `PUT /cases/{id}`: the same body, whole; what is left out is unknown. */
export const reviseCaseSchema = z
  .strictObject({
    ...inputShape,
    position: positionSchema.optional(),
    place: idSchema.optional(),
    excluded: z.array(exclusionSchema).max(83).default([]),
  })
  .refine(whereExactlyOne, { path: ['position'], message: 'give either position or place' });
export type ReviseCaseInput = z.output<typeof reviseCaseSchema>;

/** Body of a decision: what was chosen, and on which picture. */
export const decisionSchema = z.strictObject({
  facility: idSchema,
  /** Of the ranking that was seen. */
  seq: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  at: instantSchema.nullable().default(null),
  overrideReason: z.enum(OVERRIDE_REASONS).nullable().default(null),
  note,
});
export type DecisionInput = z.output<typeof decisionSchema>;

/** Body of a reason that is given afterwards. */
export const overrideReasonSchema = z.strictObject({
  overrideReason: z.enum(OVERRIDE_REASONS),
  note,
});

/** Body of the chosen hospital's answer. */
export const acknowledgementSchema = z.strictObject({
  answer: z.enum(ACKNOWLEDGEMENTS),
  reason: note,
});

/** Body of a step. */
export const statusSchema = z.strictObject({ status: z.enum(CASE_STEPS) });
