/** What the description says about rights is what happens: each route is asked by keys with and without the scope that it names. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS, ACTIONS, KEY_ACTIONS, type Action } from '#domain/access/table.ts';
import { openHarness, request, type Harness } from './harness.ts';

interface Described {
  security: Record<string, string[]>[];
  'x-action'?: Action;
  'x-roles'?: Record<string, string>;
  requestBody?: { content: Record<string, unknown> };
}

/** Who asks these need not be signed in. */
const OPEN = [
  'get /api/auth/sign-in/ways',
  'get /api/v1/health',
  'get /api/v1/health/live',
  'get /api/v1/health/ready',
  'get /api/v1/wall-pairing',
  'post /api/auth/change-password',
  'post /api/auth/sign-in/email',
  'post /api/auth/sign-out',
  'post /api/v1/first-admin',
  'post /api/v1/invitation',
  'post /api/v1/wall-pairing',
];

let h: Harness;
let routes: { name: string; method: string; path: string; described: Described }[];
let made: Record<string, string>;
beforeAll(async () => {
  h = await openHarness();
  const { case: one, decision } = await h.decidedCase();
  made = {
    facility: 'lumc-leiden',
    kind: 'icu',
    region: 'west',
    type: 'Location',
    case: one,
    decision,
  };
  const reply = await h.send('viewer', 'GET', '/api/v1/openapi.json');
  const { paths } = reply.body as { paths: Record<string, Record<string, Described>> };
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      return { name: `${method} ${path}`, method, path, described };
    }),
  );
});
afterAll(() => h.close());

const scopeOf = ({ security }: Described) => security.find((one) => 'key' in one)?.key ?? null;

/** A key that speaks for a hospital and a dispatch room. */
async function keyWith(actions: Action[]): Promise<Record<string, string>> {
  const { key } = await h.app.access.keys.issue({
    name: 'x',
    scope: { actions, facilities: ['lumc-leiden'], room: 'mk-den-haag' },
    expiresAt: new Date(h.clock.now + 3_600_000).toISOString(),
    createdBy: 'test',
  });
  return { authorization: `Bearer ${key}` };
}

async function asked(route: (typeof routes)[number], headers: Record<string, string>) {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => made[name] ?? 'none');
  const [type] = Object.keys(route.described.requestBody?.content ?? {});
  const body = type === undefined ? undefined : '{}';
  const typed: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  const reply = await request(h.app, route.method.toUpperCase(), path, body, {
    ...headers,
    ...typed,
  });
  return reply.status;
}

describe('the rights in the description', () => {
  it('stand at every route but the open ones', () => {
    const open = routes.filter(({ described }) => described['x-action'] === undefined);
    expect(open.map(({ name }) => name).sort()).toEqual(OPEN);
    for (const { described } of open) expect(described.security).toEqual([]);
  });

  it('are those of the table: roles, their reach, and whether a key can be given it', () => {
    for (const { name, described } of routes) {
      const action = described['x-action'];
      if (action === undefined) continue;
      expect(ACTIONS, name).toContain(action);
      const roles = Object.entries(ACCESS).flatMap(([role, row]) => {
        const reach = row[action];
        return reach === undefined ? [] : [[role, reach]];
      });
      expect(described['x-roles'], name).toEqual(Object.fromEntries(roles));
      const basic = ACCESS.viewer[action] !== undefined;
      const expected = KEY_ACTIONS.includes(action) ? (basic ? [] : [action]) : null;
      expect(scopeOf(described), name).toEqual(expected);
    }
  });

  it('hold: a key with every scope but the one that is named is refused', async () => {
    for (const route of routes) {
      const scope = scopeOf(route.described);
      if (scope === null || scope.length === 0) continue;
      const others = KEY_ACTIONS.filter((action) => !scope.includes(action));
      expect([403, 404], route.name).toContain(await asked(route, await keyWith(others)));
    }
  });

  it('hold: a key with that scope, and with what it takes to see a case, is let through', async () => {
    for (const route of routes) {
      const scope = scopeOf(route.described);
      if (scope === null) continue;
      const headers = await keyWith([...(scope as Action[]), 'case.read']);
      expect([401, 403, 405, 500], route.name).not.toContain(await asked(route, headers));
    }
  });

  it('hold: where no key is named, one with every scope is refused', async () => {
    const headers = await keyWith(KEY_ACTIONS);
    for (const route of routes) {
      if (route.described['x-action'] === undefined || scopeOf(route.described) !== null) continue;
      expect([403, 404], route.name).toContain(await asked(route, headers));
    }
  });
});
