/** Wall screens as their page reads and orders them. */
import { MINUTE, ms } from '#domain/clock.ts';
import type { Principal } from '#domain/access/table.ts';
import { may } from '#domain/access/table.ts';
import type { Picture } from '#domain/picture.ts';
import { WALL_SECONDS, type WallSetup } from '#domain/walls/setup.ts';
import type { WallWire } from '#wire/walls.ts';

/** The server notes a screen every ten minutes: within this it is there. */
export const THERE_WITHIN_MS = 15 * MINUTE;

/** Choices of the time that one page stays, seconds. */
export const SECONDS: readonly number[] = [10, 15, WALL_SECONDS.usual, 30, 45, 60, 90];

export const isThere = (wall: WallWire, now: number): boolean =>
  now - ms(wall.lastSeenAt) < THERE_WITHIN_MS;

/** Whether somebody may change all that the screen shows. */
export const mayChange = (who: Principal, { setup }: WallWire): boolean =>
  may(who, 'walls.manage', { kind: 'regions', ids: setup.regions, own: 'every' }) === 'allowed';

/** Regions that somebody may put on a screen, by name. */
export function ownRegions(who: Principal, picture: Picture): { id: string; name: string }[] {
  return Object.values(picture.regions)
    .filter(
      ({ id }) =>
        may(who, 'walls.manage', { kind: 'regions', ids: [id], own: 'every' }) === 'allowed',
    )
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The same list with the one in it or out of it, in the order of `all`. */
export function toggled<T>(chosen: readonly T[], one: T, all: readonly T[]): T[] {
  return all.filter((other) => (other === one ? !chosen.includes(other) : chosen.includes(other)));
}

export const isWhole = ({ regions, pages }: WallSetup): boolean =>
  regions.length > 0 && pages.length > 0;
