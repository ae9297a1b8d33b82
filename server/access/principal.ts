/** Who asks: a cookie or a bearer key, turned into the principal that the table of rights speaks of. */
import { ms } from '#domain/clock.ts';
import { reachOf, ACTIONS, type Action, type Principal, type Scope } from '#domain/access/table.ts';
import type { Role } from '#domain/words.ts';
import type { Auth } from './auth.ts';
import type { KeyRing } from './keys.ts';
import { mustSetUp } from './second-factor-rule.ts';
import { organisationOf, PEOPLE_ROLES, storedAccountScope, storedKeyScope } from './scope.ts';
import { principalOfWall, signedInWallSecretIn } from './wall-principal.ts';
import { expiryOf, type Walls } from './walls.ts';
import { StorageError } from '../../db/storage-fault.ts';
import type { StoredApiKey } from '../../db/api-keys.ts';
import type { StoredWall } from '../../db/walls.ts';

/** Somebody signed in, and by what. */
export interface SignedIn {
  principal: Principal;
  /** Of the account; null for a key. */
  email: string | null;
  /** Id of the session, or of the wall screen whose cookie it is; null for a key. */
  session: string | null;
  /** Its role asks for a second factor and it has none: it may set one up and nothing else. */
  mustSetUp?: true;
  /** When a person's session was opened, milliseconds; absent for keys and wall screens. */
  begunAt?: number;
  /** The wall screen that asks; absent for people and keys. */
  wall?: StoredWall;
  /** When it ends by itself, milliseconds. A session that is used goes on: ask again then. */
  expiresAt: number;
}

export interface IdentifyParts {
  auth: Auth;
  keys: KeyRing;
  walls: Walls;
  /** Roles whose people must have a second factor. */
  mustHave: ReadonlySet<string>;
  /** People come by https. */
  secure: boolean;
}

/** A bearer key wins over a cookie, a person over a wall screen; a bad key is nobody, whatever cookie comes with it. */
export async function identify(parts: IdentifyParts, headers: Headers): Promise<SignedIn | null> {
  const authorization = headers.get('authorization');
  if (authorization !== null) return byKey(parts.keys, authorization);
  if (!headers.has('cookie')) return null;
  return (await bySession(parts, headers)) ?? byWall(parts, headers);
}

async function byKey(keys: KeyRing, authorization: string): Promise<SignedIn | null> {
  const [scheme, key, ...rest] = authorization.trim().split(/\s+/);
  if (scheme?.toLowerCase() !== 'bearer' || key === undefined || rest.length > 0) return null;
  const found = await keys.verify(key);
  if (found === null) return null;
  return {
    principal: principalOfKey(found),
    email: null,
    session: null,
    expiresAt: ms(found.until),
  };
}

async function bySession(
  { auth, mustHave }: IdentifyParts,
  headers: Headers,
): Promise<SignedIn | null> {
  // Only the cookie is handed on: nothing else of the request is better-auth's business here.
  const cookie = new Headers({ cookie: headers.get('cookie') ?? '' });
  const found = await sessionOf(auth, cookie);
  if (found === null || !found.user.active) return null;
  const principal = principalOfAccount(found.user);
  if (principal === null) return null;
  const has = found.user.twoFactorEnabled === true;
  const limited = mustSetUp({ role: principal.role, has, way: found.session.way }, mustHave);
  return {
    principal,
    email: found.user.email,
    session: found.session.id,
    expiresAt: found.session.expiresAt.getTime(),
    begunAt: found.session.createdAt.getTime(),
    ...(limited ? { mustSetUp: true } : {}),
  };
}

/** A session is prolonged as it is used; where that cannot be kept it is still one. @throws StorageError when nobody can tell */
async function sessionOf(auth: Auth, headers: Headers) {
  try {
    return await auth.api.getSession({ headers });
  } catch (error) {
    try {
      return await auth.api.getSession({ headers, query: { disableRefresh: true } });
    } catch {
      // Better-auth keeps the reason to itself; that it cannot read its tables is the only one.
      throw new StorageError('away', { cause: error });
    }
  }
}

async function byWall(
  { walls, secure }: IdentifyParts,
  headers: Headers,
): Promise<SignedIn | null> {
  const secret = signedInWallSecretIn(headers, secure);
  const wall = secret === undefined ? null : await walls.verify(secret);
  if (wall === null) return null;
  return {
    principal: principalOfWall(wall),
    email: null,
    session: wall.id,
    expiresAt: ms(expiryOf(wall)),
    wall,
  };
}

export function principalOfKey(key: Pick<StoredApiKey, 'id' | 'scope'>): Principal {
  const scope = storedKeyScope(key.scope);
  return {
    actor: { id: key.id, kind: 'key', role: 'machine', organisation: organisationOf(scope) },
    role: 'machine',
    scope,
  };
}

/** Null for a role that is none. */
export function principalOfAccount(account: {
  id: string;
  role: string;
  scope: string;
}): Principal | null {
  const role = PEOPLE_ROLES.find((one) => one === account.role);
  if (role === undefined) return null;
  const scope = storedAccountScope(account.scope);
  return {
    actor: { id: account.id, kind: 'account', role, organisation: organisationOf(scope) },
    role,
    scope,
  };
}

/** What the principal may do at all: for the screens. */
export function actionsOf(principal: Principal): Action[] {
  return ACTIONS.filter((action) => reachOf(principal, action) !== null);
}

/** Names of what the scope speaks for, for the top of a screen. */
export function organisationName(
  role: Role,
  scope: Scope,
  nameOf: (kind: 'room' | 'facility' | 'region', id: string) => string,
): string {
  if (scope.room !== null) return nameOf('room', scope.room);
  if (scope.facilities.length > 0)
    return scope.facilities.map((id) => nameOf('facility', id)).join(', ');
  if (scope.regions === 'nation') return 'Nederland';
  if (scope.regions.length > 0) return scope.regions.map((id) => nameOf('region', id)).join(', ');
  return role === 'administrator' ? 'Spoedkaart' : 'Nederland';
}
