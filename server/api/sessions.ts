/** Open sessions: everybody's own, and those of an account for the administrator. */
import { createRoute, z } from '@hono/zod-openapi';
import { BROWSERS, SYSTEMS } from '#domain/access/browser.ts';
import type { SessionWire } from '#wire/session.ts';
import type { AccountRecord } from '../access/accounts.ts';
import { askerOf } from './idempotency.ts';
import { answers, gate, pathId, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { recorded } from './recorded.ts';
import { isoOut } from './schemas/capacity.ts';

const sessionOut = z
  .object({
    id: z.string(),
    begunAt: isoOut,
    usedAt: isoOut.openapi({ description: 'noted at most once in five minutes' }),
    expiresAt: isoOut.openapi({ description: 'moves on while it is used' }),
    browser: z.enum(BROWSERS),
    system: z.enum(SYSTEMS),
    own: z.boolean().openapi({ description: 'the one that asks' }),
  })
  .openapi('Session');
const endedOut = z.object({ ended: z.number().int().min(0) });

const ownGate = gate('account.own');
const list = createRoute({
  method: 'get',
  path: '/sessions',
  tags: ['access'],
  summary: 'Own open sessions, the last used first',
  middleware: ownGate,
  responses: answers(200, 'Sessions', z.array(sessionOut)),
});
const end = createRoute({
  method: 'delete',
  path: '/sessions/{session}',
  tags: ['access'],
  summary: 'Ends an own session and what it holds open',
  middleware: ownGate,
  request: { params: z.object({ session: pathId('session') }) },
  responses: answers(200, 'It is over', endedOut),
});
const endOthers = createRoute({
  method: 'delete',
  path: '/sessions',
  tags: ['access'],
  summary: 'Ends all own sessions but the one that asks',
  middleware: ownGate,
  responses: answers(200, 'They are over', endedOut),
});

const account = z.object({ account: pathId('account') });
const ofAccount = { tags: ['access'], middleware: gate('accounts.manage') };
const listOf = createRoute({
  ...ofAccount,
  method: 'get',
  path: '/accounts/{account}/sessions',
  summary: 'Open sessions of an account, the last used first',
  request: { params: account },
  responses: answers(200, 'Sessions', z.array(sessionOut)),
});
const endOf = createRoute({
  ...ofAccount,
  method: 'delete',
  path: '/accounts/{account}/sessions/{session}',
  summary: 'Ends a session of an account and what it holds open',
  request: { params: account.extend({ session: pathId('session') }) },
  responses: answers(200, 'It is over', endedOut),
});
const endAllOf = createRoute({
  ...ofAccount,
  method: 'delete',
  path: '/accounts/{account}/sessions',
  summary: 'Ends all sessions of an account and what they hold open',
  request: { params: account },
  responses: answers(200, 'They are over', endedOut),
});

export function sessions(parts: ApiParts) {
  const { accounts, sessions: book } = parts.access;
  const known = async (id: string): Promise<AccountRecord> => {
    const found = await accounts.find(id);
    if (found === null) throw new ProblemError('UNKNOWN_ACCOUNT');
    return found;
  };
  const told = async (id: string, asks: string | null): Promise<SessionWire[]> =>
    (await book.list(id)).map((one) => ({ ...one, own: one.id === asks }));
  const changeOf = ({ id, role, scope }: AccountRecord) =>
    ({ what: 'sessions-ended', id, role, scope: JSON.stringify(scope) }) as const;

  return resource()
    .openapi(list, async (c) => {
      const { principal, session } = c.var.who;
      return c.json(await told(principal.actor.id, session), 200);
    })
    .openapi(end, async (c) => {
      const { principal } = c.var.who;
      const ended = await book.end(principal.actor.id, c.req.valid('param').session);
      if (!ended) throw new ProblemError('UNKNOWN_SESSION');
      return c.json({ ended: 1 }, 200);
    })
    .openapi(endOthers, async (c) => {
      const { principal, session } = c.var.who;
      return c.json({ ended: await book.endOthers(principal.actor.id, session) }, 200);
    })
    .openapi(listOf, async (c) => {
      const { id } = await known(c.req.valid('param').account);
      return c.json(await told(id, c.var.who.session), 200);
    })
    .openapi(endOf, async (c) => {
      const { account: id, session } = c.req.valid('param');
      const answer = await recorded(parts, await askerOf(c), async () => {
        const record = await known(id);
        if (!(await book.end(id, session))) throw new ProblemError('UNKNOWN_SESSION');
        return { answer: { ended: 1 }, change: changeOf(record) };
      });
      return c.json(answer, 200);
    })
    .openapi(endAllOf, async (c) => {
      const { account: id } = c.req.valid('param');
      const answer = await recorded(parts, await askerOf(c), async () => {
        const record = await known(id);
        return { answer: { ended: await book.endOthers(id, null) }, change: changeOf(record) };
      });
      return c.json(answer, 200);
    });
}
