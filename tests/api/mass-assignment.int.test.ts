/**
 * What a body says beside its schema, at every depth of every body that a route takes, is refused by its name or passed over: it
 * stands nowhere afterwards, and what is written stands under the name, the time and the number that the server gave it. The bodies
 * are those of the story of the examples, which each route accepts as they are: that one thing more is all that can refuse them.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Entry } from '#domain/entries.ts';
import { problemOf, request, type Reply } from './harness.ts';
import { BEGIN, openStory, type Sending, type Story } from './kept/story.ts';
import { tellAll } from './kept/whole-story.ts';

const MARK = 'forged-mark';
const FORGED_SEQ = 987_654_321;
const FORGED_AT = '1999-09-09T09:09:09.999Z';
/** What somebody would like to have set. */
const FORGED: Record<string, unknown> = {
  ...{ id: MARK, facilityId: MARK, seq: FORGED_SEQ, version: FORGED_SEQ, at: FORGED_AT },
  ...{ role: MARK, actor: { id: MARK, kind: 'account', role: 'administrator' }, by: MARK },
  ...{ createdBy: MARK, createdAt: FORGED_AT, hash: MARK, organisation: MARK, source: MARK },
  ...{ active: MARK, scope: { regions: 'nation', room: MARK }, principal: { role: MARK } },
  ...{ facility: MARK, account: MARK, observedAt: FORGED_AT, startedAt: FORGED_AT },
  ...{ constructor: { prototype: { role: MARK } }, prototype: { role: MARK } },
};
/** Written into the text: as a property it would be the prototype. */
const PROTO = `"__proto__":{"role":"${MARK}","by":"${MARK}"}`;
/**
 * Where it is passed over and nothing refused: at the sign-in, which other programs' forms use, at a request that has no body to
 * read, and in tables by kind of unit, whose reader drops what would be a prototype.
 */
const PASSED_OVER = [
  'post /api/auth/sign-in/email /',
  'post /api/v1/facilities/{facility}/confirmation-requests /',
  'post /api/v1/facilities/{facility}/census /occupied __proto__',
  'put /api/v1/facilities/{facility}/places /staffed __proto__',
  'put /api/v1/facilities/{facility}/profile /rhythmMinutes __proto__',
];

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Path = (string | number)[];

let story: Story;
let startedWith: number;
const tried = { bodies: 0, requests: 0, nested: 0, refused: 0 };
const passedOver = new Set<string>();

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: BEGIN });
  story = await openStory({ rateLimits: { key: 0, session: 0, dispatch: 0 } });
  startedWith = story.h.app.live.picture.seq;
  story.onAsk = forge;
});
afterAll(async () => {
  await story.h.close();
  vi.useRealTimers();
});

/** Ways to all objects in a body, the whole first. */
function objectsIn(value: Json, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [];
  const inner = Array.isArray(value)
    ? value.flatMap((one, at) => objectsIn(one, [...path, at]))
    : Object.entries(value).flatMap(([name, one]) => objectsIn(one, [...path, name]));
  return Array.isArray(value) ? inner : [path, ...inner];
}

function at(value: Json, path: Path): Record<string, Json> {
  let found = value;
  for (const step of path) found = (found as Record<string | number, Json>)[step] ?? null;
  return found as Record<string, Json>;
}

/** The body with more in one of its objects. */
function withMore(body: Json, path: Path, name: string): string {
  const copy = structuredClone(body);
  const target = at(copy, path);
  if (name === '__proto__') target['PROTO'] = true;
  else target[name] = FORGED[name] as Json;
  return JSON.stringify(copy).replace('"PROTO":true', PROTO);
}

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}
interface Description {
  paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>
  >;
  components: { schemas: Record<string, Schema> };
}
let description: Promise<Description> | null = null;

