/**
 * Where the provider of sign-in tells of who signed out there (OpenID Connect Back-Channel Logout 1.0, sections 2.5 to 2.8). It asks for
 * nothing but what it sends: neither a cookie nor an origin, for no browser stands in between. What is wrong with a token is 400; that
 * we or the provider's keys are away, which the specification knows no answer for, is 503, so that whoever sends it may try again.
 */
import { OIDC_SIGN_OUT_PATH } from '../access/access.ts';
import { AUTH_PATH } from '../access/auth.ts';
import { addressOf, tooMany } from './guesses.ts';
import { resource } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { writtenOfProvider } from './provided.ts';

const FORM = 'application/x-www-form-urlencoded';
/** Letters; a token has some hundreds. */
const LONGEST = 20_000;

export function providerSignOut(parts: ApiParts) {
  const { access, log } = parts;
  const routes = resource();
  routes.post(OIDC_SIGN_OUT_PATH.slice(AUTH_PATH.length), async (c) => {
    const door = access.oidc;
    if (door === null) throw new ProblemError('NOT_FOUND');
    const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
    if (type !== FORM)
      throw new ProblemError('UNSUPPORTED_MEDIA_TYPE', { facts: { accepted: [FORM] } });
    const turn = await access.oidcLimits.beginSignOut(addressOf(c.env));
    if (turn.waitMs > 0) throw tooMany(turn.waitMs);
    // Until it was found to be one: what goes wrong on our side is nobody's failure.
    let worth: boolean | null = null;
    const refuse = (failure: 'OIDC_AWAY' | 'OIDC_FAILED', reason: string) => {
      log.warn(
        { request: c.var.requestId, failure, reason },
        'a sign-out at the provider is not believed',
      );
      return new ProblemError(failure);
    };
    try {
      const [token = '', ...more] = new URLSearchParams(await c.req.text()).getAll('logout_token');
      const fits = token !== '' && token.length <= LONGEST && more.length === 0;
      const word = fits ? await door.signedOut(token) : null;
      if (word === null || 'failure' in word) {
        const away = word?.failure === 'OIDC_AWAY';
        if (!away) worth = false;
        throw refuse(away ? 'OIDC_AWAY' : 'OIDC_FAILED', word?.reason ?? 'NO_TOKEN');
      }
      const lost = await access.providerSignOuts.carryOut(word);
      worth = lost !== null;
      if (lost === null) throw refuse('OIDC_FAILED', 'CAME_BEFORE');
      for (const account of lost) await writtenOfProvider(parts, 'sessions-ended', account);
      log.info(
        { request: c.var.requestId, accounts: lost.map(({ id }) => id) },
        'signed out at the provider',
      );
      return c.body(null, 200);
    } finally {
      await (worth === null ? turn.release() : turn.end(worth));
    }
  });
  return routes;
}
