/** Shapes of cases, rankings and decisions in the API's description; the types are those of the wire. */
import { z } from '@hono/zod-openapi';
import {
  ACKNOWLEDGEMENTS,
  AGE_BANDS,
  CASE_STATUSES,
  CATEGORIES,
  FINDING_CODES,
  GLASS_CODES,
  INJURY_CODES,
  MECHANISM_CODES,
  NOTE_CODES,
  OVERRIDE_REASONS,
  PENALTY_CODES,
  REJECTION_CODES,
  RISK_CODES,
  SEXES,
  THREATS,
  UNIT_KINDS,
  URGENCIES,
} from '#domain/words.ts';
import { TRAVEL_ENGINES } from '#domain/routing/travel.ts';
import { isoOut, positionOut } from './capacity.ts';

const figure = z.number().nullable();

const findingsOut = z
  .object({
    vitals: z.object({
      systolicBloodPressure: figure,
      heartRate: figure,
      respiratoryRate: figure,
      spo2: figure,
      onOxygen: z.boolean().nullable(),
      gcs: figure,
      gcsMotor: figure,
      pupilsUnequal: z.boolean().nullable(),
    }),
    injuries: z.array(z.enum(INJURY_CODES)),
    mechanism: z.array(z.enum(MECHANISM_CODES)),
    risks: z.array(z.enum(RISK_CODES)),
    ruledOut: z.array(z.enum(FINDING_CODES)),
    threats: z.array(z.enum(THREATS)),
  })
  .openapi('Findings');

export const classificationOut = z
  .object({
    category: z.enum(CATEGORIES),
    lifeThreatening: z.boolean(),
    redCriteria: z.array(z.string()),
    yellowCriteria: z.array(z.string()),
    missing: z.array(z.string()),
    immediateThreats: z.array(z.enum(THREATS)),
    ruleSet: z.object({ id: z.string(), version: z.string() }),
  })
  .openapi('Classification');

const policyOut = z.object({ id: z.string(), version: z.number().int() });
const because = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);
const engine = z.enum(TRAVEL_ENGINES);

const candidateOut = z.object({
  facility: z.string(),
  rank: z.number().int(),
  tier: z.number().int(),
  score: z.number(),
  minutes: z.object({
    value: z.number(),
    low: z.number(),
    high: z.number(),
    engine,
    reliable: z.boolean(),
  }),
  penalties: z.array(z.object({ code: z.enum(PENALTY_CODES), minutes: z.number(), because })),
  tie: z.boolean(),
  notes: z.array(z.object({ code: z.enum(NOTE_CODES), because })),
});

export const rankingOut = z
  .object({
    seq: z.number().int(),
    policy: policyOut,
    at: isoOut,
    travelTimes: z.object({ engine }),
    candidates: z.array(candidateOut),
    rejected: z.array(z.object({ facility: z.string(), code: z.enum(REJECTION_CODES), because })),
    relaxed: z.array(z.enum(REJECTION_CODES)),
  })
  .openapi('Ranking');

export const claimOut = z
  .object({
    id: z.string(),
    facility: z.string(),
    case: z.string().nullable(),
    unitKinds: z.array(z.enum(UNIT_KINDS)),
    lacking: z.array(z.enum(UNIT_KINDS)),
    etaAt: isoOut.nullable(),
    etaRange: z.object({ from: isoOut, to: isoOut }).nullish(),
    expiresAt: isoOut,
    arrivedAt: isoOut.nullable(),
  })
  .openapi('Claim');

export const decisionOut = z
  .object({
    id: z.string(),
    case: z.string(),
    facility: z.string(),
    seq: z.number().int(),
    at: isoOut,
    decidedAt: isoOut,
    policy: policyOut,
    rank: z.number().int().nullable(),
    tie: z.boolean(),
    overridden: z.boolean(),
    overrideReason: z.enum(OVERRIDE_REASONS).nullable(),
    note: z.string().nullable(),
    advised: z.string().nullable(),
    replaces: z.string().nullable(),
    by: z.string(),
    claim: claimOut.nullable(),
  })
  .openapi('Decision');

export const actorOut = z.object({
  id: z.string(),
  kind: z.string(),
  role: z.string(),
  organisation: z.string().nullable(),
});

export const glassOut = z
  .object({
    id: z.string(),
    code: z.enum(GLASS_CODES),
    reason: z.string().nullable(),
    at: isoOut,
    until: isoOut,
    by: actorOut,
  })
  .openapi('BrokenGlass');

export const caseOut = z
  .object({
    id: z.string(),
    number: z.number().int(),
    version: z.number().int(),
    status: z.enum(CASE_STATUSES),
    openedAt: isoOut,
    room: z.string(),
    region: z.string(),
    position: positionOut,
    place: z.object({ id: z.string(), name: z.string() }).nullable(),
    ageBand: z.enum(AGE_BANDS),
    sex: z.enum(SEXES).nullable(),
    urgency: z.enum(URGENCIES).nullable(),
    category: z.enum(CATEGORIES).nullable(),
    findings: findingsOut,
    crewSuspectsSevere: z.boolean().nullable(),
    externalRisk: z
      .object({ model: z.string(), version: z.string(), probability: z.number() })
      .nullable(),
    excluded: z.array(z.object({ facility: z.string(), reason: z.enum(OVERRIDE_REASONS) })),
    classification: classificationOut,
    decision: decisionOut.nullable(),
    claim: claimOut.nullable(),
    opened: z.array(glassOut).openapi({ description: 'who opened it without a ground, and why' }),
    acknowledgement: z
      .object({
        answer: z.enum(ACKNOWLEDGEMENTS),
        reason: z.string().nullable(),
        facility: z.string(),
        decision: z.string(),
        at: isoOut,
        by: z.string(),
      })
      .nullable(),
    statusAt: isoOut,
    closedAt: isoOut.nullable(),
  })
  .openapi('Case');

/** Answer to opening and revising a case. */
export const adviceOut = z
  .object({ id: z.string(), classification: classificationOut, ranking: rankingOut })
  .openapi('Advice');

/** A line of the decision log. */
export const decisionLineOut = z
  .object({
    id: z.string(),
    seq: z.number().int().openapi({ description: 'of the entry that made the decision' }),
    at: isoOut,
    case: z.string(),
    caseNumber: z.number().int(),
    room: z.string(),
    caseRegion: z.string(),
    facility: z.string(),
    facilityRegion: z.string(),
    facilityLevel: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
    facilityDesignated: z.boolean(),
    category: z.enum(CATEGORIES),
    urgency: z.enum(URGENCIES).nullable(),
    red: z.boolean(),
    rank: z.number().int().nullable(),
    tie: z.boolean(),
    advised: z.string().nullable(),
    overridden: z.boolean(),
    overrideReason: z.enum(OVERRIDE_REASONS).nullable(),
    note: z.string().nullable(),
    policy: policyOut,
    replaces: z.string().nullable(),
  })
  .openapi('DecisionLine');
