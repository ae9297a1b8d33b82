/** Apart from the commands, so that a page that asks for it does not fetch their schemas. */
import type { Picture } from '../picture.ts';

/** The region with which pages begin for whoever has none of his own; null in an empty picture. */
export function firstRegionOf(picture: Picture): string | null {
  return picture.homeRegions?.[0] ?? Object.keys(picture.regions)[0] ?? null;
}
