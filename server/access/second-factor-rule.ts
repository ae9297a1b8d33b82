/** Whose second factor is asked for, and by what a session was opened. The one place of the rule that a provider asks for its own. */
import { SESSION_OPENING_PATH } from './session-opening.ts';

/** `passkey`: both factors in one. `provider`: another party vouches for the person (OpenID Connect) and asks what it asks. */
export type SignInWay = 'password' | 'passkey' | 'provider';

const PASSKEY_PATH = '/passkey/verify-authentication';
/** Where better-auth's own providers send people back to: none is switched on today. */
const PROVIDER_PATH = /^\/(?:oauth2\/)?callback(?:\/|$)/;

/** @param path of better-auth's, of the request that opens the session; absent where none does. */
export function wayOfPath(path: string | undefined): SignInWay {
  if (path === PASSKEY_PATH) return 'passkey';
  if (path === SESSION_OPENING_PATH) return 'provider';
  return path !== undefined && PROVIDER_PATH.test(path) ? 'provider' : 'password';
}

/** What the rule looks at. */
export interface Standing {
  role: string;
  /** The account has a second factor. Whoever has one was asked for it, or for a passkey, when the session was opened. */
  has: boolean;
  /** As kept with the session. */
  way: unknown;
}

/**
 * Whether the person must set up a second factor before anything else.
 * @param required roles whose people must have one.
 */
export function mustSetUp({ role, has, way }: Standing, required: ReadonlySet<string>): boolean {
  // Whom a provider vouches for is not asked for a second factor here: the provider asks.
  if (way === 'provider') return false;
  return required.has(role) && !has;
}
