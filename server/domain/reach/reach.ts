/**
 * Which inhabitants have a level-1 trauma centre within so many minutes by road, and what the stops of a moment change. Two
 * readings, for a stop closes no level-1 centre to the severely injured: over all level-1 sites, and over those without a stop
 * of their emergency department. Indicative: places stand for the people around them, times for a drive with siren.
 */

/** Settings of the reach, proposals both. Source: routing rules 6.3 (`maxBypassMinL1`, note BORDERLINE). */
export const REACH = { limitMinutes: 45, edgeMinutes: 4 } as const;

export interface ReachPlace {
  id: string;
  name: string;
  lat: number;
  lon: number;
  inhabitants: number;
  /** Minutes to the sites by their number in `sites`; a site that is missing is too far or cannot be driven to. */
  minutes: readonly (readonly [site: number, minutes: number])[];
}

/** Times from places to sites; they do not change with the picture. */
export interface ReachTimes {
  /** Facility ids. */
  sites: readonly string[];
  places: readonly ReachPlace[];
}

/** `edge`: so near the limit that the estimate may lie on either side of it. */
export type ReachWord = 'within' | 'edge' | 'beyond';

export interface PlaceReach {
  place: ReachPlace;
  /** With every site that counts. */
  before: ReachWord;
  /** With the shut sites left out. */
  now: ReachWord;
  /** Minutes to the nearest site that is not shut; null when there is none to drive to. */
  minutes: number | null;
  /** Inhabitants within the limit before and not now. */
  lost: boolean;
}

export interface Reach {
  places: PlaceReach[];
  inhabitants: number;
  /** Inhabitants within the limit, with all sites and with the shut ones left out. */
  before: number;
  now: number;
  /** Of `now`: the least and the most, as those on the edge lie within or beyond. */
  least: number;
  most: number;
  lost: number;
}

/** `counted`: the sites that take part; `shut`: those of them that are left out now. Facility ids. */
export function reachOf(
  { sites, places }: ReachTimes,
  counted: ReadonlySet<string>,
  shut: ReadonlySet<string>,
  { limitMinutes, edgeMinutes }: { limitMinutes: number; edgeMinutes: number } = REACH,
): Reach {
  const takesPart = sites.map((site) => counted.has(site));
  const isOpen = sites.map((site) => counted.has(site) && !shut.has(site));
  const wordOf = (minutes: number): ReachWord => {
    if (minutes <= limitMinutes - edgeMinutes) return 'within';
    return minutes <= limitMinutes + edgeMinutes ? 'edge' : 'beyond';
  };
  const reach: Reach = {
    places: [],
    inhabitants: 0,
    before: 0,
    now: 0,
    least: 0,
    most: 0,
    lost: 0,
  };
  for (const place of places) {
    const [all, without] = [nearest(place, takesPart), nearest(place, isOpen)];
    const { inhabitants } = place;
    const [before, now] = [wordOf(all), wordOf(without)];
    const lost = all <= limitMinutes && without > limitMinutes;
    reach.inhabitants += inhabitants;
    if (all <= limitMinutes) reach.before += inhabitants;
    if (without <= limitMinutes) reach.now += inhabitants;
    if (now === 'within') reach.least += inhabitants;
    if (now !== 'beyond') reach.most += inhabitants;
    if (lost) reach.lost += inhabitants;
    reach.places.push({
      place,
      before,
      now,
      minutes: Number.isFinite(without) ? without : null,
      lost,
    });
  }
  return reach;
}

function nearest({ minutes }: ReachPlace, isOpen: readonly boolean[]): number {
  let least = Infinity;
  for (const [site, time] of minutes) if (isOpen[site] === true && time < least) least = time;
  return least;
}

export interface PopulatedPlace {
  population: number;
  municipality: { code: string; population: number };
}

/**
 * Inhabitants that each place stands for, in the order given: those of its municipality, divided as the gazetteer's own figures
 * are. Together they are the inhabitants of the municipalities that have a place; not rounded.
 */
export function inhabitantsOf(places: readonly PopulatedPlace[]): number[] {
  const sums = new Map<string, { people: number; places: number }>();
  for (const { municipality, population } of places) {
    const sum = sums.get(municipality.code) ?? { people: 0, places: 0 };
    sums.set(municipality.code, { people: sum.people + population, places: sum.places + 1 });
  }
  return places.map(({ municipality, population }) => {
    const sum = sums.get(municipality.code);
    if (sum === undefined) return 0;
    // Where the gazetteer counts nobody, its places share alike.
    const share = sum.people === 0 ? 1 / sum.places : population / sum.people;
    return municipality.population * share;
  });
}
