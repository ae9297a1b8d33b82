/** Accounts, for the administrator, and the first administrator's own. */
import { createRoute, z } from '@hono/zod-openapi';
import type { AccountRecord, AccountRefusal } from '../access/accounts.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../access/auth.ts';
import {
  accountScopeSchema,
  PEOPLE_ROLES,
  scopeProblems,
  type AccountScope,
  type PeopleRole,
} from '../access/scope.ts';
import { SYSTEM } from '../desk/clerk.ts';
import { askerOf } from './idempotency.ts';
import { answers, gate, jsonBody, pathId, refuseKnownPassword, resource } from './kit.ts';
import { pageOf, pageQuery } from './pages.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { recorded } from './recorded.ts';
import { isoOut } from './schemas/capacity.ts';

export const accountEmail = z.email().max(254).toLowerCase();
const email = accountEmail;
const password = z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD);
const role = z.enum(PEOPLE_ROLES as [PeopleRole, ...PeopleRole[]]);

export const accountOut = z
  .object({
    id: z.string(),
    email: z.string(),
    role,
    scope: z.object({
      room: z.string().nullable(),
      facilities: z.array(z.string()),
      regions: z.union([z.array(z.string()), z.literal('nation')]),
    }),
    active: z.boolean(),
    secondFactor: z.boolean().openapi({ description: 'it has one: codes, a passkey or both' }),
    provided: z.boolean().openapi({
      description: 'it comes from the provider of sign-in, which decides its role and scope',
    }),
    createdAt: isoOut,
    invitedUntil: isoOut
      .nullable()
      .openapi({ description: 'a link to choose the password stands until then' }),
  })
  .openapi('Account');

const orderSchema = z.strictObject({
  email,
  password,
  role,
  scope: accountScopeSchema.prefault({}),
});
const changeSchema = z.strictObject({
  role,
  scope: accountScopeSchema.prefault({}),
  active: z.boolean().default(true),
  password: password.nullable().default(null),
});
const firstSchema = z.strictObject({ token: z.string().min(1).max(200), email, password });

const params = z.object({ account: pathId('account') });
const manage = gate('accounts.manage');
const route = { tags: ['access'], middleware: manage };

const list = createRoute({
  ...route,
  method: 'get',
  path: '/accounts',
  summary: 'Accounts by address',
  request: { query: z.object(pageQuery()) },
  responses: answers(200, 'Accounts', z.array(accountOut)),
});
const create = createRoute({
  ...route,
  method: 'post',
  path: '/accounts',
  summary: 'Makes an account',
  request: { body: jsonBody(orderSchema) },
  responses: answers(201, 'The account', accountOut),
});
const change = createRoute({
  ...route,
  method: 'put',
  path: '/accounts/{account}',
  summary: 'Role, scope and standing, whole; ends what the account holds open',
  request: { params, body: jsonBody(changeSchema) },
  responses: answers(200, 'The account', accountOut),
});
const remove = createRoute({
  ...route,
  method: 'delete',
  path: '/accounts/{account}',
  summary: 'Removes an account; what it did stays in the ledger',
  request: { params },
  responses: answers(200, 'It is gone', z.object({ id: z.string() })),
});
const removeFactor = createRoute({
  ...route,
  method: 'delete',
  path: '/accounts/{account}/second-factor',
  summary: 'Removes the second factor of an account, when it was lost; ends its sessions',
  request: { params },
  responses: answers(200, 'It is gone', z.object({ id: z.string() })),
});
const first = createRoute({
  method: 'post',
  path: '/first-admin',
  tags: ['access'],
  summary: 'Makes the first administrator, by the link that an empty installation prints',
  request: { body: jsonBody(firstSchema) },
  responses: answers(201, 'The account', accountOut),
});

