/** Shape of a replayed decision in the API's description; the types are those of the wire. */
import { z } from '@hono/zod-openapi';
import { ENTRY_KINDS } from '#domain/entries.ts';
import type { FacilityState, Region } from '#domain/picture.ts';
import type { Policy } from '#domain/routing/policy.ts';
import { ACKNOWLEDGEMENTS, CASE_STEPS } from '#domain/words.ts';
import { isoOut } from './capacity.ts';
import { caseOut, rankingOut } from './cases.ts';

const historyLineOut = z
  .object({
    seq: z.number().int(),
    at: isoOut,
    kind: z.enum(ENTRY_KINDS),
    by: z.string(),
    facility: z.string().nullable(),
    decision: z.string().nullable(),
    step: z.enum(CASE_STEPS).nullable(),
    answer: z.enum(ACKNOWLEDGEMENTS).nullable(),
    prev: z.string(),
    hash: z.string(),
  })
  .openapi('HistoryLine');

export const replayOut = z
  .object({
    identical: z.boolean(),
    ranking: rankingOut,
    picture: z.object({ seq: z.number().int(), at: isoOut }),
    differences: z.array(z.string()).openapi({ description: 'facilities, when not identical' }),
    software: z.string().openapi({ description: 'version that made the stored ranking' }),
    storedHash: z.string().openapi({ description: 'SHA-256 of the ranking as it was given' }),
    case: caseOut.openapi({ description: 'as it was entered then' }),
    facilities: z
      .array(z.custom<FacilityState>().openapi({ type: 'object' }))
      .openapi({ description: 'as known then: figures by source, stops and claims' }),
    regions: z.array(z.custom<Region>().openapi({ type: 'object' })),
    policy: z
      .custom<Policy | null>()
      .openapi({ type: ['object', 'null'], description: 'the numbers of the rules then' }),
    history: z.array(historyLineOut).openapi({ description: 'entries of the case, oldest first' }),
  })
  .openapi('Replay');
