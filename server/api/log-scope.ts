/** What routes over the decision log share: whose decisions, and of when. */
import { z } from '@hono/zod-openapi';
import type { DecisionQuery } from '../../db/decision-log.ts';
import { audienceOf, type Principal } from '#domain/access/table.ts';
import { instantSchema } from '#domain/capacity/observe.ts';

const moment = (description: string) =>
  instantSchema.optional().openapi({ type: 'string', format: 'date-time', description });

export const logPeriod = {
  region: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .openapi({ description: 'of the case or of the destination' }),
  from: moment('from this moment on'),
  to: moment('before this moment'),
};

/** The log is read through the rights of today. */
export function scopeOf(principal: Principal): DecisionQuery['scope'] {
  const { room, facilities, regions } = audienceOf(principal);
  if (regions === 'nation') return { all: true };
  return { ...(room === null ? {} : { room }), facilities, regions };
}
