/** Wall screens, for the chair of what they show: signing one in by its code, choosing what it shows, ending it. */
import { createRoute, z } from '@hono/zod-openapi';
import type { StoredWall } from '../../db/walls.ts';
import type { Principal } from '#domain/access/table.ts';
import { may } from '#domain/access/table.ts';
import type { EntryBodies } from '#domain/entries.ts';
import { CODE_LENGTH } from '#domain/walls/code.ts';
import { WALL_NAME_LENGTH, type WallSetup } from '#domain/walls/setup.ts';
import type { WallWire } from '#wire/walls.ts';
import { storedSetup, wallSetupSchema } from '../access/wall-principal.ts';
import { expiryOf } from '../access/walls.ts';
import { addressOf, tooMany } from './guesses.ts';
import { askerOf } from './idempotency.ts';
import { allow, answers, gate, jsonBody, pathId, resource } from './kit.ts';
import { pageOf, pageQuery } from './pages.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { recorded } from './recorded.ts';
import { isoOut } from './schemas/capacity.ts';

const wallOut = z
  .object({
    id: z.string(),
    name: z.string(),
    setup: wallSetupSchema,
    pairedAt: isoOut,
    lastSeenAt: isoOut,
    expiresAt: isoOut,
  })
  .openapi('Wall');

const wantedSchema = z.strictObject({
  name: z.string().trim().min(1).max(WALL_NAME_LENGTH),
  setup: wallSetupSchema,
});
const orderSchema = wantedSchema.extend({
  code: z
    .string()
    .max(40)
    .openapi({
      description: `as the screen shows it: ${CODE_LENGTH} signs, spaces do not matter`,
    }),
});

const route = { tags: ['walls'], middleware: gate('walls.manage') };
const params = z.object({ wall: pathId('wall') });

const list = createRoute({
  ...route,
  method: 'get',
  path: '/walls',
  summary: 'Screens that show a region of one’s own, by name',
  request: { query: z.object(pageQuery()) },
  responses: answers(200, 'Screens', z.array(wallOut)),
});
const pair = createRoute({
  ...route,
  method: 'post',
  path: '/walls',
  summary: 'Signs in the screen that shows the code',
  request: { body: jsonBody(orderSchema) },
  responses: answers(201, 'The screen', wallOut),
});
const change = createRoute({
  ...route,
  method: 'put',
  path: '/walls/{wall}',
  summary: 'Name and pages of a screen, whole; it follows at once',
  request: { params, body: jsonBody(wantedSchema) },
  responses: answers(200, 'The screen', wallOut),
});
const revoke = createRoute({
  ...route,
  method: 'delete',
  path: '/walls/{wall}',
  summary: 'Signs a screen out; what it holds open ends',
  request: { params },
  responses: answers(200, 'It is signed out', z.object({ id: z.string() })),
});

export function walls(parts: ApiParts) {
  const ring = parts.access.walls;

  /** A region that does not exist, or is not one's own to show. */
  const check = (who: Principal, { regions }: WallSetup) => {
    const { picture } = parts.deskParts.live;
    const errors = regions.flatMap((id, index) =>
      Object.hasOwn(picture.regions, id)
        ? []
        : [{ path: `setup.regions.${index}`, message: 'unknown region' }],
    );
    if (errors.length > 0) throw new ProblemError('VALIDATION', { errors });
    allow(who, 'walls.manage', { kind: 'regions', ids: regions, own: 'every' });
  };
  /** A screen that shows nothing of one's own does not exist. */
  const known = async (who: Principal, id: string): Promise<StoredWall> => {
    const found = await ring.find(id);
    if (found === null || !seen(who, found)) throw new ProblemError('UNKNOWN_WALL');
    return found;
  };

  return resource()
    .openapi(list, async (c) => {
      const { principal } = c.var.who;
      const all = await ring.list();
      const own = all.filter((one) => seen(principal, one));
      const page = c.req.valid('query');
      const rows = pageOf(c, parts, page, own, ({ name, id }) => [name, id], 'ascending');
      return c.json(rows.map(toWire), 200);
    })
    .openapi(pair, async (c) => {
      const { principal } = c.var.who;
      const { code, ...order } = c.req.valid('json');
      check(principal, order.setup);
      const made = await recorded(parts, await askerOf(c), async () => {
        const by = principal.actor.id;
        const turn = await ring.beginGuess(by, addressOf(c.env));
        if (turn.waitMs > 0) throw tooMany(turn.waitMs);
        let wall: StoredWall | null = null;
        try {
          wall = await ring.pair(code, { ...order, by });
        } finally {
          await turn.end(wall !== null);
        }
        if (wall === null) throw new ProblemError('WALL_CODE_NOT_VALID', { path: 'code' });
        return { answer: toWire(wall), change: changeOf('wall-paired', wall) };
      });
      return c.json(made, 201);
    })
    .openapi(change, async (c) => {
      const { principal } = c.var.who;
      const { wall: id } = c.req.valid('param');
      const { name, setup } = c.req.valid('json');
      const before = await known(principal, id);
      // What another chair put on it is not one's own to take away.
      const { regions } = storedSetup(before.setup);
      allow(principal, 'walls.manage', { kind: 'regions', ids: regions, own: 'every' });
      check(principal, setup);
      const changed = await recorded(parts, await askerOf(c), async () => {
        const wall = await ring.change(id, name, setup);
        if (wall === null) throw new ProblemError('UNKNOWN_WALL');
        return { answer: toWire(wall), change: changeOf('wall-changed', wall) };
      });
      return c.json(changed, 200);
    })
    .openapi(revoke, async (c) => {
      const { wall: id } = c.req.valid('param');
      await known(c.var.who.principal, id);
      const gone = await recorded(parts, await askerOf(c), async () => {
        if (!(await ring.revoke(id))) throw new ProblemError('UNKNOWN_WALL');
        return { answer: { id }, change: { what: 'wall-revoked', id, role: null, scope: null } };
      });
      return c.json(gone, 200);
    });
}

function seen(who: Principal, { setup }: StoredWall): boolean {
  const ids = storedSetup(setup).regions;
  return may(who, 'walls.manage', { kind: 'regions', ids, own: 'some' }) === 'allowed';
}

function toWire(wall: StoredWall): WallWire {
  const { id, name, pairedAt, lastSeenAt } = wall;
  const setup = storedSetup(wall.setup);
  return { id, name, setup, pairedAt, lastSeenAt, expiresAt: expiryOf(wall) };
}

function changeOf(
  what: 'wall-paired' | 'wall-changed',
  { id, setup }: StoredWall,
): EntryBodies['access-changed'] {
  return {
    what,
    id,
    role: 'machine',
    scope: JSON.stringify({ regions: storedSetup(setup).regions }),
  };
}
