/** How feeds do, what waits for somebody to place it, and by which names others know a facility. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Principal } from '#domain/access/table.ts';
import { identifiersSchema, type Identifier } from '#domain/identifiers/identifiers.ts';
import { CHANNELS, UNIT_KINDS } from '#domain/words.ts';
import { ANOMALIES, ITEM_OUTCOMES, type FeedWire } from '#wire/feeds.ts';
import { askerOf } from './idempotency.ts';
import {
  answers,
  conditionalHeaders,
  etagOf,
  facilityGate,
  gate,
  ifMatch,
  jsonBody,
  pathId,
  resource,
  written,
} from './kit.ts';
import { pageOf, pageQuery, placeOf, tellNext } from './pages.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { isoOut } from './schemas/capacity.ts';

const identifierOut = z.object({ system: z.string(), value: z.string() }).openapi('Identifier');
const counts = z.record(z.string(), z.number().int());

const feedOut = z
  .object({
    feed: z.string().openapi({ description: 'id of the key or connection' }),
    channel: z.enum(CHANNELS),
    facility: z.string().nullable(),
    firstAt: isoOut,
    lastAt: isoOut,
    lastGoodAt: isoOut.nullable(),
    messages: z.number().int(),
    items: z.number().int(),
    lagSeconds: z.number().int().nullable(),
    errors: counts,
    anomalies: counts,
  })
  .openapi('Feed');

const quarantineOut = z
  .object({
    id: z.string(),
    feed: z.string(),
    channel: z.enum(CHANNELS),
    reason: z.enum(['UNKNOWN_FACILITY', 'AMBIGUOUS_FACILITY']),
    identifiers: z.array(identifierOut),
    name: z.string().nullable(),
    messageHash: z.string(),
    messageId: z.string().nullable(),
    firstAt: isoOut,
    lastAt: isoOut,
    count: z.number().int(),
    kinds: z.array(z.enum(UNIT_KINDS)),
    settledAt: isoOut.nullable(),
    settledTo: z.string().nullable(),
  })
  .openapi('QuarantinedMessage');

/** What became of one item of a message; every feed's route answers with these. */
export const itemOutcomeOut = z
  .object({
    place: z.string().openapi({ description: 'where in the message' }),
    outcome: z.enum(ITEM_OUTCOMES),
    code: z.string().nullable(),
    facility: z.string().nullable(),
    kind: z.enum(UNIT_KINDS).nullable(),
    anomalies: z.array(z.enum(ANOMALIES)),
  })
  .openapi('ItemOutcome');

const USUAL_MESSAGES = 200;
const heldPlace = z.object({ settled: z.boolean(), lastAt: z.string(), id: z.string() });

const list = createRoute({
  method: 'get',
  path: '/feeds',
  tags: ['feeds'],
  summary: 'How each feed does that one may see: last message, lag, errors, oddities',
  middleware: gate('feeds.read'),
  request: { query: z.object(pageQuery()) },
  responses: answers(200, 'Feeds', z.array(feedOut)),
});

const quarantined = createRoute({
  method: 'get',
  path: '/feeds/quarantine',
  tags: ['feeds'],
  summary: 'Messages of senders whom nobody knows, those that wait first; without their content',
  middleware: gate('feeds.manage'),
  request: {
    query: z.object({
      waiting: z.enum(['true', 'false']).default('false'),
      ...pageQuery(USUAL_MESSAGES),
    }),
  },
  responses: answers(200, 'Messages', z.array(quarantineOut)),
});

const assign = createRoute({
  method: 'post',
  path: '/feeds/quarantine/{message}/assignment',
  tags: ['feeds'],
  summary: 'Says whom a message speaks for, remembers its names, and takes it in',
  middleware: gate('feeds.manage'),
  request: {
    params: z.object({ message: pathId('message') }),
    body: jsonBody(
      z.strictObject({
        facility: z.string().min(1).max(200),
        /** The names become the facility's, so that the next message finds it. */
        remember: z.boolean().default(true),
      }),
    ),
  },
  responses: answers(
    200,
    'What became of its items',
    z.object({ facility: z.string(), items: z.array(itemOutcomeOut) }),
  ),
});

