/** What an account or a key speaks for, as it is asked for, as it is kept and as the domain takes it. */
import { z } from 'zod';
import {
  KEY_ACTIONS,
  NO_SCOPE,
  type Action,
  type PeopleRole,
  type Scope,
} from '#domain/access/table.ts';
import { idSchema } from '#domain/cases/commands.ts';
import type { Picture } from '#domain/picture.ts';
import { ROLES, type Role } from '#domain/words.ts';

/** Roles of people; `machine` is a key's. */
export const PEOPLE_ROLES = ROLES.filter((role) => role !== 'machine');
export type { PeopleRole };

/** Most facilities or regions of one account or key. */
const MOST = 100;

export const accountScopeSchema = z.strictObject({
  /** Dispatch room of a dispatcher. */
  room: idSchema.nullable().default(null),
  /** Facilities of a hospital account. */
  facilities: z.array(idSchema).max(MOST).default([]),
  /** Regions of a chair, or `nation`. */
  regions: z.union([z.literal('nation'), z.array(idSchema).max(MOST)]).default([]),
});
export type AccountScope = z.output<typeof accountScopeSchema>;

export const keyScopeSchema = z.strictObject({
  /** What the key may do, besides reading the capacity picture. */
  actions: z
    .array(z.enum(KEY_ACTIONS as [Action, ...Action[]]))
    .min(1)
    .max(KEY_ACTIONS.length),
  facilities: z.array(idSchema).max(MOST).default([]),
  room: idSchema.nullable().default(null),
});
export type KeyScope = z.output<typeof keyScopeSchema>;

/** A scope that was kept; what cannot be read gives no rights. */
export function storedAccountScope(json: string): Scope {
  const parsed = accountScopeSchema.safeParse(parseJson(json));
  return parsed.success ? { ...NO_SCOPE, ...parsed.data } : NO_SCOPE;
}

export function storedKeyScope(value: unknown): Scope {
  const parsed = keyScopeSchema.safeParse(value);
  return parsed.success ? { ...NO_SCOPE, ...parsed.data } : { ...NO_SCOPE, actions: [] };
}

/** Organisation of entries: the facility, room or region spoken for; null for several, for the nation and for none. */
export function organisationOf(scope: Scope): string | null {
  if (scope.room !== null) return scope.room;
  const named = scope.facilities.length > 0 ? scope.facilities : scope.regions;
  return named === 'nation' || named.length !== 1 ? null : (named[0] ?? null);
}

export type ScopeProblem = { path: string; message: string };

/** What is wrong with a scope for its role: a facility or room that does not exist, or the part that the role lives by missing. */
export function scopeProblems(
  role: Role,
  scope: { room: string | null; facilities: string[]; regions?: string[] | 'nation' },
  picture: Picture,
  rooms: ReadonlySet<string>,
): ScopeProblem[] {
  const problems: ScopeProblem[] = [];
  const say = (path: string, message: string) => problems.push({ path: `scope.${path}`, message });
  scope.facilities.forEach((id, index) => {
    if (picture.facilities[id] === undefined) say(`facilities.${index}`, 'unknown facility');
  });
  const regions = scope.regions ?? [];
  if (regions !== 'nation')
    regions.forEach((id, index) => {
      if (picture.regions[id] === undefined) say(`regions.${index}`, 'unknown region');
    });
  if (scope.room !== null && !rooms.has(scope.room)) say('room', 'unknown dispatch room');
  if (role === 'dispatcher' && scope.room === null) say('room', 'a dispatcher has a dispatch room');
  if (role === 'hospital' && scope.facilities.length === 0)
    say('facilities', 'a hospital account has a facility');
  if (role === 'chair' && regions.length === 0)
    say('regions', 'a chair has a region or the nation');
  if (role !== 'dispatcher' && role !== 'machine' && scope.room !== null)
    say('room', 'only a dispatcher has a dispatch room');
  if (role !== 'hospital' && role !== 'machine' && scope.facilities.length > 0)
    say('facilities', 'only a hospital account has facilities');
  if (role !== 'chair' && regions.length > 0) say('regions', 'only a chair has regions');
  return problems;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
