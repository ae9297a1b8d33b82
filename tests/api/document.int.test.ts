/** The description, walked: every route shows what it takes and answers, and every example is one that its schema takes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openHarness, request, type Harness } from './harness.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
interface Schema {
  $ref?: string;
  format?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}
interface Media {
  schema?: Schema;
  examples?: Record<string, { value: Json }>;
}
interface Answer {
  $ref?: string;
  content?: Record<string, Media>;
  headers?: object;
}
interface Operation {
  summary?: string;
  operationId: string;
  'x-action'?: string;
  parameters?: { name: string; in: string; required?: boolean; example?: Json; schema: Schema }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Answer>;
}
interface Document {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Answer> };
}

let h: Harness;
let document: Document;
let routes: [string, Operation][];
beforeAll(async () => {
  h = await openHarness();
  document = (await h.send('viewer', 'GET', '/api/v1/openapi.json')).body as Document;
  for (const methods of Object.values(document.paths))
    for (const { responses } of Object.values(methods))
      for (const [status, told] of Object.entries(responses)) responses[status] = answerOf(told);
  routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method} ${path}`, operation] as [string, Operation],
    ),
  );
});
afterAll(() => h.close());

/** What many routes answer stands in the document once. */
function answerOf(told: Answer): Answer {
  if (told.$ref === undefined) return told;
  const found = document.components.responses[told.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`${told.$ref} leads nowhere`);
  return found;
}

const resolved = (schema: Schema): Schema => {
  if (schema.$ref === undefined) return schema;
  const found = document.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`${schema.$ref} leads nowhere`);
  return found;
};

/** What the schema as it is published says of the value; empty: it takes it. */
function refused(schema: Schema, value: Json): string[] {
  const inside = JSON.stringify({ ...schema, $defs: document.components.schemas });
  const own = JSON.parse(inside.replaceAll('#/components/schemas/', '#/$defs/')) as object;
  const read = z.fromJSONSchema(own as never).safeParse(value);
  return read.success
    ? []
    : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** Fields of the value that the schema says nothing of. */
function unsaid(schema: Schema, value: Json, path = ''): string[] {
  const { properties, additionalProperties, items, allOf, anyOf, oneOf } = resolved(schema);
  if (Array.isArray(value))
    return typeof items === 'object'
      ? value.flatMap((one, index) => unsaid(items, one, `${path}.${index}`))
      : [];
  if (typeof value !== 'object' || value === null) return [];
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) {
    const found = choices.map((one) => unsaid(one, value, path));
    return found.sort((a, b) => a.length - b.length)[0] ?? [];
  }
  const known = Object.assign(
    {},
    properties,
    ...(allOf ?? []).map((one) => resolved(one).properties),
  ) as Record<string, Schema>;
  if (Object.keys(known).length === 0) {
    if (typeof additionalProperties !== 'object') return [];
    return Object.entries(value).flatMap(([name, part]) =>
      unsaid(additionalProperties, part, `${path}.${name}`),
    );
  }
  return Object.entries(value).flatMap(([name, part]) => {
    const own = Object.hasOwn(known, name) ? known[name] : undefined;
    if (own === undefined) return additionalProperties === true ? [] : [`${path}.${name}`];
    return unsaid(own, part, `${path}.${name}`);
  });
}

const succeeds = (status: string) => status.startsWith('2');
/** Bytes cannot be shown in a text. */
const isFile = ({ schema }: Media) => schema?.format === 'binary';

/** What lacks an example, or has one that its schema refuses. */
function faultsOf({ parameters = [], requestBody, responses }: Operation): string[] {
  const faults: string[] = [];
  const look = (place: string, media: Media) => {
    if (isFile(media)) return;
    const examples = Object.entries(media.examples ?? {});
    if (examples.length === 0) faults.push(`${place}: no example`);
    for (const [example, { value }] of examples) {
      const schema = media.schema ?? {};
      for (const fault of [...refused(schema, value), ...unsaid(schema, value)])
        faults.push(`${place}, ${example}: ${fault}`);
    }
  };
  for (const { name: parameter, in: place, required, example, schema } of parameters) {
    if (place === 'path' || required === true)
      if (example === undefined) faults.push(`${place} ${parameter}: no example`);
    const plain = resolved(schema).type;
    // A parameter is text; only what is told to be text can be looked at as it stands.
    if (example !== undefined && plain === 'string')
      for (const fault of refused(schema, example)) faults.push(`${parameter}: ${fault}`);
  }
  for (const [type, media] of Object.entries(requestBody?.content ?? {}))
    look(`request ${type}`, media);
  const good = Object.entries(responses).filter(([status]) => succeeds(status));
  const shown = good.some(([, { content = {} }]) =>
    Object.values(content).some((media) => media.examples !== undefined || isFile(media)),
  );
  if (!shown) faults.push('no example of an answer');
  for (const [status, { content = {} }] of Object.entries(responses))
    for (const [type, media] of Object.entries(content)) {
      const isProblem = /problem\+json/.test(type) && status !== 'default';
      if (media.examples !== undefined || isProblem) look(`${status} ${type}`, media);
    }
  return faults;
}

describe('the description', () => {
  it('has examples at every route, each of which its schema takes', () => {
    const faults = routes.flatMap(([name, operation]) =>
      faultsOf(operation).map((fault) => `${name}: ${fault}`),
    );
    expect(
      faults,
      'a new route is a line of the story in tests/api/kept; then `npm run api`',
    ).toEqual([]);
  });

  it('tells a missing example, one that is refused, and one that says more than its schema', () => {
    const [, unit] =
      routes.find(([name]) => name.startsWith('put') && name.endsWith('/units/{kind}')) ?? [];
    if (unit === undefined) throw new Error('no such route');
    const broken = structuredClone(unit);
    const media = broken.responses['200']?.content?.['application/json'];
    const [example] = Object.values(media?.examples ?? {});
    Object.assign(example?.value as object, { staffed: 'many', beds: 3 });
    delete broken.requestBody?.content['application/json']?.examples;
    expect(faultsOf(broken)).toEqual([
      'request application/json: no example',
      expect.stringContaining('staffed'),
      expect.stringContaining('.beds'),
    ]);
  });

  it('shows at every route that needs a sign-in what it answers without, and when one asks too often', () => {
    for (const [name, { responses, ...operation }] of routes) {
      if (operation['x-action'] === undefined) continue;
      expect(Object.keys(responses), name).toEqual(
        expect.arrayContaining(['401', '429', 'default']),
      );
      expect(Object.keys(responses['429']?.headers ?? {}), name).toContain('Retry-After');
    }
  });

  it('says of an error what the server says', async () => {
    for (const [name, { responses }] of routes) {
      const [method = '', path = ''] = name.split(' ');
      const shown =
        responses['401']?.content?.['application/problem+json']?.examples?.UNAUTHENTICATED;
      if (shown === undefined) continue;
      const reply = await request(h.app, method.toUpperCase(), path.replace(/[{}]/g, ''));
      const { instance: _id, ...said } = reply.body as Record<string, Json>;
      expect(shown.value, name).toMatchObject(said);
    }
  });

  it('names each route once', () => {
    const names = routes.map(([, { operationId }]) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });
});
