/** The places of the routes that take an id, as the description tells them, and how another id is put there. */
import { expect } from 'vitest';
import type { Sending } from './kept/story.ts';

interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}
interface Operation {
  parameters?: { in: string; name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
export interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Place {
  /** `path case`, `query region`, `body /scope/facilities/*`. */
  name: string;
  in: 'path' | 'query' | 'body';
  /** Of what it is an id. */
  kind: string;
  /** Whether there is such a thing is not told to whom it is not shown. */
  isSecret: boolean;
  /** The id that the request has there, or one that it could have. */
  ownIn(sending: Sending): string;
  with(sending: Sending, id: unknown): { path: string; body: unknown };
}

/** By the last name of a place: what it is an id of. */
const IDS: Record<string, string> = {
  ...{ facility: 'facility', facilities: 'facility', region: 'region', regions: 'region' },
  ...{ homeRegions: 'region', room: 'room', case: 'case', id: 'key', from: 'facility' },
};
/** Texts that are no ids, by their last name. Another name fails: it is one or the other. */
const NO_IDS = [
  ...['token', 'password', 'currentPassword', 'newPassword', 'reason', 'note', 'model', 'version'],
  ...['place', 'name', 'shortName', 'system', 'value', 'code', 'application', 'sendingFacility'],
  ...['certificate', 'pointOfCare', 'bed', 'text', 'url', 'q', 'cursor', 'lines'],
];
/** Names that are ids elsewhere. */
const NO_IDS_HERE = [/\/ambulanceHours\/(?:from|to)$/, /^body \/(?:places\/\*\/)?room$/];
/** Public names: of these it is no secret which there are. */
const PUBLIC = ['facility', 'region', 'room', 'kind', 'type', 'channel'];
const OWN: Record<string, string> = {
  ...{ facility: 'lumc-leiden', region: 'west', room: 'mk-den-haag' },
};

/** Where a body has no such thing, one around it that has: without it the id would not be looked at. */
const AROUND: Record<string, object> = {
  '/excluded/*/facility': { excluded: [{ facility: '', reason: 'CREW_JUDGEMENT' }] },
  '/scope/room': { role: 'dispatcher', scope: { room: '' } },
  '/scope/facilities/*': { role: 'hospital', scope: { facilities: [''] } },
  '/scope/regions/*': { role: 'chair', scope: { regions: [''] } },
};
const KEY_SCOPE: Record<string, object> = {
  '/scope/room': { scope: { actions: ['case.read'], facilities: [], room: '' } },
  '/scope/facilities/*': { scope: { actions: ['unit.write'], facilities: [''] } },
};

/** By route, as the description names it: `put /api/v1/cases/{case}`. */
export function placesOf({ paths, components }: Description): Map<string, Place[]> {
  const found = new Map<string, Place[]>();
  for (const [path, methods] of Object.entries(paths))
    for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
      const here: Place[] = [];
      for (const one of parameters) {
        if (one.in === 'path') here.push(inPath(path, one.name));
        if (one.in !== 'query' || textsOf(one.schema, '', components.schemas).length === 0)
          continue;
        const kind = kindOf(`query ${one.name}`, one.name);
        if (kind !== null) here.push(inQuery(one.name, kind));
      }
      const schema = requestBody?.content['application/json']?.schema;
      if (schema !== undefined)
        for (const way of new Set(textsOf(schema, '', components.schemas))) {
          const kind = kindOf(`body ${way}`, way.replace(/\/\*$/, '').split('/').at(-1) ?? '');
          if (kind !== null) here.push(inBody(`${method} ${path}`, way, kind));
        }
      if (here.length > 0) found.set(`${method} ${path}`, here);
    }
  return found;
}

function kindOf(place: string, last: string): string | null {
  if (NO_IDS_HERE.some((one) => one.test(place))) return null;
  const kind = IDS[last];
  if (kind === undefined) expect(NO_IDS, `${place} is an id or none`).toContain(last);
  return kind ?? null;
}

/** Ways to all free texts in a schema. */
function textsOf(schema: Schema, way: string, all: Record<string, Schema>): string[] {
  if (schema.$ref !== undefined)
    return textsOf(all[schema.$ref.split('/').at(-1) ?? ''] ?? {}, way, all);
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const isText = [schema.type].flat().includes('string');
  return [
    ...(isText && schema.enum === undefined && schema.format === undefined ? [way] : []),
    ...parts.flatMap((part) => textsOf(part, way, all)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
      textsOf(one, `${way}/${name}`, all),
    ),
    ...(schema.items === undefined ? [] : textsOf(schema.items, `${way}/*`, all)),
  ];
}

function inPath(template: string, name: string): Place {
  const at = template.split('/').indexOf(`{${name}}`);
  return {
    ...{ name: `path ${name}`, in: 'path', kind: name, isSecret: !PUBLIC.includes(name) },
    ownIn: ({ path }) => decodeURIComponent((path.split('?')[0] ?? '').split('/')[at] ?? ''),
    with({ path, body }, id) {
      const [plain = '', query] = path.split('?');
      const parts = plain.split('/').with(at, encodeURIComponent(String(id).toWellFormed()));
      return { path: parts.join('/') + (query === undefined ? '' : `?${query}`), body };
    },
  };
}

function inQuery(name: string, kind: string): Place {
  const queryOf = (path: string) => new URLSearchParams(path.split('?')[1] ?? '');
  return {
    ...{ name: `query ${name}`, in: 'query', kind, isSecret: !PUBLIC.includes(kind) },
    ownIn: ({ path }) => queryOf(path).get(name) ?? OWN[kind] ?? '',
    with({ path, body }, id) {
      const query = queryOf(path);
      query.set(name, String(id).toWellFormed());
      return { path: `${path.split('?')[0] ?? ''}?${query.toString()}`, body };
    },
  };
}

type Node = Record<string, unknown>;
function inBody(route: string, way: string, kind: string): Place {
  const steps = way.slice(1).split('/');
  const around = (route.endsWith('/keys') ? KEY_SCOPE[way] : AROUND[way]) ?? {};
  const inPeople = way.startsWith('/people/*') ? AROUND[way.slice('/people/*'.length)] : undefined;
  const at = (node: unknown, some: string[]) =>
    some.reduce<unknown>(
      (one, step) => (one as Node | undefined)?.[step === '*' ? '0' : step],
      node,
    );
  return {
    ...{ name: `body ${way}`, in: 'body', kind, isSecret: !PUBLIC.includes(kind) },
    ownIn: ({ body }) => (at(body, steps) as string | undefined) ?? OWN[kind] ?? '',
    with({ path, body }, id) {
      const copy = { ...(structuredClone(body) as Node), ...structuredClone(around) };
      if (inPeople !== undefined)
        copy['people'] = [{ email: 'x@test.example', ...structuredClone(inPeople) }];
      const last = steps.at(-1) ?? '';
      let node = at(copy, steps.slice(0, -1)) as Node | unknown[] | null | undefined;
      if (node === undefined || node === null) {
        // A list that the request leaves out.
        (at(copy, steps.slice(0, -2)) as Node)[steps.at(-2) ?? ''] = node = last === '*' ? [] : {};
      }
      if (Array.isArray(node)) node[0] = id;
      else node[last] = id;
      return { path, body: copy };
    },
  };
}