const dismiss = createRoute({
  method: 'delete',
  path: '/feeds/quarantine/{message}',
  tags: ['feeds'],
  summary: 'Lets a message go without taking it in',
  middleware: gate('feeds.manage'),
  request: { params: z.object({ message: pathId('message') }) },
  responses: answers(200, 'It is gone', z.object({ id: z.string() })),
});

export function feeds(parts: ApiParts) {
  const { desk, feeds: ports, deskParts } = parts;
  const putIdentifiers = createRoute({
    method: 'put',
    path: '/facilities/{facility}/identifiers',
    tags: ['feeds'],
    summary: 'By which names other registers know a facility: the whole list',
    middleware: facilityGate(parts, 'feeds.manage'),
    request: {
      params: z.object({ facility: pathId('facility') }),
      headers: conditionalHeaders,
      body: jsonBody(z.strictObject({ identifiers: identifiersSchema })),
    },
    responses: answers(
      200,
      'The list as it then stands',
      z.object({ facility: z.string(), identifiers: z.array(identifierOut) }),
    ),
  });

  const waiting = async (id: string) => {
    const found = await ports.quarantine.find(id);
    if (found === null) throw new ProblemError('UNKNOWN_MESSAGE');
    if (found.settledAt !== null) throw new ProblemError('MESSAGE_SETTLED');
    return found;
  };

  return resource()
    .openapi(list, (c) => {
      const { principal } = c.var.who;
      const page = c.req.valid('query');
      const shown = ports.feeds().filter((one) => shownTo(one, principal, parts));
      return c.json(
        pageOf(c, parts, page, shown, ({ feed, channel }) => [feed, channel], 'ascending'),
        200,
      );
    })
    .openapi(quarantined, async (c) => {
      const { waiting: only, cursor, limit } = c.req.valid('query');
      const after = placeOf(c, parts, cursor, heldPlace);
      const rows = await ports.quarantine.list({
        waiting: only === 'true',
        limit: limit + 1,
        ...(after === null ? {} : { after }),
      });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const place = last && { settled: last.settledAt !== null, lastAt: last.lastAt, id: last.id };
      tellNext(c, parts, place ?? null);
      return c.json(page, 200);
    })
    .openapi(assign, async (c) => {
      const { message } = c.req.valid('param');
      const { facility, remember } = c.req.valid('json');
      const held = await waiting(message);
      const known = deskParts.live.picture.facilities[facility];
      if (known === undefined) throw new ProblemError('UNKNOWN_FACILITY', { path: 'facility' });
      if (remember && held.identifiers.length > 0) {
        const identifiers: Identifier[] = [...(known.identifiers ?? []), ...held.identifiers];
        const command = { facility, identifiers, ifVersion: null };
        written(await desk.identify({ by: c.var.who.principal.actor }, command));
      }
      const items = await ports.quarantine.replay(message, facility);
      if (items === null) throw new ProblemError('MESSAGE_SETTLED');
      return c.json({ facility, items }, 200);
    })
    .openapi(dismiss, async (c) => {
      const { message } = c.req.valid('param');
      await waiting(message);
      if (!(await ports.quarantine.dismiss(message))) throw new ProblemError('MESSAGE_SETTLED');
      return c.json({ id: message }, 200);
    })
    .openapi(putIdentifiers, async (c) => {
      const { facility } = c.req.valid('param');
      const { identifiers } = c.req.valid('json');
      const command = { facility, identifiers, ifVersion: ifMatch(c) };
      const { value } = written(await desk.identify(await askerOf(c), command));
      c.header('ETag', etagOf(value.version));
      return c.json({ facility, identifiers: value.identifiers ?? [] }, 200);
    });
}

/** A hospital sees the feeds that speak for it, a chair those of the region; the administrator and the nation's chair all. */
function shownTo(feed: FeedWire, { role, scope }: Principal, parts: ApiParts): boolean {
  if (role === 'administrator' || scope.regions === 'nation') return true;
  if (feed.facility === null) return false;
  if (scope.facilities.includes(feed.facility)) return true;
  const region = parts.deskParts.live.picture.facilities[feed.facility]?.region;
  return region !== undefined && scope.regions.includes(region);
}
