/** A wall screen as the table of rights knows it: it reads the picture and who is on the way, sees no case and writes nothing. */
import { z } from 'zod';
import { NO_SCOPE, type Principal } from '#domain/access/table.ts';
import { idSchema } from '#domain/cases/commands.ts';
import { usualSetup, WALL_PAGES, WALL_REGIONS, WALL_SECONDS } from '#domain/walls/setup.ts';
import type { WallSetup } from '#domain/walls/setup.ts';
import type { StoredWall } from '../../db/walls.ts';
import { cookieIn, cookieName } from './cookies.ts';
import { organisationOf } from './scope.ts';

export const wallCookie = (secure: boolean) => cookieName('wall', secure);

const unique = (list: readonly string[]) => new Set(list).size === list.length;

export const wallSetupSchema = z.strictObject({
  /** In the order in which they come round. */
  regions: z.array(idSchema).min(1).max(WALL_REGIONS).refine(unique, 'each region once'),
  pages: z.array(z.enum(WALL_PAGES)).min(1).max(WALL_PAGES.length).refine(unique, 'each page once'),
  secondsPerPage: z.number().int().min(WALL_SECONDS.least).max(WALL_SECONDS.most),
  skipQuiet: z.boolean(),
});

/** A setup that was kept; what cannot be read shows no region. */
export function storedSetup(value: unknown): WallSetup {
  const parsed = wallSetupSchema.safeParse(value);
  return parsed.success ? parsed.data : usualSetup([]);
}

/** The secret of the screen whose browser sent these headers. */
export function wallSecretIn(headers: Headers, secure: boolean): string | undefined {
  return cookieIn(headers, wallCookie(secure));
}

/**
 * The same of a screen that is signed in, also by the name that its cookie had over https before the prefix: nobody stands at a wall
 * to sign it in anew after an update. Not of one that waits: whoever planted what it waits by would be signed in with it.
 */
export function signedInWallSecretIn(headers: Headers, secure: boolean): string | undefined {
  return wallSecretIn(headers, secure) ?? wallSecretIn(headers, false);
}

/** A machine that was given no action at all: `audienceOf` shows it who is on the way without the case. */
export function principalOfWall({ id, setup }: StoredWall): Principal {
  const scope = { ...NO_SCOPE, regions: storedSetup(setup).regions, actions: [] };
  return {
    actor: { id, kind: 'key', role: 'machine', organisation: organisationOf(scope) },
    role: 'machine',
    scope,
  };
}
