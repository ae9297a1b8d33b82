/**
 * Setting up one's own second factor, under /api/auth. Open to whoever signed in, also when a role asks for one and it is still
 * missing. For the pages only: no program signs in as a person.
 */
import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { SignedIn } from '../access/principal.ts';
import { MOST_PASSKEYS } from '../access/second-factor.ts';
import { refuseOtherSites } from './guard.ts';
import { placeHere, tooMany } from './guesses.ts';
import { resource } from './kit.ts';
import type { ApiEnv, ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import * as routes from './second-factor-routes.ts';

type Person = SignedIn & { email: string };
type Proof = z.output<typeof routes.proof>;
/** Who signs in by a provider has no password of ours to show: signing in a moment ago is the proof. */
const JUST_NOW_MS = 15 * 60_000;

export function secondFactor({ access, secure, deskParts }: ApiParts) {
  const { auth, limiter, secondFactor: book } = access;

  /** Who asks, and what of the request better-auth is told. */
  const personOf = async (c: Context<ApiEnv>): Promise<{ who: Person; headers: Headers }> => {
    refuseOtherSites(c.req.raw.headers, access.trustedOrigins);
    const headers = new Headers({
      cookie: c.req.header('cookie') ?? '',
      'user-agent': c.req.header('user-agent') ?? '',
    });
    const who = await access.identifyAtDoor(headers);
    if (who === null || who.email === null) throw new ProblemError('UNAUTHENTICATED');
    return { who: { ...who, email: who.email }, headers };
  };
  /** Counts a wrong password or code as a wrong sign-in of the account. */
  const tried = async (
    c: Context<ApiEnv>,
    who: Person,
    attempt: () => Promise<Response>,
    refused: 'SIGN_IN_REFUSED' | 'CODE_NOT_VALID',
  ): Promise<Response> => {
    const turn = await limiter.begin(who.email, placeHere(c, secure).from);
    if (turn.waitMs > 0) throw tooMany(turn.waitMs);
    let failed = false;
    try {
      const answer = await attempt();
      failed = answer.status < 500 && !answer.ok;
      if (failed) throw new ProblemError(refused);
      if (!answer.ok) throw new Error(`better-auth answered ${answer.status}`);
      pass(c, answer);
      return answer;
    } finally {
      // What is right here is no whole sign-in: it forgives nothing.
      await (failed ? turn.end(false) : turn.release());
    }
  };
  const pass = (c: Context<ApiEnv>, answer: Response) => {
    for (const cookie of answer.headers.getSetCookie())
      c.header('Set-Cookie', cookie, { append: true });
  };
  const isPassword = async (account: string, given: string): Promise<Response> => {
    const { password: hashes } = await auth.$context;
    const hash = await book.passwordOf(account);
    const right = hash !== null && (await hashes.verify({ hash, password: given }));
    return new Response(null, { status: right ? 200 : 401 });
  };
  /** Whoever finds an open screen does not get a factor of his own into the account, nor one out of it. */
  const prove = async (c: Context<ApiEnv>, who: Person, headers: Headers, given: Proof) => {
    const { id } = who.principal.actor;
    if (given.code !== null)
      await tried(c, who, () => book.check(id, given.code ?? '', headers), 'CODE_NOT_VALID');
    else if ((await book.passwordOf(id)) !== null)
      await tried(c, who, () => isPassword(id, given.password ?? ''), 'SIGN_IN_REFUSED');
    else if (deskParts.live.now() - (who.begunAt ?? 0) > JUST_NOW_MS)
      throw new ProblemError('SIGN_IN_AGAIN');
  };

  return resource()
    .openapi(routes.read, async (c) => {
      const { who } = await personOf(c);
      const { id, role } = who.principal.actor;
      return c.json({ email: who.email, ...(await book.stateOf(id, role)) }, 200);
    })
    .openapi(routes.begin, async (c) => {
      const { who, headers } = await personOf(c);
      const { id } = who.principal.actor;
      if ((await book.waysOf(id)).codes) throw new ProblemError('CODES_SET_UP');
      const { password } = c.req.valid('json');
      await prove(c, who, headers, { password, code: null });
      const body = { method: 'totp' as const, ...(password === null ? {} : { password }) };
      const made = await auth.api.enableTwoFactor({ body, headers });
      if (!('totpURI' in made)) throw new Error('better-auth made no codes');
      return c.json({ uri: made.totpURI }, 200);
    })
    .openapi(routes.confirm, async (c) => {
      const { who, headers } = await personOf(c);
      const { id } = who.principal.actor;
      if ((await book.waysOf(id)).codes) throw new ProblemError('CODES_SET_UP');
      const { code } = c.req.valid('json');
      await book.adding(id, who.session, () =>
        tried(c, who, () => book.check(id, code, headers), 'CODE_NOT_VALID'),
      );
      return c.json({ recoveryCodes: await book.renewRecoveryCodes(id) }, 200);
    })
    .openapi(routes.endCodes, async (c) => {
      const { who, headers } = await personOf(c);
      await prove(c, who, headers, c.req.valid('json'));
      await book.removeCodes(who.principal.actor.id);
      return c.json({ success: true } as const, 200);
    })
    .openapi(routes.renew, async (c) => {
      const { who, headers } = await personOf(c);
      const { id } = who.principal.actor;
      if (!(await book.waysOf(id)).codes) throw new ProblemError('NO_CODES');
      await prove(c, who, headers, c.req.valid('json'));
      return c.json({ recoveryCodes: await book.renewRecoveryCodes(id) }, 200);
    })
    .openapi(routes.passkeyOptions, async (c) => {
      const { who, headers } = await personOf(c);
      const { id, role } = who.principal.actor;
      await prove(c, who, headers, c.req.valid('json'));
      if ((await book.stateOf(id, role)).passkeys.length >= MOST_PASSKEYS)
        throw new ProblemError('TOO_MANY_PASSKEYS', { facts: { most: MOST_PASSKEYS } });
      const ask = { headers, asResponse: true } as const;
      const answer = await auth.api.generatePasskeyRegistrationOptions(ask);
      if (!answer.ok) throw new ProblemError('PASSKEY_REFUSED');
      pass(c, answer);
      return c.json((await answer.json()) as Record<string, unknown>, 200);
    })
    .openapi(routes.addPasskey, async (c) => {
      const { who, headers } = await personOf(c);
      headers.set('origin', c.req.header('origin') ?? '');
      const body = c.req.valid('json');
      await book.adding(who.principal.actor.id, who.session, async () => {
        const ask = { body, headers, asResponse: true } as const;
        const answer = await auth.api.verifyPasskeyRegistration(ask);
        if (!answer.ok) throw new ProblemError('PASSKEY_REFUSED');
      });
      return c.json({ success: true } as const, 200);
    })
    .openapi(routes.namePasskey, async (c) => {
      const { who } = await personOf(c);
      const { id } = who.principal.actor;
      const { name } = c.req.valid('json');
      if (!(await book.namePasskey(id, c.req.valid('param').passkey, name)))
        throw new ProblemError('UNKNOWN_PASSKEY');
      return c.json({ success: true } as const, 200);
    })
    .openapi(routes.endPasskey, async (c) => {
      const { who, headers } = await personOf(c);
      await prove(c, who, headers, c.req.valid('json'));
      if (!(await book.removePasskey(who.principal.actor.id, c.req.valid('param').passkey)))
        throw new ProblemError('UNKNOWN_PASSKEY');
      return c.json({ success: true } as const, 200);
    });
}
