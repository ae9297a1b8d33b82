/**
 * The routing policy: every penalty, tier limit and threshold as data, each with its source beside it and with the mark
 * whether it is evidence or a proposal. A region's medical managers approve it; the interface shows the marks.
 *
 * `id` names the meaning in the code (routing rules, section 6: `rank/1`), `version` the data. A change of meaning is a new
 * id, a change of data a new version. All minutes are equivalent minutes with at most one decimal.
 */
import { z } from 'zod';
import { ruleSetSchema } from '../cases/rule-set-data.ts';
import { RULE_SETS } from '../cases/rule-sets.ts';
import { CATEGORIES, DEVICES, UNIT_KINDS } from '../words.ts';

/** Where a value comes from. `evidence`: published or a definition in force; `proposal`: ours, to be calibrated. */
const sourced = {
  source: z.string().trim().min(1).max(400),
  evidence: z.enum(['evidence', 'proposal']),
};
const sourceSchema = z.strictObject(sourced);

const oneDecimal = (value: number) => Math.abs(value * 10 - Math.round(value * 10)) < 1e-6;
const minutes = (min: number, max: number) =>
  z.number().min(min).max(max).refine(oneDecimal, 'at most one decimal');

/** Penalty minutes for a life-threatened patient and for any other (routing rules 6.1). */
const pair = { lifeThreatening: minutes(0, 60), other: minutes(0, 60) };
const penalty = z.strictObject({ ...pair, ...sourced });

export const penaltiesSchema = z.strictObject({
  /** S1. `other` bears only after STOP_NON_URGENT was relaxed. */
  STOP: penalty,
  /** S2. */
  LIMITED: penalty,
  /** S3: none free. */
  NO_TRAUMA_BAY: penalty,
  /** S4: none free (or no intensive care on site), and one left. */
  NO_ICU: z.strictObject({ ...pair, oneLeft: z.strictObject(pair), ...sourced }),
  /** S5: none free. */
  NO_WARD: penalty,
  /** S6: reported delay less `freeMinutes`, at most `mostMinutes`. */
  OFFLOAD: z.strictObject({
    freeMinutes: minutes(0, 240),
    mostMinutes: minutes(0, 60),
    ...sourced,
  }),
  /** S7: NEDOCS strictly above a threshold; the highest that applies counts. */
  CROWDING: z.strictObject({
    thresholds: z
      .array(z.strictObject({ above: z.number().int().min(0).max(400), ...pair }))
      .min(1)
      .max(10),
    ...sourced,
  }),
  /** S8: once; `unknownShare` of S3 to S5 on top for each needed unit without any value. */
  STALE: z.strictObject({ ...pair, unknownShare: z.number().min(0).max(1), ...sourced }),
  /** S9. */
  ETA_UNRELIABLE: penalty,
  /** S10: for each other case inbound for the same scarce unit. */
  INBOUND: penalty,
  /** S11: level 1 for moderate trauma while a level 2 is at most `withinMinutes` farther. */
  LEVEL_HIGHER_THAN_NEEDED: z.strictObject({ ...pair, withinMinutes: minutes(0, 60), ...sourced }),
  /** S12: a bonus, so not above 0. */
  PREFERENCE: z.strictObject({
    lifeThreatening: minutes(-60, 0),
    other: minutes(-60, 0),
    ...sourced,
  }),
  /** S13: child under 16, severe trauma, level 1 without paediatric intensive care. */
  NO_PICU: penalty,
});

const needs = z.strictObject({
  /** Units whose figures count. `ward` and `acute-ward` stand for one another: one of them is enough. */
  units: z.array(z.enum(UNIT_KINDS)).max(UNIT_KINDS.length),
  /** Devices and units whose reported failure drops a facility (H2). */
  devices: z.array(z.enum([...DEVICES, 'operating-room', 'cath-lab'])).max(10),
  ...sourced,
});
export type Needs = z.output<typeof needs>;

/** Single values, whose sources stand in `sources` under the same name. */
const scalars = {
  /** Transport minutes within which a level-1 centre is tier 1 for severe trauma. */
  maxBypassMinL1: minutes(0, 240),
  /** Within so many minutes of that limit the candidate carries the note BORDERLINE. */
  borderlineMinutes: minutes(0, 60),
  /** Scores closer to the first of their group than this are a tie. */
  tieWidth: minutes(0, 60),
  /** `level1`: every level-1 site; `designated`: the coordinating trauma centres only. */
  severeTraumaDestinations: z.enum(['level1', 'designated']),
  /** S1 and S2 are 0 at a level-1 destination for severe trauma. */
  stopWaivedAtLevel1ForSevereTrauma: z.boolean(),
  /** From this probability an external risk score counts as a red criterion; null: it is shown only. */
  externalRiskThreshold: z.number().min(0).max(1).nullable(),
  /** A claim ends so long after the expected arrival. */
  claimMinutesAfterEta: minutes(1, 240),
} as const;
type ScalarName = keyof typeof scalars;

export const policySchema = z.strictObject({
  id: z.literal('rank/1'),
  /** Counts 1, 2, 3; the ledger's version of the subject `policy:rank/1` is what a ranking names. */
  version: z.number().int().min(1),
  /** The medical manager or body that approved it; null: nobody has. */
  approvedBy: z.string().trim().min(1).max(200).nullable(),
  /** ISO 8601 UTC. */
  validFrom: z.iso.datetime(),
  ...scalars,
  sources: z.strictObject(
    Object.fromEntries(Object.keys(scalars).map((name) => [name, sourceSchema])) as Record<
      ScalarName,
      typeof sourceSchema
    >,
  ),
  penalties: penaltiesSchema,
  needs: z.record(z.enum(CATEGORIES), needs),
  /** H4 by category; null: no limit. */
  maxTransportMinutes: z.strictObject({
    byCategory: z.record(z.enum(CATEGORIES), minutes(1, 600).nullable()),
    ...sourced,
  }),
  /** Minutes at the scene before departure, for the expected arrival only: the ranking counts transport. */
  sceneMinutes: z.strictObject({ trauma: minutes(0, 240), other: minutes(0, 240), ...sourced }),
  /** The rule set that classifies, and a region's own sets beside the shipped one. */
  classification: z
    .strictObject({
      ruleSet: z.string().min(1).max(60),
      ownRuleSets: z.array(ruleSetSchema).max(10),
      ...sourced,
    })
    .refine(
      ({ ruleSet, ownRuleSets }) =>
        ownRuleSets.some((own) => own.id === ruleSet) || Object.hasOwn(RULE_SETS, ruleSet),
      { path: ['ruleSet'], message: 'no such rule set' },
    ),
});
export type Policy = z.output<typeof policySchema>;
