/** Shapes of the access log and of what is held on a case, in the API's description; the types are those of the wire. */
import { z } from '@hono/zod-openapi';
import { GROUNDS, LOOK_ACTIONS } from '#domain/accountability/looks.ts';
import { REMNANTS } from '#domain/accountability/retention.ts';
import { isoOut } from './capacity.ts';
import { actorOut, caseOut, glassOut } from './cases.ts';

export const lookOut = z
  .object({
    seq: z.number().int(),
    at: isoOut,
    by: actorOut,
    session: z.string().nullable().openapi({
      description: 'keyed hash of the session: looks of one session have the same; null for a key',
    }),
    action: z.enum(LOOK_ACTIONS),
    cases: z.array(
      z.object({
        case: z.string(),
        ground: z.enum(GROUNDS),
        region: z.string(),
        facility: z.string().nullable(),
      }),
    ),
    asked: z.record(z.string(), z.string()).optional(),
    since: isoOut.optional(),
    until: isoOut.optional(),
  })
  .openapi('Look');

export const openedOut = z
  .object({ case: z.string(), number: z.number().int(), glass: glassOut })
  .openapi('OpenedCase');

const headOut = z.object({ seq: z.number().int(), hash: z.string() });

export const heldOut = z
  .object({
    case: caseOut,
    at: isoOut,
    entries: z.array(
      z.object({
        seq: z.number().int(),
        at: isoOut,
        kind: z.string(),
        by: actorOut,
        hash: z.string(),
      }),
    ),
    remnants: z.array(
      z.object({
        kind: z.enum(REMNANTS),
        id: z.string().nullable(),
        text: z.string().nullable(),
        keptSince: isoOut.nullable(),
        eraseAt: isoOut.nullable(),
        erased: z.boolean(),
      }),
    ),
    looks: z.array(lookOut),
    looksTruncated: z.boolean(),
    terms: z.record(z.enum(REMNANTS), z.number()).openapi({ description: 'hours, by kind' }),
    heads: z.object({ ledger: headOut, accessLog: headOut }).openapi({
      description: 'ends of both chains when this was put together: what `verify-ledger` prints',
    }),
    accessLogYears: z.number().int(),
  })
  .openapi('Held');
