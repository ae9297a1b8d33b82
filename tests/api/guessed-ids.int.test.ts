/**
 * An id that is another's, guessed, of another kind or no id at all, at every place of every route that takes one: in the path, in the
 * query, in the body. The places are read from the description, so that a new one fails until its row says what it answers. What is
 * refused leaves every table as it was, and where an id is a secret, one that is there and one that is not are told in the same words.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { request, type Reply } from './harness.ts';
import { placesOf, type Description, type Place } from './id-places.ts';
import { ROWS } from './id-rows.ts';
import { anotherOf, makeOthers, type Others } from './ids-of-others.ts';
import { BEGIN, openStory, type Sending, type Story } from './kept/story.ts';
import { tellAll } from './kept/whole-story.ts';
import { stateOf } from './table-state.ts';

const SEED = 20261129;
/** Texts of no form that an id has, beside those of chance. */
const ODD = [
  ...["' or 1=1 --", '__proto__', 'constructor', 'toString', '\u0000', '%00', '../../keys', '*'],
  ...[
    'null',
    '-1',
    '0',
    '1e309',
    '💥',
    'x'.repeat(199),
    'x'.repeat(5_000),
    'a\r\nb: c',
    '{"$ne":1}',
  ],
];
/** What is no text, for bodies. */
const NO_TEXT: unknown[] = [7, -1, true, {}, { $ne: '' }, [], ['x'], [[]]];
const REFUSED = [400, 403, 404, 414, 422];

let story: Story;
let others: Others = {};
let places: Map<string, Place[]>;
const seen = new Set<string>();
const wrong: string[] = [];
const found: Record<string, string> = {};
let asked = 0;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: BEGIN });
  story = await openStory({ rateLimits: { key: 0, session: 0, dispatch: 0 } });
  const { body } = await story.h.send('keyRoom', 'GET', '/api/v1/openapi.json');
  places = placesOf(body as Description);
  story.onAsk = forge;
});
afterAll(async () => {
  await story.h.close();
  vi.useRealTimers();
});

/** Ids near one that there is, those of other things that there are, and one of nothing. */
function guesses(own: string, kind: string): string[] {
  const last = own.slice(-1);
  const near = [
    own.slice(0, -1) + (last === 'a' ? 'b' : 'a'),
    own.slice(0, -1),
    `${own}x`,
    own.replace(/\d+$/, (digits) =>
      String(BigInt(digits) + 1_000_000n).padStart(digits.length, '0'),
    ),
    own.toUpperCase(),
    ` ${own}`,
    '01890000-0000-4000-8000-000000000000',
  ];
  const ofOtherKinds = Object.entries(others).flatMap(([name, id]) =>
    name === kind || (kind === 'decision' && name === 'case') ? [] : [id],
  );
  return [...new Set([...near, ...ofOtherKinds])].filter((one) => one !== own && one !== '');
}

