/**
 * Signing in by a provider of one's own, under /api/auth. A browser is sent there and comes back; whatever goes wrong on the way ends
 * at the page of sign-in, which says what by its code.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import { ownPath } from '#domain/access/claims.ts';
import { OIDC_LEAVE_PATH } from '../access/access.ts';
import { cookieAttributes, cookieName } from '../access/cookies.ts';
import type { AccountRecord } from '../access/accounts.ts';
import type { OidcDoor } from '../access/oidc.ts';
import type { Turn } from '../access/guess-limiter.ts';
import { StorageError } from '../../db/storage-fault.ts';
import { noted } from './errors.ts';
import { addressOf, tooMany } from './guesses.ts';
import { answers, resource } from './kit.ts';
import type { ApiEnv, ApiParts } from './parts.ts';
import { ProblemError, type ProblemCode } from './problems.ts';
import { admit } from './provided.ts';

const SIGN_IN_PAGE = '/sign-in';
/** Somebody may look for his telephone at the provider's. */
const AWAY_AT_MOST_MS = 10 * 60_000;

const keptSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  at: z.number(),
});
type Kept = z.output<typeof keptSchema>;

const ways = createRoute({
  method: 'get',
  path: '/sign-in/ways',
  tags: ['access'],
  summary: 'How one can sign in besides by e-mail and password',
  responses: answers(
    200,
    'The provider of sign-in; null without one',
    z.object({
      provider: z
        .object({
          name: z.string().openapi({ description: 'what it is called on the button' }),
          leave: z.url().openapi({ description: 'where a browser goes to sign in by it' }),
        })
        .nullable(),
    }),
  ),
});

export function providerRoutes(parts: ApiParts) {
  const { access, metrics, deskParts, secure, log } = parts;
  const now = () => deskParts.live.now();
  const cookie = cookieName('return', secure);
  const cookieOptions = { ...cookieAttributes(secure), sameSite: 'Lax' } as const;

  const keep = (c: Context<ApiEnv>, kept: Kept) =>
    setSignedCookie(c, cookie, JSON.stringify(kept), access.returnKey, {
      ...cookieOptions,
      maxAge: AWAY_AT_MOST_MS / 1000,
    });

  /** What this browser left with; null when it did not, or long ago. It has it no more. */
  const takeKept = async (c: Context<ApiEnv>): Promise<Kept | null> => {
    const told = await getSignedCookie(c, access.returnKey, cookie);
    deleteCookie(c, cookie, cookieOptions);
    if (typeof told !== 'string') return null;
    const kept = keptSchema.safeParse(JSON.parse(told));
    const fresh = kept.success && Math.abs(now() - kept.data.at) <= AWAY_AT_MOST_MS;
    return fresh ? kept.data : null;
  };

  const refuse = (c: Context<ApiEnv>, code: ProblemCode) => {
    metrics.signIns.inc({ outcome: 'refused' });
    log.warn({ request: c.var.requestId, code }, 'signing in by the provider was refused');
    return c.redirect(`${SIGN_IN_PAGE}?refused=${code}`, 303);
  };

  /** A person follows these with his browser: what goes wrong is said by a page, not in JSON. */
  const saying =
    (work: (c: Context<ApiEnv>, door: OidcDoor) => Promise<Response>) =>
    async (c: Context<ApiEnv>): Promise<Response> => {
      if (access.oidc === null) throw new ProblemError('NOT_FOUND');
      try {
        return await work(c, access.oidc);
      } catch (error) {
        return refuse(c, noted(parts, error, c.var.requestId).code);
      }
    };

  /** @throws ProblemError TOO_MANY_ATTEMPTS, which the page of sign-in says */
  const goOn = (turn: Turn): Turn => {
    if (turn.waitMs === 0) return turn;
    metrics.signIns.inc({ outcome: 'limited' });
    throw tooMany(turn.waitMs);
  };

  /** Sets the cookie of a new session. @throws ProblemError OIDC_CLOSED when the account was closed meanwhile */
  const open = async (c: Context<ApiEnv>, account: AccountRecord, providerSid: string | null) => {
    const opened = await access.auth.api.openSession({
      body: { account: account.id, providerSid },
      headers: new Headers({ 'user-agent': c.req.header('user-agent') ?? '' }),
      asResponse: true,
    });
    if (opened.status >= 500) throw new StorageError('away');
    if (!opened.ok) throw new ProblemError('OIDC_CLOSED');
    for (const one of opened.headers.getSetCookie()) c.header('Set-Cookie', one, { append: true });
    metrics.signIns.inc({ outcome: 'succeeded' });
    log.info(
      { request: c.var.requestId, account: account.id, role: account.role },
      'signed in by the provider',
    );
  };

  const routes = resource().openapi(ways, (c) => {
    const name = access.oidc?.setUp.name;
    const leave = `${access.baseUrl}${OIDC_LEAVE_PATH}`;
    return c.json({ provider: name === undefined ? null : { name, leave } }, 200);
  });

  routes.get(
    '/oidc/leave',
    saying(async (c, door) => {
      const turn = goOn(await access.oidcLimits.beginLeave(addressOf(c.env)));
      const left = await door.leave().finally(() => turn.end(false));
      if (typeof left === 'string') return refuse(c, left);
      const to = ownPath(c.req.query('to'), access.baseUrl);
      await keep(c, { ...left.kept, to, at: now() });
      return c.redirect(left.url.href, 303);
    }),
  );

  routes.get(
    '/oidc/return',
    saying(async (c, door) => {
      const kept = await takeKept(c);
      if (kept === null) return refuse(c, 'OIDC_FAILED');
      const turn = goOn(await access.oidcLimits.beginReturn(addressOf(c.env)));
      let came: AccountRecord | ProblemCode = 'OIDC_FAILED';
      let sid: unknown;
      try {
        const back = await door.comeBack(new URL(c.req.url).search, kept);
        came = typeof back === 'string' ? back : await admit(parts, door, back.claims);
        sid = typeof back === 'string' ? null : back.claims['sid'];
      } finally {
        // Of a provider that is away nobody is to blame who stands before it.
        await (came === 'OIDC_AWAY' ? turn.release() : turn.end(typeof came !== 'string'));
      }
      if (typeof came === 'string') return refuse(c, came);
      await open(c, came, typeof sid === 'string' ? sid : null);
      return c.redirect(kept.to, 303);
    }),
  );
  return routes;
}
