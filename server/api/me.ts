/** `GET /me`: who is signed in, and what the screens may offer. */
import { createRoute, z } from '@hono/zod-openapi';
import { ACTIONS } from '#domain/access/table.ts';
import { iso } from '#domain/clock.ts';
import { ROLES } from '#domain/words.ts';
import type { Me } from '#wire/session.ts';
import { actionsOf, organisationName } from '../access/principal.ts';
import { signedInWallSecretIn, storedSetup, wallSetupSchema } from '../access/wall-principal.ts';
import { answers, gate, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { keepSession } from './session-cookie.ts';
import { keepWall } from './wall-cookie.ts';

const meOut = z
  .object({
    id: z.string(),
    email: z.string().nullable(),
    role: z.enum(ROLES),
    scope: z.object({
      room: z.string().nullable(),
      facilities: z.array(z.string()),
      regions: z.union([z.array(z.string()), z.literal('nation')]),
      actions: z.array(z.enum(ACTIONS)).nullable(),
    }),
    actions: z.array(z.enum(ACTIONS)),
    organisation: z.string(),
    wall: z.object({ id: z.string(), name: z.string(), setup: wallSetupSchema }).nullable(),
    provider: z.string().nullable().openapi({
      description: 'what the provider of sign-in is called that the account comes from',
    }),
    demo: z.boolean(),
    version: z.string(),
    now: z.string(),
  })
  .openapi('Me');

const read = createRoute({
  method: 'get',
  path: '/me',
  tags: ['access'],
  summary: 'Who is signed in',
  middleware: gate('picture.read'),
  responses: answers(200, 'Account or key, its role, scope and actions', meOut),
});

export function me({ access, deskParts, rooms, version, demo, secure }: ApiParts) {
  const { live } = deskParts;
  const nameOf = (kind: 'room' | 'facility' | 'region', id: string) => {
    if (kind === 'room') return rooms.find((room) => room.id === id)?.name ?? id;
    if (kind === 'region') return live.picture.regions[id]?.name ?? id;
    return live.picture.facilities[id]?.name ?? id;
  };
  /** Only an account has an address. */
  const providerOf = async (id: string, email: string | null) => {
    const { oidc, accounts } = access;
    if (oidc === null || email === null) return null;
    return (await accounts.provided.has(id)) ? oidc.setUp.name : null;
  };
  return resource().openapi(read, async (c) => {
    const { principal, email, wall } = c.var.who;
    const { actor, role } = principal;
    const { opened: _opened, ...scope } = principal.scope;
    const shown = signedInWallSecretIn(c.req.raw.headers, secure);
    // So it never ends in the browser before it does here, and has today's name from now on.
    if (wall !== undefined && shown !== undefined) keepWall(c, shown, secure);
    if (email !== null) await keepSession(c, access.auth, secure);
    const answer: Me = {
      id: actor.id,
      email,
      role,
      scope,
      actions: actionsOf(principal),
      organisation: organisationName(role, scope, nameOf),
      wall:
        wall === undefined
          ? null
          : { id: wall.id, name: wall.name, setup: storedSetup(wall.setup) },
      provider: await providerOf(actor.id, email),
      demo,
      version,
      now: iso(live.now()),
    };
    return c.json(answer, 200);
  });
}
