/** What a wall screen shows, as a chair chose it. */

/** Kinds of page, in the order in which they come round. */
export const WALL_PAGES = ['region', 'nation', 'incoming'] as const;
export type WallPage = (typeof WALL_PAGES)[number];

/** Seconds that one page stays: shorter cannot be read from 5 m, longer is no cycle. */
export const WALL_SECONDS = { least: 8, most: 120, usual: 20 } as const;
/** Characters of a screen's name. */
export const WALL_NAME_LENGTH = 60;
/** Regions of one screen at most. */
export const WALL_REGIONS = 20;

export interface WallSetup {
  /** Region ids, in the order in which they come round. */
  regions: string[];
  pages: WallPage[];
  secondsPerPage: number;
  /** Leaves out regions in which every emergency department is open and heard of. */
  skipQuiet: boolean;
}

/** What a screen shows when nothing was chosen: the regions, the nation and who is on the way. */
export function usualSetup(regions: readonly string[]): WallSetup {
  return {
    regions: [...regions],
    pages: [...WALL_PAGES],
    secondsPerPage: WALL_SECONDS.usual,
    skipQuiet: false,
  };
}
