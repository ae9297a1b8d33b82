/** Map tiles as the page needs them. */
import type { MapSettingsWire } from './wire/map.ts';

/** Tile servers that ask for words of their own; every other one is named by its host. */
const ATTRIBUTIONS: readonly (readonly [host: string, words: string])[] = [
  ['openstreetmap.org', '© OpenStreetMap contributors'],
  ['service.pdok.nl', 'Kadaster, PDOK (CC BY 4.0)'],
];

/** `url`: `https://host/{z}/{x}/{y}.png`, with `{s}` for subdomains where the server has them. */
export function tilesOf(url: string): NonNullable<MapSettingsWire['tiles']> {
  const host = /^https?:\/\/([^/:]+)/.exec(url)?.[1] ?? '';
  const known = ATTRIBUTIONS.find(([end]) => host === end || host.endsWith(`.${end}`));
  return { url, attribution: known?.[1] ?? host.replace('{s}.', '') };
}
