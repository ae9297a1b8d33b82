/** API keys of machines, for the administrator. The key itself is shown once. */
import { createRoute, z } from '@hono/zod-openapi';
import type { StoredApiKey } from '../../db/api-keys.ts';
import { ACCESS, type Action } from '#domain/access/table.ts';
import { instantSchema } from '#domain/capacity/observe.ts';
import { HOUR, ms } from '#domain/clock.ts';
import { keyScopeSchema, scopeProblems, storedKeyScope, type KeyScope } from '../access/scope.ts';
import { askerOf } from './idempotency.ts';
import { answers, gate, jsonBody, pathId, resource } from './kit.ts';
import { pageOf, pageQuery } from './pages.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { recorded } from './recorded.ts';
import { isoOut } from './schemas/capacity.ts';

/** A key is renewed at least every two years. */
const LONGEST_DAYS = 731;
/** As long as a supplier needs to change it everywhere, and no longer. */
const LONGEST_OVERLAP_HOURS = 30 * 24;
const USUAL_OVERLAP_HOURS = 24;

const keyOut = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().openapi({ description: 'how the key begins' }),
    scope: z.object({
      actions: z.array(z.string()),
      facilities: z.array(z.string()),
      room: z.string().nullable(),
    }),
    createdAt: isoOut,
    expiresAt: isoOut,
    revokedAt: isoOut.nullable(),
    lastUsedAt: isoOut.nullable(),
    createdBy: z.string(),
    rotatedAt: isoOut.nullable(),
    previous: z.object({ prefix: z.string(), until: isoOut }).nullable().openapi({
      description: 'the secret before, while it still holds',
    }),
  })
  .openapi('ApiKey');
type KeyWire = z.output<typeof keyOut>;

const orderSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  scope: keyScopeSchema,
  expiresAt: instantSchema,
});

const route = { tags: ['access'], middleware: gate('keys.manage') };

const list = createRoute({
  ...route,
  method: 'get',
  path: '/keys',
  summary: 'Keys, newest first; never the keys themselves',
  request: { query: z.object(pageQuery()) },
  responses: answers(200, 'Keys', z.array(keyOut)),
});
const issue = createRoute({
  ...route,
  method: 'post',
  path: '/keys',
  summary: 'Issues a key, which is shown this once',
  request: { body: jsonBody(orderSchema) },
  responses: answers(201, 'The key', keyOut.extend({ key: z.string() }).openapi('IssuedKey')),
});
const revoke = createRoute({
  ...route,
  method: 'delete',
  path: '/keys/{key}',
  summary: 'Revokes a key; it holds no longer from now on',
  request: { params: z.object({ key: pathId('key') }) },
  responses: answers(200, 'It is revoked', z.object({ id: z.string() })),
});

const rotationSchema = z.strictObject({
  overlapHours: z
    .number()
    .int()
    .min(0)
    .max(LONGEST_OVERLAP_HOURS)
    .default(USUAL_OVERLAP_HOURS)
    .openapi({ description: 'how long the secret before goes on' }),
  expiresAt: instantSchema
    .optional()
    .openapi({ description: 'default: as long from now as the key was given before' }),
});
const rotate = createRoute({
  ...route,
  method: 'post',
  path: '/keys/{key}/rotation',
  summary: 'Another secret for a key, shown this once; the one before goes on for a while',
  request: { params: z.object({ key: pathId('key') }), body: jsonBody(rotationSchema) },
  responses: answers(201, 'The key', keyOut.extend({ key: z.string() }).openapi('IssuedKey')),
});
const endRotation = createRoute({
  ...route,
  method: 'delete',
  path: '/keys/{key}/rotation',
  summary: 'Ends the secret before; it holds no longer from now on',
  request: { params: z.object({ key: pathId('key') }) },
  responses: answers(200, 'It has ended', z.object({ id: z.string() })),
});

