/** Shapes of what is unusual in the access log, in the API's description; the types are those of the wire. */
import { z } from '@hono/zod-openapi';
import { UNUSUAL_KINDS } from '#domain/unusual/rules.ts';
import { isoOut } from './capacity.ts';
import { actorOut } from './cases.ts';

const usual = z.object({ median: z.number(), limit: z.number(), of: z.number().int() }).nullable();
const count = z.number().int();

export const unusualOut = z
  .object({
    from: isoOut,
    to: isoOut,
    lines: count.openapi({ description: 'that were looked through' }),
    accounts: count,
    uncompared: count.openapi({
      description: 'accounts of which too little is known to say what is usual',
    }),
    weeks: count.openapi({ description: 'before the period, in which anybody looked: 8 at most' }),
    unusual: z.array(
      z.object({
        key: z.string(),
        kind: z.enum(UNUSUAL_KINDS),
        by: actorOut,
        from: isoOut,
        to: isoOut,
        count,
        floor: count.openapi({ description: 'from how many on it is pointed at' }),
        own: usual.openapi({
          description:
            'most in an hour or a day of a week before: the middle, and what is more than usual',
        }),
        role: usual.openapi({ description: 'the same of the accounts of its role' }),
        before: count.nullable().openapi({ description: 'the same in the weeks before' }),
        outside: count.nullable().openapi({
          description: 'lines outside its usual hours of the day; null: not known',
        }),
        canAct: z.boolean().nullable(),
        lines: z.array(count).openapi({ description: 'for `lines` of /access-log' }),
        moreLines: count,
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('UnusualLooks');