/** Names that the description gives an object at the end of a path: those are not beside the schema. */
function knownAt(schema: Schema | undefined, path: Path, all: Record<string, Schema>): string[] {
  if (schema === undefined) return [];
  if (schema.$ref !== undefined)
    return knownAt(all[schema.$ref.split('/').at(-1) ?? ''], path, all);
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const inParts = parts.flatMap((part) => knownAt(part, path, all));
  const [step, ...rest] = path;
  if (step === undefined) return [...inParts, ...Object.keys(schema.properties ?? {})];
  const next = typeof step === 'number' ? schema.items : schema.properties?.[step];
  return [...inParts, ...knownAt(next, rest, all)];
}

const refusesName = (reply: Reply, name: string) =>
  reply.status === 422 &&
  (problemOf(reply).errors ?? []).some(
    ({ message }) => /^Unrecognized key/.test(message) && message.includes(`"${name}"`),
  );

/** Each body with each forged field at each depth, just before it is sent as it should be. */
async function forge({ route, method, path: address, headers, body }: Sending): Promise<void> {
  if (headers['content-type'] !== 'application/json' || body === undefined) return;
  description ??= story.h
    .send('keyRoom', 'GET', '/api/v1/openapi.json')
    .then((reply) => reply.body as Description);
  const { paths, components } = await description;
  const [verb = '', template = ''] = route.split(' ');
  const schema = paths[template]?.[verb]?.requestBody?.content['application/json']?.schema;
  const { 'idempotency-key': _, ...plain } = headers;
  tried.bodies += 1;
  for (const way of objectsIn(body as Json)) {
    const known = knownAt(schema, way, components.schemas);
    if (way.length === 0 && schema !== undefined && Object.keys(body as object).length > 0)
      expect(known, route).not.toEqual([]);
    for (const name of ['__proto__', ...Object.keys(FORGED)]) {
      if (known.includes(name)) continue;
      const reply = await request(
        story.h.app,
        method,
        address,
        withMore(body as Json, way, name),
        plain,
      );
      const place = `${route} ${way.map((step) => `/${step}`).join('') || '/'}`;
      tried.requests += 1;
      if (way.length > 0) tried.nested += 1;
      if (refusesName(reply, name)) {
        tried.refused += 1;
        continue;
      }
      expect(reply.status, `${place} ${name}`).toBeLessThan(300);
      expect(JSON.stringify(reply.body), `${place} ${name}`).not.toContain(MARK);
      // Said at once: what follows in the story leans on what was not written twice.
      const one = PASSED_OVER.includes(place) ? place : `${place} ${name}`;
      expect(PASSED_OVER).toContain(one);
      passedOver.add(one);
    }
  }
}

it('what a body says beside its schema is applied at no depth', { timeout: 120_000 }, async () => {
  await tellAll(story);
  console.info('mass assignment', tried);
  expect([...passedOver].sort()).toEqual([...PASSED_OVER].sort());
  expect(tried.bodies).toBeGreaterThan(35);
  expect(tried.nested).toBeGreaterThan(300);
  expect(tried.refused).toBeGreaterThan(1_000);

  const { h } = story;
  const entries: Entry[] = [];
  for (let after = startedWith; ;) {
    const page = await h.app.deskParts.ledger.read({ after });
    entries.push(...page);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.seq;
  }
  expect(entries.length).toBeGreaterThan(10);
  for (const [nth, entry] of entries.entries()) {
    expect(entry.seq).toBe(startedWith + nth + 1);
    expect(Date.parse(entry.at)).toBeGreaterThanOrEqual(BEGIN);
  }
  const { sqlite } = h.stores.database;
  const tables = sqlite
    .prepare<[], string>("select name from sqlite_master where type = 'table'")
    .pluck()
    .all();
  const rows = tables.map((name) => sqlite.prepare<[], object>(`select * from "${name}"`).all());
  const kept = [entries, rows, h.app.live.picture].map((one) => JSON.stringify(one));
  for (const one of kept) {
    expect(one).not.toContain(MARK);
    expect(one).not.toContain(FORGED_AT);
    expect(one).not.toContain(String(FORGED_SEQ));
  }
  for (const clean of [{}, [], () => undefined])
    for (const name of ['role', 'by']) expect(name in clean, name).toBe(false);
});