export function keys(parts: ApiParts) {
  const ring = parts.access.keys;

  const now = () => parts.deskParts.live.now();
  const checkEnd = (expiresAt: string) => {
    if (ms(expiresAt) <= now()) throw new ProblemError('UNTIL_IN_PAST', { path: 'expiresAt' });
    if (ms(expiresAt) > now() + LONGEST_DAYS * 24 * HOUR)
      throw new ProblemError('UNTIL_TOO_FAR', { path: 'expiresAt', facts: { days: LONGEST_DAYS } });
  };
  const check = (order: { scope: KeyScope; expiresAt: string }) => {
    checkEnd(order.expiresAt);
    const rooms = new Set(parts.rooms.map((room) => room.id));
    const errors = [
      ...scopeProblems('machine', order.scope, parts.deskParts.live.picture, rooms),
      ...order.scope.actions.flatMap((action) => lackingFor(action, order.scope)),
    ];
    if (errors.length > 0) throw new ProblemError('VALIDATION', { errors });
  };

  return resource()
    .openapi(list, async (c) => {
      const page = c.req.valid('query');
      const all = await ring.list();
      const rows = pageOf(c, parts, page, all, (one) => [one.createdAt, one.id], 'descending');
      return c.json(
        rows.map((one) => toWire(one, now())),
        200,
      );
    })
    .openapi(issue, async (c) => {
      const order = c.req.valid('json');
      check(order);
      const asker = await askerOf(c);
      const repeatable = asker.idempotency !== undefined;
      let key: string | null = null;
      const answer = await recorded(parts, asker, async () => {
        const issued = await ring.issue({ ...order, createdBy: asker.by.id }, repeatable);
        key = issued.key;
        const scope = JSON.stringify(order.scope);
        const change = {
          what: 'key-issued',
          id: issued.stored.id,
          role: 'machine',
          scope,
        } as const;
        return { answer: toWire(issued.stored, now()), change };
      });
      return c.json({ ...answer, key: key ?? ring.repeat(answer.id) }, 201);
    })
    .openapi(rotate, async (c) => {
      const { key: id } = c.req.valid('param');
      const order = c.req.valid('json');
      if (order.expiresAt !== undefined) checkEnd(order.expiresAt);
      const asker = await askerOf(c);
      const repeatable = asker.idempotency !== undefined;
      let key: string | null = null;
      const answer = await recorded(parts, asker, async () => {
        const issued = await ring.rotate(id, order, repeatable);
        if (typeof issued === 'string') throw new ProblemError(issued);
        key = issued.key;
        const scope = JSON.stringify(issued.stored.scope);
        return {
          answer: toWire(issued.stored, now()),
          change: { what: 'key-rotated', id, role: 'machine', scope },
        };
      });
      return c.json({ ...answer, key: key ?? ring.repeat(id, answer.rotatedAt) }, 201);
    })
    .openapi(endRotation, async (c) => {
      const { key: id } = c.req.valid('param');
      const ended = await recorded(parts, await askerOf(c), async () => {
        if (!(await ring.endPrevious(id))) throw new ProblemError('UNKNOWN_KEY');
        const change = { what: 'key-rotation-ended', id, role: null, scope: null } as const;
        return { answer: { id }, change };
      });
      return c.json(ended, 200);
    })
    .openapi(revoke, async (c) => {
      const { key: id } = c.req.valid('param');
      const gone = await recorded(parts, await askerOf(c), async () => {
        if (!(await ring.revoke(id))) throw new ProblemError('UNKNOWN_KEY');
        return { answer: { id }, change: { what: 'key-revoked', id, role: null, scope: null } };
      });
      return c.json(gone, 200);
    });
}

/** An action that reaches as far as the own facilities or room needs one. */
function lackingFor(action: Action, scope: KeyScope): { path: string; message: string }[] {
  const reach = ACCESS.machine[action];
  if ((reach === 'own-facilities' || reach === 'chosen-hospital') && scope.facilities.length === 0)
    return [{ path: 'scope.facilities', message: `${action} needs a facility` }];
  if (reach === 'own-room' && scope.room === null)
    return [{ path: 'scope.room', message: `${action} needs a dispatch room` }];
  return [];
}

function toWire(
  { hash: _hash, role: _role, previous, ...stored }: StoredApiKey,
  now: number,
): KeyWire {
  const { actions, facilities, room } = storedKeyScope(stored.scope);
  const holds = previous !== null && stored.revokedAt === null && ms(previous.until) > now;
  return {
    ...stored,
    scope: { actions: actions ?? [], facilities, room },
    previous: holds ? { prefix: previous.prefix, until: previous.until } : null,
  };
}
