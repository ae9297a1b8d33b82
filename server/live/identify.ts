/** Who is at the door, before the connection stands: a cookie, a bearer header, or a key in the handshake. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { may } from '#domain/access/table.ts';
import type { SignedIn } from '../access/principal.ts';
import type { Doorkeeper } from './ports.ts';
import { LiveError } from './refusals.ts';

export interface Handshake {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  auth: unknown;
}

/** A connection's identity, and what it was shown to get it: asked again from time to time. */
export interface Identity extends SignedIn {
  credentials: Headers;
}

const authSchema = z
  .object({
    key: z
      .string()
      .min(1)
      .max(512)
      .regex(/^[!-~]+$/)
      .optional(),
  })
  .nullish();

/** @throws LiveError UNAUTHENTICATED, SECOND_FACTOR_NEEDED, FORBIDDEN or MALFORMED. */
export async function identifyHandshake(
  access: Doorkeeper,
  { headers, auth }: Handshake,
): Promise<Identity> {
  const parsed = authSchema.safeParse(auth);
  if (!parsed.success) throw new LiveError('MALFORMED');
  const { origin, cookie, authorization } = headers;
  // A page of another site would bring the visitor's cookie along.
  if (typeof origin === 'string' && !access.trustedOrigins.includes(origin))
    throw new LiveError('FORBIDDEN');
  const credentials = new Headers();
  if (typeof cookie === 'string') credentials.set('cookie', cookie);
  if (typeof authorization === 'string') credentials.set('authorization', authorization);
  const key = parsed.data?.key;
  if (key !== undefined) credentials.set('authorization', `Bearer ${key}`);
  const signedIn = await access.identifyAtDoor(credentials);
  if (signedIn === null) throw new LiveError('UNAUTHENTICATED');
  // A browser always says where a socket comes from (RFC 6455, 10.2); a cookie that comes from nowhere is no browser's.
  if (typeof origin !== 'string' && !credentials.has('authorization'))
    throw new LiveError('FORBIDDEN');
  if (signedIn.mustSetUp) throw new LiveError('SECOND_FACTOR_NEEDED');
  if (may(signedIn.principal, 'live.follow') !== 'allowed') throw new LiveError('FORBIDDEN');
  return { ...signedIn, credentials };
}

/** The same person with the same rights, asked anew; null when that is over. */
export async function identifyAgain(
  access: Doorkeeper,
  { credentials, principal }: Identity,
): Promise<Identity | null> {
  const now = await access.identify(credentials);
  if (now === null || !isDeepStrictEqual(now.principal, principal)) return null;
  return { ...now, credentials };
}
