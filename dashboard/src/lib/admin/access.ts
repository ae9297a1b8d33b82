/** Accounts and keys as the server lists them. */
import type { Action } from '#domain/access/table.ts';
import type { PeopleRole } from '#domain/access/table.ts';
import { ROLES } from '#domain/words.ts';

export type { PeopleRole };
export const PEOPLE_ROLES = ROLES.filter((role) => role !== 'machine') as PeopleRole[];

export interface AccountScope {
  room: string | null;
  facilities: string[];
  regions: string[] | 'nation';
}
export const EMPTY_SCOPE: AccountScope = { room: null, facilities: [], regions: [] };

export interface Account {
  id: string;
  email: string;
  role: PeopleRole;
  scope: AccountScope;
  active: boolean;
  /** It comes from the provider of sign-in, which decides its role and how one signs in. */
  provided: boolean;
  /** It has a second factor. */
  secondFactor: boolean;
  createdAt: string;
  /** A link by which its owner chooses a password stands until then; null: none. */
  invitedUntil: string | null;
}

export interface KeyScope {
  actions: Action[];
  facilities: string[];
  room: string | null;
}

export interface ApiKey {
  id: string;
  name: string;
  /** How the key begins. */
  prefix: string;
  scope: KeyScope;
  createdAt: string;
  expiresAt: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
  rotatedAt: string | null;
  /** The secret before, while it still holds. */
  previous: { prefix: string; until: string } | null;
}

/** Only the part of a scope that the role lives by; the server refuses the rest. */
export function scopeFor(role: PeopleRole, scope: AccountScope): AccountScope {
  switch (role) {
    case 'dispatcher':
      return { ...EMPTY_SCOPE, room: scope.room };
    case 'hospital':
      return { ...EMPTY_SCOPE, facilities: scope.facilities };
    case 'chair':
      return { ...EMPTY_SCOPE, regions: scope.regions };
    case 'administrator':
    case 'viewer':
      return EMPTY_SCOPE;
  }
}

/** Whether the key still opens anything at the moment (milliseconds). */
export function isLive(key: ApiKey, now: number): boolean {
  return key.revokedAt === null && Date.parse(key.expiresAt) > now;
}

/** A key that ends so soon asks for another secret. */
const SOON_MS = 30 * 86_400_000;

/** Whether it holds and ends within a month (milliseconds). */
export function endsSoon(key: ApiKey, now: number): boolean {
  return isLive(key, now) && Date.parse(key.expiresAt) - now < SOON_MS;
}

/** The installation's dispatch rooms, and those that an account or key names beside them. */
export function knownRooms(
  accounts: readonly Account[],
  keys: readonly ApiKey[],
  installed: readonly string[] = [],
): string[] {
  const rooms = [...installed, ...[...accounts, ...keys].flatMap(({ scope }) => scope.room ?? [])];
  return [...new Set(rooms)].sort();
}
