/** Accounts made many at once, each with a link by which its owner chooses a password; and the accepting of such a link. */
import { createRoute, z } from '@hono/zod-openapi';
import type { EntryBodies } from '#domain/entries.ts';
import type { InvitationWire } from '#wire/installation.ts';
import type { AccountRecord } from '../access/accounts.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../access/auth.ts';
import {
  accountScopeSchema,
  organisationOf,
  PEOPLE_ROLES,
  scopeProblems,
  type PeopleRole,
} from '../access/scope.ts';
import { accountEmail, accountOut } from './accounts.ts';
import { askerOf } from './idempotency.ts';
import { answers, gate, jsonBody, pathId, refuseKnownPassword, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { recorded } from './recorded.ts';
import { isoOut } from './schemas/capacity.ts';

/** People in one order: a region with all its hospitals, several times over. */
const MOST_PEOPLE = 200;

const role = z.enum(PEOPLE_ROLES as [PeopleRole, ...PeopleRole[]]);
const invitee = z.strictObject({
  email: accountEmail,
  role,
  scope: accountScopeSchema.prefault({}),
});
const orderSchema = z.strictObject({
  people: z.array(invitee).min(1).max(MOST_PEOPLE),
  /** Only says what is wrong; nothing is made. */
  check: z.boolean().default(false),
});
type Order = z.output<typeof orderSchema>;

const invitationOut = z
  .object({
    account: z.string(),
    email: z.string(),
    role,
    token: z.string().openapi({ description: 'told this once: /invitation#token=…' }),
    expiresAt: isoOut,
  })
  .openapi('Invitation');

const invite = createRoute({
  method: 'post',
  path: '/invitations',
  tags: ['access'],
  summary: 'Makes accounts, all or none, each with a link that works once',
  middleware: gate('accounts.manage'),
  request: { body: jsonBody(orderSchema) },
  responses: answers(
    201,
    'The links, in the order of the people; none after a check',
    z.object({ invitations: z.array(invitationOut) }),
  ),
});
const again = createRoute({
  method: 'post',
  path: '/accounts/{account}/invitation',
  tags: ['access'],
  summary: 'A new link for an account; an earlier one ends',
  middleware: gate('accounts.manage'),
  request: { params: z.object({ account: pathId('account') }), body: jsonBody(z.strictObject({})) },
  responses: answers(201, 'The link', invitationOut),
});
const accept = createRoute({
  method: 'post',
  path: '/invitation',
  tags: ['access'],
  summary: 'Chooses the password of an account, by the link that came with it',
  request: {
    body: jsonBody(
      z.strictObject({
        token: z.string().min(1).max(200),
        password: z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD),
      }),
    ),
  },
  responses: answers(200, 'The account', accountOut),
});

export function invitations(parts: ApiParts) {
  const { accounts, invitations: links } = parts.access;

  const check = async ({ people }: Order) => {
    const rooms = new Set(parts.rooms.map((room) => room.id));
    const { picture } = parts.deskParts.live;
    const taken = new Set((await accounts.list()).map((one) => one.email));
    const errors = people.flatMap((one, index) => {
      const found = scopeProblems(one.role, one.scope, picture, rooms);
      const known = taken.has(one.email)
        ? [{ path: 'email', message: 'has an account already' }]
        : [];
      taken.add(one.email);
      return [...known, ...found].map(({ path, message }) => ({
        path: `people.${index}.${path}`,
        message,
      }));
    });
    if (errors.length > 0) throw new ProblemError('VALIDATION', { errors });
  };

  const linkOf = async (account: AccountRecord): Promise<InvitationWire> => {
    const { id, email, role: as } = account;
    const link = (await links.standing(id)) ?? (await links.invite(id));
    return { account: id, email, role: as, ...link };
  };

  return resource()
    .openapi(invite, async (c) => {
      const order = c.req.valid('json');
      const asker = await askerOf(c);
      const known = asker.idempotency && (await parts.deskParts.ledger.recall(asker.idempotency));
      // Sent again, its own accounts are there already: that is no fault of the order.
      if (known === undefined || !known.found) await check(order);
      if (order.check) return c.json({ invitations: [] }, 201);
      // The remembered answer holds no secret: the links are reckoned anew when it is sent again.
      const made = await recorded(parts, asker, async () => {
        const answer: AccountRecord[] = [];
        for (const one of order.people) {
          const account = await accounts.create({ ...one, password: null });
          if (typeof account === 'string') {
            // Somebody was quicker with one of the addresses: all or none.
            for (const { id } of answer) await accounts.remove(id);
            throw new ProblemError(account);
          }
          answer.push(account);
        }
        return { answer, change: answer.map((one) => changeOf('account-created', one)) };
      });
      const answer: InvitationWire[] = [];
      for (const account of made) answer.push(await linkOf(account));
      return c.json({ invitations: answer }, 201);
    })
    .openapi(again, async (c) => {
      const { account: id } = c.req.valid('param');
      const invited = await recorded(parts, await askerOf(c), async () => {
        const account = await accounts.find(id);
        if (account === null) throw new ProblemError('UNKNOWN_ACCOUNT');
        if (await accounts.provided.has(id)) throw new ProblemError('ACCOUNT_PROVIDED');
        await links.invite(id);
        return { answer: account, change: changeOf('account-invited', account) };
      });
      return c.json(await linkOf(invited), 201);
    });
}

/** Needs no sign-in: the token is the proof. */
export function acceptInvitation(parts: ApiParts) {
  return resource().openapi(accept, async (c) => {
    const { token, password } = c.req.valid('json');
    // Before the link is used up: who is refused chooses another password by the same link.
    await refuseKnownPassword(password, await parts.access.invitations.emailOf(token));
    const account = await parts.access.invitations.accept(token, password);
    if (account === null) throw new ProblemError('LINK_NOT_VALID');
    const { id, role: as, scope } = account;
    const organisation = organisationOf({ ...scope, actions: null });
    const by = { id, kind: 'account', role: as, organisation } as const;
    const answer = await recorded(parts, { by }, () =>
      Promise.resolve({ answer: account, change: changeOf('account-changed', account) }),
    );
    return c.json({ ...answer, provided: false, invitedUntil: null }, 200);
  });
}

function changeOf(
  what: 'account-created' | 'account-changed' | 'account-invited',
  { id, role: as, scope }: AccountRecord,
): EntryBodies['access-changed'] {
  return { what, id, role: as, scope: JSON.stringify(scope) };
}
