/** What the map shows at which zoom: regions first, then hospitals with figures, then every unit. Pure. */

export const LEVELS = ['nation', 'region', 'units'] as const;
export type Level = (typeof LEVELS)[number];

/** Steps of zoom beyond the whole country from which a level begins: so it does on a phone and on a wall alike. */
const REGION_FROM = 0.75;
const UNITS_FROM = 3.25;

/** `nationZoom`: the zoom at which this map shows the whole country. */
export function levelOf(zoom: number, nationZoom: number): Level {
  const beyond = zoom - nationZoom;
  if (beyond < REGION_FROM) return 'nation';
  return beyond < UNITS_FROM ? 'region' : 'units';
}
