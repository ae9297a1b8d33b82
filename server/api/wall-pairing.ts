/** How a wall screen asks to be signed in, by nobody and without a password: it gets a code to show and looks whether it was entered. */
import { createRoute, z } from '@hono/zod-openapi';
import { wallSecretIn } from '../access/wall-principal.ts';
import { refuseOtherSites } from './guard.ts';
import { addressOf, tooMany } from './guesses.ts';
import { answers, jsonBody, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { keepWall } from './wall-cookie.ts';
import { isoOut } from './schemas/capacity.ts';

const ask = createRoute({
  method: 'post',
  path: '/wall-pairing',
  tags: ['walls'],
  summary: 'A code for this screen to show; the cookie that comes with it becomes its sign-in',
  request: { body: jsonBody(z.strictObject({})) },
  responses: answers(
    201,
    'The code, told this once',
    z.object({ code: z.string(), expiresAt: isoOut, holdsMs: z.number().int() }),
  ),
});
const look = createRoute({
  method: 'get',
  path: '/wall-pairing',
  tags: ['walls'],
  summary: 'Whether the code of this screen was entered',
  responses: answers(
    200,
    'Where it stands',
    z.object({ state: z.enum(['none', 'waiting', 'paired']), expiresAt: isoOut.nullable() }),
  ),
});

export function wallPairing({ access, secure }: ApiParts) {
  const { walls } = access;
  return resource()
    .openapi(ask, async (c) => {
      refuseOtherSites(c.req.raw.headers, access.trustedOrigins);
      const turn = await walls.beginAsk(addressOf(c.env));
      if (turn.waitMs > 0) throw tooMany(turn.waitMs);
      try {
        const made = await walls.ask(wallSecretIn(c.req.raw.headers, secure));
        if (made === null) throw new ProblemError('WALL_SIGNED_IN');
        const { secret, ...told } = made;
        if (secret !== null) keepWall(c, secret, secure);
        return c.json(told, 201);
      } finally {
        await turn.end(false);
      }
    })
    .openapi(look, async (c) =>
      c.json(await walls.stateOf(wallSecretIn(c.req.raw.headers, secure)), 200),
    );
}
