/** Everything about who may come in, built from its parts. What they may then do is the table's word (domain/access/table.ts). */
import { createHmac, randomUUID } from 'node:crypto';
import type { ApiKeyStore } from '../../db/api-keys.ts';
import type { GuessStore } from '../../db/guesses.ts';
import type { WallStore } from '../../db/walls.ts';
import type { AccountsDatabase } from '../../db/accounts.ts';
import type { Signals } from '../../db/signals.ts';
import type { PeopleRole, Principal } from '#domain/access/table.ts';
import { Accounts } from './accounts.ts';
import { AUTH_PATH, createAuth, type Auth } from './auth.ts';
import { isSecure } from './cookies.ts';
import { AccessEvents } from './events.ts';
import { FirstAdministrator } from './first-admin.ts';
import { Invitations } from './invitations.ts';
import { KeyRing } from './keys.ts';
import { identify, principalOfAccount, principalOfKey, type SignedIn } from './principal.ts';
import { OidcDoor, type OidcRemark, type OidcSetUp } from './oidc.ts';
import { OidcLimits } from './oidc-limits.ts';
import { ProvidedAccounts } from './provided.ts';
import { RequestLimiter, type RateLimits } from './request-limiter.ts';
import { LOGOUT_TOKEN_MS } from './logout-token.ts';
import { ProviderSignOuts } from './provider-sign-outs.ts';
import { SecondFactor } from './second-factor.ts';
import { Sessions } from './sessions.ts';
import { SignInLimiter } from './sign-in-limiter.ts';
import { UsedCodes } from './used-codes.ts';
import { Walls } from './walls.ts';

/** Where a browser leaves for the provider of sign-in, and where that sends it back to. */
export const OIDC_LEAVE_PATH = `${AUTH_PATH}/oidc/leave`;
export const OIDC_RETURN_PATH = `${AUTH_PATH}/oidc/return`;
/** Where the provider itself tells of who signed out there. */
export const OIDC_SIGN_OUT_PATH = `${AUTH_PATH}/oidc/backchannel-logout`;

export interface AccessParts {
  database: AccountsDatabase;
  /** Other servers on the same database; null when there are none. */
  signals?: Signals | null;
  apiKeys: ApiKeyStore;
  walls: WallStore;
  guesses: GuessStore;
  secret: string;
  /** Origin that cookies are made for. */
  baseUrl: string;
  trustedOrigins: string[];
  /** Milliseconds. */
  clock: () => number;
  /** Default random ones. */
  newId?: () => string;
  /** Requests a minute; default the usual ones. */
  limits?: RateLimits;
  /** Roles whose people must have a second factor; default none. */
  secondFactorRoles?: readonly PeopleRole[];
  /** The provider by which people may sign in; default none. */
  oidc?: OidcSetUp | null;
  onOidcRemark?: OidcRemark;
  onFault?: (fault: unknown) => void;
}

export interface Access {
  auth: Auth;
  accounts: Accounts;
  keys: KeyRing;
  walls: Walls;
  sessions: Sessions;
  limiter: SignInLimiter;
  requests: RequestLimiter;
  firstAdministrator: FirstAdministrator;
  invitations: Invitations;
  /** Null without a provider of sign-in. */
  oidc: OidcDoor | null;
  oidcLimits: OidcLimits;
  /** Ends what is open here of who signed out at the provider. */
  providerSignOuts: ProviderSignOuts;
  /** Signs what a browser keeps while it is at the provider. */
  returnKey: string;
  /** Ended sessions, changed accounts, revoked keys: whoever keeps connections open listens. */
  events: AccessEvents;
  trustedOrigins: readonly string[];
  secondFactor: SecondFactor;
  /** As `identify`, those included who must set up a second factor before they may do anything else. */
  identifyAtDoor(headers: Headers): Promise<SignedIn | null>;
  /** Origin that cookies are made for. */
  baseUrl: string;
  /** Who sent these headers; null for nobody. */
  identify(headers: Headers): Promise<SignedIn | null>;
  principalFromHeaders(headers: Headers): Promise<Principal | null>;
  /** Of an account or a key that is not asking itself, by today's rights; null when it does not hold. */
  principalOf(owner: { kind: 'account' | 'key'; id: string }): Promise<Principal | null>;
}

export function createAccess(parts: AccessParts): Access {
  const { database, secret, baseUrl, trustedOrigins, clock, onFault } = parts;
  const newId = parts.newId ?? randomUUID;
  const issuer = parts.oidc?.issuer ?? null;
  const auth = createAuth({
    database,
    secret,
    baseUrl,
    trustedOrigins,
    clock,
    issuer,
    ...(parts.newId === undefined ? {} : { newId: parts.newId }),
  });
  const events = new AccessEvents(parts.signals ?? null);
  const store = parts.apiKeys;
  const keys = new KeyRing({ store, events, clock, secret, onFault, newId });
  const guesses = { store: parts.guesses, clock, secret };
  const walls = new Walls({ store: parts.walls, guesses, events, clock, secret, newId });
  const provided = new ProvidedAccounts({ auth, database, issuer, newId, clock });
  const accounts = new Accounts(auth, events, provided);
  const sessions = new Sessions(auth, events);
  const mustHave = new Set(parts.secondFactorRoles ?? []);
  const secure = isSecure(baseUrl);
  const atDoor = (headers: Headers) => identify({ auth, keys, walls, mustHave, secure }, headers);
  const who = async (headers: Headers) => {
    const found = await atDoor(headers);
    return found?.mustSetUp === true ? null : found;
  };
  return {
    auth,
    accounts,
    keys,
    walls,
    sessions,
    limiter: new SignInLimiter(guesses),
    requests: new RequestLimiter({
      clock,
      ...(parts.limits === undefined ? {} : { limits: parts.limits }),
    }),
    firstAdministrator: new FirstAdministrator(auth, accounts, clock),
    invitations: new Invitations({ auth, accounts, secret, clock }),
    oidc: oidcDoor(parts),
    oidcLimits: new OidcLimits(guesses),
    providerSignOuts: new ProviderSignOuts({
      ...{ accounts, sessions },
      used: new UsedCodes({ ...guesses, keptMs: LOGOUT_TOKEN_MS }),
    }),
    returnKey: createHmac('sha256', secret).update('return from the provider').digest('hex'),
    events,
    trustedOrigins,
    secondFactor: new SecondFactor({
      ...{ auth, events, sessions, secret, mustHave, clock },
      used: new UsedCodes(guesses),
    }),
    identifyAtDoor: atDoor,
    baseUrl,
    identify: who,
    principalFromHeaders: async (headers) => (await who(headers))?.principal ?? null,
    async principalOf({ kind, id }) {
      if (kind === 'key') {
        const key = await keys.holding(id);
        return key === null ? null : principalOfKey(key);
      }
      const account = await accounts.find(id);
      if (account === null || !account.active) return null;
      return principalOfAccount({ ...account, scope: JSON.stringify(account.scope) });
    },
  };
}

function oidcDoor({ oidc, baseUrl, clock, onOidcRemark }: AccessParts): OidcDoor | null {
  if (oidc === undefined || oidc === null) return null;
  return new OidcDoor({
    setUp: oidc,
    returnsTo: `${baseUrl}${OIDC_RETURN_PATH}`,
    clock,
    onRemark: (failure, reason) => onOidcRemark?.(failure, reason),
  });
}
