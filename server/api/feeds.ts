/** How feeds do, what waits for somebody to place it, and by which names others know a facility. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Principal } from '#domain/access/table.ts';
import {
  identifierSchema,
  identifiersSchema,
  type Identifier,
} from '#domain/identifiers/identifiers.ts';
import { CHANNELS, UNIT_KINDS } from '#domain/words.ts';
import { FEED_STATES } from '#domain/feeds/state.ts';
import {
  ANOMALIES,
  DISMISS_REASONS,
  FEED_SOURCES,
  ITEM_OUTCOMES,
  type FeedWire,
} from '#wire/feeds.ts';
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
    source: z.enum(FEED_SOURCES),
    name: z.string().nullable().openapi({ description: 'of the key or connection' }),
    facility: z.string().nullable(),
    facilities: z.array(z.string()),
    at: isoOut,
    state: z.enum(FEED_STATES),
    listeningSince: isoOut,
    silentAfterSeconds: z.number().nullable(),
    usualSeconds: z.number().nullable(),
    perHour: z.number().int(),
    skewSeconds: z.number().nullable().openapi({ description: 'its clock ahead of ours' }),
    failed: z.number().int().openapi({ description: 'messages in a row of no use' }),
    failingMessages: z.number().int(),
    failingSince: isoOut.nullable(),
    lastCode: z.string().nullable(),
    endedAt: isoOut.nullable(),
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
    settledBy: z.string().nullable(),
    dismissedBecause: z.enum(DISMISS_REASONS).nullable(),
    outcomes: z
      .array(
        z.object({
          place: z.string(),
          outcome: z.enum(ITEM_OUTCOMES),
          code: z.string().nullable(),
          kind: z.enum(UNIT_KINDS).nullable(),
        }),
      )
      .nullable(),
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
  summary: 'Lets a message go without taking it in, and says why',
  middleware: gate('feeds.manage'),
  request: {
    params: z.object({ message: pathId('message') }),
    body: jsonBody(z.strictObject({ because: z.enum(DISMISS_REASONS) })),
  },
  responses: answers(200, 'It is gone', z.object({ id: z.string() })),
});

const replays = createRoute({
  method: 'post',
  path: '/feeds/quarantine/replays',
  tags: ['feeds'],
  summary: 'Takes in every waiting message that bears a name, for whom that name now stands',
  middleware: gate('feeds.manage'),
  request: { body: jsonBody(identifierSchema) },
  responses: answers(
    200,
    'What became of each; those whose names still point nowhere go on waiting',
    z.array(z.object({ id: z.string(), facility: z.string(), items: z.array(itemOutcomeOut) })),
  ),
});

const end = createRoute({
  method: 'post',
  path: '/feeds/{channel}/{feed}/end',
  tags: ['feeds'],
  summary: 'The feed is not expected to speak any more; one that speaks again has not ended',
  middleware: gate('feeds.manage'),
  request: {
    params: z.object({ channel: pathId('channel'), feed: pathId('feed') }),
    body: jsonBody(z.strictObject({})),
  },
  responses: answers(200, 'It has ended', z.object({ channel: z.string(), feed: z.string() })),
});

export function feeds(parts: ApiParts) {
  const { desk, feeds: ports, deskParts } = parts;
  const nameOf = async () => {
    const keys = new Map((await parts.access.keys.list()).map((one) => [one.id, one.name]));
    const lines = new Map((await ports.setup.connections()).map((one) => [one.id, one.name]));
    return (feed: string): Pick<FeedWire, 'source' | 'name'> => {
      const [key, line] = [keys.get(feed), lines.get(feed)];
      if (key !== undefined) return { source: 'key', name: key };
      if (line !== undefined) return { source: 'connection', name: line };
      if (feed === 'drop-folder') return { source: 'folder', name: null };
      if (feed === 'lpz') return { source: 'platform', name: null };
      return { source: feed === 'mllp' ? 'stranger' : 'account', name: null };
    };
  };
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
    .openapi(list, async (c) => {
      const { principal } = c.var.who;
      const page = c.req.valid('query');
      const shown = ports.feeds().filter((one) => shownTo(one, principal, parts));
      const named = await nameOf();
      const rows = pageOf(
        c,
        parts,
        page,
        shown,
        ({ feed, channel }) => [feed, channel],
        'ascending',
      );
      return c.json(
        rows.map((one) => ({ ...one, ...named(one.feed) })),
        200,
      );
    })
    .openapi(end, async (c) => {
      const { channel, feed } = c.req.valid('param');
      const known = CHANNELS.find((one) => one === channel);
      if (known === undefined || !(await ports.end(feed, known)))
        throw new ProblemError('UNKNOWN_FEED');
      return c.json({ channel, feed }, 200);
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
      const accounts = await parts.access.accounts.list();
      const addresses = new Map(accounts.map((one) => [one.id, one.email]));
      const settledBy = (id: string | null) => (id === null ? null : (addresses.get(id) ?? null));
      return c.json(
        page.map((one) => ({ ...one, settledBy: settledBy(one.settledBy) })),
        200,
      );
    })
    .openapi(replays, async (c) => {
      const by = c.var.who.principal.actor.id;
      return c.json(await ports.quarantine.replayAll(c.req.valid('json'), by), 200);
    })
    .openapi(assign, async (c) => {
      const { message } = c.req.valid('param');
      const { facility, remember } = c.req.valid('json');
      const held = await waiting(message);
      const { facilities } = deskParts.live.picture;
      const known = Object.hasOwn(facilities, facility) ? facilities[facility] : undefined;
      if (known === undefined) throw new ProblemError('UNKNOWN_FACILITY', { path: 'facility' });
      if (remember && held.identifiers.length > 0) {
        const identifiers: Identifier[] = [...(known.identifiers ?? []), ...held.identifiers];
        const command = { facility, identifiers, ifVersion: null };
        written(await desk.identify({ by: c.var.who.principal.actor }, command));
      }
      const by = c.var.who.principal.actor.id;
      const items = await ports.quarantine.replay(message, facility, by);
      if (items === null) throw new ProblemError('MESSAGE_SETTLED');
      return c.json({ facility, items }, 200);
    })
    .openapi(dismiss, async (c) => {
      const { message } = c.req.valid('param');
      await waiting(message);
      const { because } = c.req.valid('json');
      const by = c.var.who.principal.actor.id;
      if (!(await ports.quarantine.dismiss(message, because, by)))
        throw new ProblemError('MESSAGE_SETTLED');
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
function shownTo(
  { facilities }: Pick<FeedWire, 'facilities'>,
  { role, scope }: Principal,
  parts: ApiParts,
): boolean {
  const { regions } = scope;
  if (role === 'administrator' || regions === 'nation') return true;
  return facilities.some((id) => {
    const region = parts.deskParts.live.picture.facilities[id]?.region;
    return scope.facilities.includes(id) || (region !== undefined && regions.includes(region));
  });
}
