/** The ledger as the caller may see it, and whether its chain is whole. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Verification } from '../../db/ledger.ts';
import { audienceOf } from '#domain/access/table.ts';
import { projectEntry } from '#domain/audience/project.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import type { Change } from '../desk/live-picture.ts';
import { listed, seenOf } from './looks.ts';
import { answers, gate, resource } from './kit.ts';
import { seqOfQuery } from './moment.ts';
import { pageQuery, placeOf, tellNext } from './pages.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';

const USUAL_ENTRIES = 200;

const entryOut = z
  .custom<AudienceEntry>()
  .openapi('Entry', { type: 'object', description: 'what happened, as the caller may see it' });

const list = createRoute({
  method: 'get',
  path: '/ledger',
  tags: ['ledger'],
  summary: 'The entries in (after, seq] that one may see; entries that are not theirs are left out',
  middleware: gate('ledger.read'),
  request: {
    query: z.object({
      after: seqOfQuery
        .optional()
        .openapi({ description: 'a seq of one’s own; 0 unless asked otherwise' }),
      ...pageQuery(USUAL_ENTRIES),
    }),
  },
  responses: answers(
    200,
    'Entries, oldest first',
    z.object({
      entries: z.array(entryOut),
      after: z.number().int(),
      seq: z.number().int(),
      next: z.string().nullable().openapi({ description: 'cursor; null at the head' }),
    }),
  ),
});

const headOut = z.object({ seq: z.number().int(), at: z.string(), hash: z.string() });

const verification = createRoute({
  method: 'get',
  path: '/ledger/verification',
  tags: ['ledger'],
  summary: 'Walks the whole hash chain, over the full entries',
  middleware: gate('ledger.verify'),
  responses: answers(
    200,
    'Whether it is whole, and the first entry that is not',
    z.object({
      intact: z.boolean(),
      entries: z.number().int(),
      head: headOut,
      broken: z.object({ seq: z.number().int(), problem: z.string() }).optional(),
    }),
  ),
});

export function ledger(parts: ApiParts) {
  // One walk at a time: whoever asks meanwhile gets its result.
  let walking: Promise<Verification> | null = null;
  const verify = () => {
    walking ??= parts.deskParts.ledger.verify().finally(() => (walking = null));
    return walking;
  };
  return resource()
    .openapi(list, async (c) => {
      const { after: wanted, cursor, limit } = c.req.valid('query');
      if (wanted !== undefined && cursor !== undefined) {
        const message = 'give `after` or a cursor, not both';
        throw new ProblemError('VALIDATION', { errors: [{ path: 'cursor', message }] });
      }
      const after = placeOf(c, parts, cursor, z.number()) ?? wanted ?? 0;
      const audience = audienceOf(c.var.who.principal);
      const changes = await changesAfter(parts, after, limit);
      const entries = changes.flatMap(
        (change) => projectEntry(change.entry, change.before, change.after, audience) ?? [],
      );
      const last = changes.at(-1)?.entry.seq ?? after;
      const { picture } = parts.deskParts.live;
      const cases = entries.flatMap((entry) => entry.shown?.cases ?? []);
      const seen = new Map(cases.map((one) => [one.id, one]));
      if (seen.size > 0) await listed(parts, c, 'past', seenOf(c, [...seen.values()], picture));
      const more = last < parts.deskParts.live.picture.seq;
      return c.json(
        { entries, after, seq: last, next: tellNext(c, parts, more ? last : null) },
        200,
      );
    })
    .openapi(verification, async (c) => c.json(await verify(), 200));
}

async function changesAfter(
  { deskParts: { live } }: ApiParts,
  after: number,
  limit: number,
): Promise<readonly Change[]> {
  const head = live.picture.seq;
  if (after > head)
    throw new ProblemError('SEQ_IN_FUTURE', { path: 'after', facts: { seq: head } });
  const changes = await live.changesFrom(after, limit);
  if (changes === null)
    throw new ProblemError('SEQ_IN_FUTURE', { path: 'after', facts: { seq: head } });
  return changes;
}