export function accounts(parts: ApiParts) {
  const book = parts.access.accounts;
  const checkScope = (wanted: { role: PeopleRole; scope: AccountScope }) => {
    const rooms = new Set(parts.rooms.map((room) => room.id));
    const { picture } = parts.deskParts.live;
    const errors = scopeProblems(wanted.role, wanted.scope, picture, rooms);
    if (errors.length > 0) throw new ProblemError('VALIDATION', { errors });
  };

  return resource()
    .openapi(list, async (c) => {
      const [all, open, provided] = await Promise.all([
        book.list(),
        parts.access.invitations.open(),
        book.provided.ids(),
      ]);
      const rows = all.map((one) => ({
        ...one,
        provided: provided.has(one.id),
        invitedUntil: open.get(one.id) ?? null,
      }));
      const page = c.req.valid('query');
      return c.json(
        pageOf(c, parts, page, rows, (one) => [one.email, one.id], 'ascending'),
        200,
      );
    })
    .openapi(create, async (c) => {
      const order = c.req.valid('json');
      checkScope(order);
      await refuseKnownPassword(order.password, order.email);
      const made = await recorded(parts, await askerOf(c), async () => {
        const answer = accountOrProblem(await book.create(order));
        return { answer, change: changeOf('account-created', answer) };
      });
      return c.json({ ...made, provided: false, invitedUntil: null }, 201);
    })
    .openapi(change, async (c) => {
      const { account } = c.req.valid('param');
      const wanted = c.req.valid('json');
      checkScope(wanted);
      if (wanted.password !== null) {
        const before = await book.find(account);
        await refuseKnownPassword(wanted.password, before?.email ?? null);
      }
      const changed = await recorded(parts, await askerOf(c), async () => {
        const answer = accountOrProblem(await book.change(account, wanted));
        return { answer, change: changeOf('account-changed', answer) };
      });
      const open = await parts.access.invitations.open();
      const provided = await book.provided.has(account);
      return c.json({ ...changed, provided, invitedUntil: open.get(account) ?? null }, 200);
    })
    .openapi(remove, async (c) => {
      const { account: id } = c.req.valid('param');
      const gone = await recorded(parts, await askerOf(c), async () => {
        const refusal = await book.remove(id);
        if (refusal !== null) throw new ProblemError(refusal);
        return {
          answer: { id },
          change: { what: 'account-removed', id, role: null, scope: null },
        };
      });
      return c.json(gone, 200);
    });
}

/** Removing a second factor that was lost. */
export function lostFactors(parts: ApiParts) {
  const { accounts: book, secondFactor } = parts.access;
  return resource().openapi(removeFactor, async (c) => {
    const { account: id } = c.req.valid('param');
    const gone = await recorded(parts, await askerOf(c), async () => {
      const found = await book.find(id);
      if (found === null) throw new ProblemError('UNKNOWN_ACCOUNT');
      await secondFactor.remove(id);
      return { answer: { id }, change: changeOf('second-factor-removed', found) };
    });
    return c.json(gone, 200);
  });
}

/** Needs no sign-in: the token is the proof. */
export function firstAdministrator(parts: ApiParts) {
  return resource().openapi(first, async (c) => {
    const order = c.req.valid('json');
    await refuseKnownPassword(order.password, order.email);
    const made = await recorded(parts, { by: SYSTEM }, async () => {
      const answer = await parts.access.firstAdministrator.accept(order);
      if (answer === null) throw new ProblemError('LINK_NOT_VALID');
      return { answer, change: changeOf('account-created', answer) };
    });
    return c.json({ ...made, provided: false, invitedUntil: null }, 201);
  });
}

function accountOrProblem(outcome: AccountRecord | AccountRefusal): AccountRecord {
  if (typeof outcome === 'string') throw new ProblemError(outcome);
  return outcome;
}

function changeOf(
  what: 'account-created' | 'account-changed' | 'second-factor-removed',
  account: AccountRecord,
) {
  const { id, role: as, scope } = account;
  return { what, id, role: as, scope: JSON.stringify(scope) } as const;
}
