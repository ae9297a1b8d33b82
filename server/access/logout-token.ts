/**
 * What a provider of sign-in tells of somebody who signed out there: a logout token. What is asked of it stands in OpenID Connect
 * Back-Channel Logout 1.0, sections 2.4 and 2.6; signature and times are jose's work, which checks ID tokens too.
 */
import { decodeJwt, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

export const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** Clocks differ. */
const TOLERANCE_SECONDS = 30;
/** An older one is refused, whatever end it names, so that what came once need not be remembered for longer. */
const OLDEST_SECONDS = 600;
/** So long one may come again, by clocks that differ the one way and the other: milliseconds. */
export const LOGOUT_TOKEN_MS = (OLDEST_SECONDS + 4 * TOLERANCE_SECONDS) * 1_000;
/** Signatures that nobody can make who only knows our own secret; what the provider says beside these is not believed. */
const ALGORITHMS = /^(?:RS|PS|ES)(?:256|384|512)$|^Ed(?:DSA|25519)$/;
const TYPES: readonly unknown[] = [undefined, 'JWT', 'logout+jwt', 'application/logout+jwt'];

/** Whose sessions end: `sub` all, `sid` the one that the provider calls so. At least one is there. */
export interface SignedOutThere {
  sub: string | null;
  sid: string | null;
  /** Of the token. */
  jti: string;
}

export interface LogoutTokenParts {
  issuer: string;
  clientId: string;
  /** With which the provider signs, as it says itself. */
  algorithms: readonly string[] | undefined;
  /** Asked only of a token that is otherwise in order. */
  keys: () => Promise<JWTVerifyGetKey>;
}

/** It is signed or not, but it is no logout token for us. */
export class LogoutTokenError extends Error {
  override name = 'LogoutTokenError';
  readonly code: string;

  /** @param code what is wrong, for the log */
  constructor(code: string) {
    super(`the logout token is refused: ${code}`);
    this.code = code;
  }
}

const name = z.string().min(1).max(500);
const schema = z.object({
  iss: name,
  aud: z.union([z.string(), z.array(z.string())]),
  jti: name,
  iat: z.number(),
  exp: z.number(),
  sub: name.optional(),
  sid: name.optional(),
  events: z.looseObject({ [LOGOUT_EVENT]: z.looseObject({}) }),
});

/** @throws LogoutTokenError, an error of jose, or that of asking the keys */
export async function readLogoutToken(
  token: string,
  { issuer, clientId, algorithms = ['RS256'], keys }: LogoutTokenParts,
): Promise<SignedOutThere> {
  // Nobody makes us ask the provider for its keys by what could not be for us.
  wordOf(decodeJwt(token), issuer, clientId);
  const { payload, protectedHeader } = await jwtVerify(token, await keys(), {
    ...{ issuer, audience: clientId },
    algorithms: algorithms.filter((one) => ALGORITHMS.test(one)),
    clockTolerance: TOLERANCE_SECONDS,
    maxTokenAge: OLDEST_SECONDS,
    requiredClaims: ['exp', 'iat', 'jti'],
  });
  if (!TYPES.includes(protectedHeader.typ)) throw new LogoutTokenError('TYPE');
  return wordOf(payload, issuer, clientId);
}

function wordOf(payload: JWTPayload, issuer: string, clientId: string): SignedOutThere {
  const parsed = schema.safeParse(payload);
  if (!parsed.success) throw new LogoutTokenError('CLAIMS');
  const { iss, aud, jti, sub = null, sid = null } = parsed.data;
  if (iss !== issuer) throw new LogoutTokenError('ISSUER');
  if (![aud].flat().includes(clientId)) throw new LogoutTokenError('AUDIENCE');
  // So an ID token can never be taken for one (section 2.4).
  if ('nonce' in payload) throw new LogoutTokenError('NONCE');
  if (sub === null && sid === null) throw new LogoutTokenError('NOBODY');
  return { sub, sid, jti };
}