/** Filters over the decisions: of what there is none they find none, whatever it is, and that one looked is written down. */
const FILTERS = [
  ...['region', 'facility'].map((name) => `get /api/v1/decisions query ${name}`),
  'get /api/v1/indicators query region',
];
/** Where the access log tells that somebody asked, whatever was answered. */
const WRITTEN_DOWN = [...FILTERS, 'post /api/v1/break-glass body /case'];
function isEmptyFilter(name: string, { status, body }: Reply): boolean {
  if (!FILTERS.includes(name) || status !== 200) return false;
  const { norm: _, ...told } = body as Record<string, unknown>;
  return !/:[1-9]|\[\{/.test(JSON.stringify(told));
}

/** A problem with a code, or the same in the words of FHIR. */
function isProblem({ body }: Reply): boolean {
  const { code, resourceType } = body as { code?: string; resourceType?: string };
  return resourceType === 'OperationOutcome' || /^[A-Z_]+$/.test(code ?? '');
}

/** What a refusal says, but for the request's own name. */
function told({ status, body }: Reply): string {
  const { instance: _, ...problem } = body as Record<string, unknown>;
  return JSON.stringify([status, problem]);
}

async function isAdministrator(headers: Sending['headers']): Promise<boolean> {
  const { headers: _, ...rest } = { headers, ...(await story.h.credentials('administrator')) };
  return Object.entries(rest).every(([name, value]) => headers[name] === value);
}

async function forge(sending: Sending): Promise<void> {
  const { route, method, headers } = sending;
  const { 'idempotency-key': _, ...plain } = headers;
  const here = places.get(route) ?? [];
  // Not before there is an administrator: the first comes by a link.
  if (here.length > 0 && !('case' in others)) others = await makeOthers(story.h);
  for (const place of here) {
    const name = `${route} ${place.name}`;
    if (seen.has(name)) continue;
    seen.add(name);
    const own = place.ownIn(sending);
    const send = async (id: unknown): Promise<Reply> => {
      asked += 1;
      const { path, body } = place.with(sending, id);
      return request(story.h.app, method, path, body, plain);
    };
    const before = stateOf(story.h);
    const statuses = new Set<number>();
    const words = new Set<string>();
    for (const id of guesses(own, place.kind)) {
      const reply = await send(id);
      statuses.add(reply.status);
      if (reply.status === 404) words.add(told(reply));
      if (!REFUSED.includes(reply.status) && !isEmptyFilter(name, reply))
        wrong.push(`${name}: ${id} got ${reply.status}`);
    }
    const another = anotherOf(route, place, others, await isAdministrator(headers));
    const theirs = another === null ? null : await send(another);
    if (theirs?.status === 404) words.add(told(theirs));
    if (place.isSecret && words.size > 1) wrong.push(`${name}: told apart ${[...words].join(' ')}`);
    found[name] = `${theirs?.status ?? '-'} ${[...statuses].sort().join(' ')}`;
    const odd = place.in === 'body' ? [...ODD, ...NO_TEXT] : ODD;
    const chance = fc.sample(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), {
      seed: SEED + seen.size,
      numRuns: 4,
    });
    for (const id of [...odd, ...chance]) {
      if (place.in === 'path' && (id === '.' || id === '..')) continue;
      const reply = await send(id);
      const fine = REFUSED.includes(reply.status) ? isProblem(reply) : isEmptyFilter(name, reply);
      if (!fine) wrong.push(`${name}: ${JSON.stringify(id)} got ${reply.status}`);
    }
    const after = stateOf(story.h);
    for (const table of Object.keys(after))
      if (
        after[table] !== before[table] &&
        !(WRITTEN_DOWN.includes(name) && table === 'access_log')
      )
        wrong.push(`${name}: ${table} moved`);
  }
}

it(
  'an id that is not one’s own opens, changes and tells nothing',
  { timeout: 120_000 },
  async () => {
    console.info('guessed ids: seed', SEED);
    await tellAll(story);
    const all = [...places].flatMap(([route, some]) => some.map(({ name }) => `${route} ${name}`));
    expect(all.filter((name) => !seen.has(name))).toEqual([]);
    console.info('guessed ids:', all.length, 'places,', asked, 'requests');
    expect(wrong).toEqual([]);
    expect(found).toEqual(ROWS);
    expect(all.length).toBeGreaterThan(100);
  },
);

it('takes an id only where the description says so, but for a person’s own passkeys', async () => {
  const { h } = story;
  const named = h.app.api.routes
    .filter(({ method, path }) => method !== 'ALL' && path.includes(':'))
    .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`);
  const undescribed = new Set(named.filter((name) => !places.has(name)));
  const path = '/api/auth/second-factor/passkeys/{passkey}';
  expect([...undescribed].sort()).toEqual([`delete ${path}`, `put ${path}`]);

  const { adapter } = await h.app.access.auth.$context;
  const passkeyOf = async (who: 'viewer' | 'dispatcher') => {
    const me = await h.send(who, 'GET', '/api/v1/me');
    const data = {
      ...{ name: who, userId: (me.body as { id: string }).id, credentialID: `of-${who}` },
      ...{ publicKey: 'x', counter: 0, deviceType: 'singleDevice', backedUp: false },
    };
    const made = await adapter.create<Record<string, unknown>, { id: string }>({
      ...{ model: 'passkey', data },
    });
    return made.id;
  };
  const [own, theirs] = [await passkeyOf('viewer'), await passkeyOf('dispatcher')];
  const rename = async (id: string) =>
    h.send('viewer', 'PUT', path.replace('{passkey}', encodeURIComponent(id)), { name: 'mijn' });
  expect((await rename(own)).status).toBe(200);
  const before = stateOf(h);
  const words = new Set<string>();
  for (const id of [theirs, ...guesses(theirs, 'passkey'), ...ODD.slice(0, -4)]) {
    if (id !== own) words.add(told(await rename(id)));
    const address = path.replace('{passkey}', encodeURIComponent(id));
    if (id !== own) words.add(told(await h.send('viewer', 'DELETE', address)));
  }
  expect([...words]).toEqual([expect.stringMatching(/^\[404,/)]);
  expect(stateOf(h)).toEqual(before);
});
