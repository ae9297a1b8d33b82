/** The second step of signing in, and signing in by a passkey, under /api/auth. For the pages only. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Auth } from '../access/auth.ts';
import type { Turn } from '../access/guess-limiter.ts';
import type { Context } from 'hono';
import { getSignedCookie } from 'hono/cookie';
import { refuseOtherSites } from './guard.ts';
import { addressOf, placeHere, tooMany } from './guesses.ts';
import { answers, jsonBody, resource } from './kit.ts';
import type { ApiEnv, ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';

type AuthenticationResponseJSON = NonNullable<
  Parameters<Auth['api']['verifyPasskeyAuthentication']>[0]
>['body']['response'];

const usual = { tags: ['access'], hide: true };
const done = z.object({ step: z.literal('done') });

const second = createRoute({
  ...usual,
  method: 'post',
  path: '/sign-in/second-factor',
  request: { body: jsonBody(z.strictObject({ code: z.string().min(1).max(40) })) },
  responses: answers(200, 'Signed in', done),
});
const options = createRoute({
  ...usual,
  method: 'post',
  path: '/sign-in/passkey-options',
  responses: answers(200, 'For the browser', z.looseObject({})),
});
const byPasskey = createRoute({
  ...usual,
  method: 'post',
  path: '/sign-in/passkey',
  request: { body: jsonBody(z.strictObject({ response: z.looseObject({ id: z.string() }) })) },
  responses: answers(200, 'Signed in', done),
});

/** Somebody whose password was right just before. */
interface Waiting {
  account: string;
  email: string;
  /** Of this sign-in: names it where tries are counted. */
  challenge: string;
  /** Of the request only the challenge: a session of another account that comes along is nobody's business here. */
  headers: Headers;
}

export function secondStep({ access, metrics, secure }: ApiParts) {
  const { auth, limiter, secondFactor } = access;
  const pass = (c: Context<ApiEnv>, answer: Response) => {
    for (const cookie of answer.headers.getSetCookie())
      c.header('Set-Cookie', cookie, { append: true });
  };
  const headersOf = (c: Context<ApiEnv>, cookie: string) =>
    new Headers({
      cookie,
      'user-agent': c.req.header('user-agent') ?? '',
      origin: c.req.header('origin') ?? '',
    });
  /** Null where there is nobody, or no longer. */
  const waiting = async (c: Context<ApiEnv>): Promise<Waiting | null> => {
    const { internalAdapter, createAuthCookie, secret } = await auth.$context;
    const { name } = createAuthCookie('two_factor');
    const challenge = await getSignedCookie(c, secret, name);
    if (!challenge) return null;
    const kept = await internalAdapter.findVerificationValue(challenge);
    if (kept === null || kept.expiresAt.getTime() <= Date.now()) return null;
    const found = await internalAdapter.findUserById(kept.value);
    if (found === null) return null;
    const headers = headersOf(c, cookieNamed(c, name));
    return { account: found.id, email: found.email, challenge, headers };
  };

  const goOn = (turn: Turn): Turn => {
    if (turn.waitMs === 0) return turn;
    metrics.signIns.inc({ outcome: 'limited' });
    throw tooMany(turn.waitMs);
  };

  return resource()
    .openapi(second, async (c) => {
      refuseOtherSites(c.req.raw.headers, access.trustedOrigins);
      const who = await waiting(c);
      // The password has to be entered again: too long ago, or too many wrong codes after it.
      if (who === null) throw new ProblemError('SIGN_IN_AGAIN');
      const { from, keep } = placeHere(c, secure);
      const turn = goOn(await limiter.begin(who.email, from));
      let succeeded = false;
      try {
        const answer = await secondFactor.check(who.account, c.req.valid('json').code, who.headers);
        succeeded = answer.ok;
        metrics.signIns.inc({ outcome: succeeded ? 'succeeded' : 'refused' });
        if (!succeeded) {
          const left = await secondFactor.triesLeft(who.challenge);
          if (left === 0) throw new ProblemError('SIGN_IN_AGAIN');
          throw new ProblemError('CODE_NOT_VALID', { facts: { left } });
        }
        pass(c, answer);
        keep();
        return c.json({ step: 'done' } as const, 200);
      } finally {
        await turn.end(succeeded);
      }
    })
    .openapi(options, async (c) => {
      refuseOtherSites(c.req.raw.headers, access.trustedOrigins);
      const turn = goOn(await limiter.beginPasskeyAsk(addressOf(c.env)));
      const answer = await auth.api
        .generatePasskeyAuthenticationOptions({ asResponse: true })
        .finally(() => turn.end(false));
      pass(c, answer);
      const made = (await answer.json()) as Record<string, unknown>;
      // Both factors in one: the device asks for a finger, a face or a PIN.
      return c.json({ ...made, userVerification: 'required' }, 200);
    })
    .openapi(byPasskey, async (c) => {
      refuseOtherSites(c.req.raw.headers, access.trustedOrigins);
      const { response } = c.req.valid('json');
      const turn = goOn(await limiter.beginPasskey(addressOf(c.env)));
      let succeeded = false;
      const answer = await auth.api
        .verifyPasskeyAuthentication({
          // Its parts are checked by the library that verifies them.
          body: { response: response as unknown as AuthenticationResponseJSON },
          headers: headersOf(c, c.req.header('cookie') ?? ''),
          asResponse: true,
        })
        .then((told) => {
          succeeded = told.ok;
          return told;
        })
        .finally(() => turn.end(succeeded));
      metrics.signIns.inc({ outcome: answer.ok ? 'succeeded' : 'refused' });
      if (!answer.ok) throw new ProblemError('PASSKEY_REFUSED');
      pass(c, answer);
      await secondFactor.passkeyUsed(response.id);
      const { from, keep } = placeHere(c, secure);
      const { user } = (await answer.json()) as { user: { email: string } };
      await limiter.remember(user.email, from);
      keep();
      return c.json({ step: 'done' } as const, 200);
    });
}

/** One cookie of the request, as it came. */
function cookieNamed(c: Context<ApiEnv>, name: string): string {
  const all = (c.req.header('cookie') ?? '').split(/;\s*/);
  return all.find((one) => one.startsWith(`${name}=`)) ?? '';
}
