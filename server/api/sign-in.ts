/** Signing in and out of people, under /api/auth. Better-auth does the work; of its paths only these are open. */
import { createRoute, z } from '@hono/zod-openapi';
import { StorageError } from '../../db/storage-fault.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../access/auth.ts';
import { refuseOtherSites } from './guard.ts';
import { placeHere, tooMany } from './guesses.ts';
import { answers, jsonBody, refuseKnownPassword, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';

const signInSchema = z.object({
  email: z.email().max(254),
  password: z.string().min(1).max(LONGEST_PASSWORD),
  rememberMe: z.boolean().optional(),
});

const signIn = createRoute({
  method: 'post',
  path: '/sign-in/email',
  tags: ['access'],
  summary: 'Signs in and sets the session cookie',
  request: { body: jsonBody(signInSchema) },
  responses: answers(
    200,
    'Signed in, or the step that is left',
    z.object({
      user: z
        .object({ id: z.string(), email: z.string(), role: z.string() })
        .nullable()
        .openapi({ description: 'null: the password was right, and a second factor is asked' }),
      step: z
        .enum(['done', 'second-factor', 'set-up'])
        .openapi({ description: 'set-up: the role asks for a second factor, which is missing' }),
      ways: z
        .object({ codes: z.boolean(), passkey: z.boolean() })
        .nullable()
        .openapi({ description: 'by what the second factor may be shown' }),
    }),
  ),
});
const signOut = createRoute({
  method: 'post',
  path: '/sign-out',
  tags: ['access'],
  summary: 'Ends the session and what it holds open',
  responses: answers(
    200,
    'Signed out',
    z.object({
      success: z.literal(true),
      farewell: z.url().nullable().openapi({
        description: 'where a browser goes to be signed out at the provider too; null for nowhere',
      }),
    }),
  ),
});
const changePassword = createRoute({
  method: 'post',
  path: '/change-password',
  tags: ['access'],
  summary: 'A new password; other sessions of the account end',
  request: {
    body: jsonBody(
      z.strictObject({
        currentPassword: z.string().min(1).max(LONGEST_PASSWORD),
        newPassword: z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD),
      }),
    ),
  },
  responses: answers(200, 'Changed', z.object({ success: z.literal(true) })),
});

export function signInRoutes({ access, metrics, secure }: ApiParts) {
  const { accounts, auth, limiter, events } = access;
  const accountOf = async (email: string): Promise<string> => {
    const { internalAdapter } = await auth.$context;
    return (await internalAdapter.findUserByEmail(email.toLowerCase()))?.user.id ?? '';
  };
  return resource()
    .openapi(signIn, async (c) => {
      refuseOtherSites(c.req.raw.headers, access.trustedOrigins);
      const body = c.req.valid('json');
      const { from, keep } = placeHere(c, secure);
      const turn = await limiter.begin(body.email, from);
      if (turn.waitMs > 0) {
        metrics.signIns.inc({ outcome: 'limited' });
        throw tooMany(turn.waitMs);
      }
      let succeeded = false;
      let half = false;
      try {
        const answer = await auth.api.signInEmail({
          body,
          // Of the request only what tells the browser, to know one's own sessions by.
          headers: new Headers({ 'user-agent': c.req.header('user-agent') ?? '' }),
          asResponse: true,
        });
        if (answer.status >= 500) throw new StorageError('away');
        succeeded = answer.ok;
        metrics.signIns.inc({ outcome: succeeded ? 'succeeded' : 'refused' });
        if (!succeeded) throw new ProblemError('SIGN_IN_REFUSED');
        passCookies(answer, (cookie) => c.header('Set-Cookie', cookie, { append: true }));
        const said = (await answer.json()) as {
          user?: { id: string; email: string; role: string };
        };
        if (said.user === undefined) {
          half = true;
          const ways = await access.secondFactor.waysOf(await accountOf(body.email));
          return c.json({ user: null, step: 'second-factor', ways } as const, 200);
        }
        const { id, email, role } = said.user;
        keep();
        const { required } = await access.secondFactor.stateOf(id, role);
        // An account that has one would have been asked for it.
        const step = required ? 'set-up' : 'done';
        return c.json({ user: { id, email, role }, step, ways: null } as const, 200);
      } finally {
        // A right password alone forgives no wrong code: else each would buy some more codes.
        await (half ? turn.release() : turn.end(succeeded));
      }
    })
    .openapi(signOut, async (c) => {
      refuseOtherSites(c.req.raw.headers, access.trustedOrigins);
      const headers = new Headers({ cookie: c.req.header('cookie') ?? '' });
      const who = await access.identifyAtDoor(headers);
      const answer = await auth.api.signOut({ headers, asResponse: true });
      if (who !== null && who.session !== null)
        events.emit({ what: 'session-ended', session: who.session });
      passCookies(answer, (cookie) => c.header('Set-Cookie', cookie, { append: true }));
      const provided = who !== null && (await accounts.provided.has(who.principal.actor.id));
      const farewell = provided ? await access.oidc?.farewell(`${access.baseUrl}/sign-in`) : null;
      return c.json({ success: true, farewell: farewell ?? null } as const, 200);
    })
    .openapi(changePassword, async (c) => {
      refuseOtherSites(c.req.raw.headers, access.trustedOrigins);
      const headers = new Headers({ cookie: c.req.header('cookie') ?? '' });
      const who = await access.identify(headers);
      if (who === null || who.email === null) throw new ProblemError('UNAUTHENTICATED');
      if (await accounts.provided.has(who.principal.actor.id))
        throw new ProblemError('ACCOUNT_PROVIDED');
      await refuseKnownPassword(c.req.valid('json').newPassword, who.email, 'newPassword');
      const turn = await limiter.begin(who.email, placeHere(c, secure).from);
      if (turn.waitMs > 0) throw tooMany(turn.waitMs);
      let succeeded = false;
      try {
        const body = { ...c.req.valid('json'), revokeOtherSessions: true };
        const told = c.req.header('user-agent') ?? '';
        headers.set('user-agent', told);
        const answer = await auth.api.changePassword({ body, headers, asResponse: true });
        succeeded = answer.ok;
        if (!succeeded) throw new ProblemError('SIGN_IN_REFUSED');
        events.emit({ what: 'account-changed', account: who.principal.actor.id });
        passCookies(answer, (cookie) => c.header('Set-Cookie', cookie, { append: true }));
        return c.json({ success: true } as const, 200);
      } finally {
        await turn.end(succeeded);
      }
    });
}

function passCookies(answer: Response, set: (cookie: string) => void): void {
  for (const cookie of answer.headers.getSetCookie()) set(cookie);
}
