/** What the list beside the map shows: the same facilities as the map, filtered, searched and sorted. Pure. */
import { GRAVITY, type Glyph } from '#lib/status/status.ts';
import { compareNames as compare } from '#lib/words/format.ts';
import type { FacilityState } from '#domain/picture.ts';
import type { Row } from './rows.ts';
import type { RegionSummary } from './summary.ts';

/** `first` and `second`: the free places of the kinds that are shown. */
export const SORTS = ['gravity', 'name', 'first', 'second', 'oldest'] as const;
export type Sort = (typeof SORTS)[number];

export interface Wanted {
  /** Empty: every status. */
  glyphs: readonly Glyph[];
  search: string;
  /** Null: the whole country. */
  region: string | null;
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Each word of the search must be in the name, the city or the region's name, accents and case aside. */
export function matches(facility: FacilityState, search: string, regionName: string): boolean {
  if (search.trim() === '') return true;
  const text = plain(`${facility.name} ${facility.shortName} ${facility.city} ${regionName}`);
  return plain(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export function filtered(
  rows: readonly Row[],
  wanted: Wanted,
  regionNames: Readonly<Record<string, string>>,
): Row[] {
  return rows.filter(
    ({ facility, ed }) =>
      (wanted.glyphs.length === 0 || wanted.glyphs.includes(ed.glyph)) &&
      (wanted.region === null || facility.region === wanted.region) &&
      matches(facility, wanted.search, regionNames[facility.region] ?? ''),
  );
}

const byName = (a: Row, b: Row) => compare(a.facility.shortName, b.facility.shortName);
/** Most first, unknown last, no such unit after that. */
const freeIn = (row: Row, column: number) => {
  const view = row.shown[column]?.view ?? null;
  return view === null ? -2 : (view.effectiveAvailable ?? -1);
};
const byFree = (column: number) => (a: Row, b: Row) =>
  freeIn(b, column) - freeIn(a, column) || byName(a, b);

const ORDERS: Record<Sort, (a: Row, b: Row) => number> = {
  gravity: (a, b) => GRAVITY[a.ed.glyph] - GRAVITY[b.ed.glyph] || byName(a, b),
  name: byName,
  first: byFree(0),
  second: byFree(1),
  // Never reported is older than anything.
  oldest: (a, b) => (a.oldest ?? 0) - (b.oldest ?? 0) || byName(a, b),
};

export function sorted(rows: readonly Row[], sort: Sort): Row[] {
  return rows.toSorted(ORDERS[sort]);
}

/** Orders of the regions' own table; `heavy` is by pressure. */
export const REGION_SORTS = ['heavy', 'name', 'stops', 'oldest'] as const;
export type RegionSort = (typeof REGION_SORTS)[number];

/** `regions` come the heaviest first; the orders keep that between equals. */
export function sortedRegions(
  regions: readonly RegionSummary[],
  sort: RegionSort,
): readonly RegionSummary[] {
  switch (sort) {
    case 'heavy':
      return regions;
    case 'name':
      return regions.toSorted((a, b) => compare(a.name, b.name));
    case 'stops':
      return regions.toSorted(
        (a, b) => b.counts.stop - a.counts.stop || b.counts.impending - a.counts.impending,
      );
    case 'oldest':
      return regions.toSorted((a, b) => (a.oldest ?? 0) - (b.oldest ?? 0));
  }
}

export interface Group {
  /** Null: no groups, one list through the country. */
  region: RegionSummary | null;
  rows: Row[];
}

/** By gravity the list goes region by region, the heaviest first; in any other order it is one list. */
export function grouped(
  rows: readonly Row[],
  sort: Sort,
  regions: readonly RegionSummary[],
): Group[] {
  const inOrder = sorted(rows, sort);
  if (sort !== 'gravity') return [{ region: null, rows: inOrder }];
  return regions
    .map((region) => ({
      region,
      rows: inOrder.filter(({ facility }) => facility.region === region.id),
    }))
    .filter((group) => group.rows.length > 0);
}

/** The row a number of steps further in what is shown; the first when nothing is chosen; stays at the ends. */
export function stepped(
  groups: readonly Group[],
  from: string | null,
  steps: number,
): string | null {
  const ids = groups.flatMap((group) => group.rows.map((row) => row.id));
  if (ids.length === 0) return null;
  const at = from === null ? -1 : ids.indexOf(from);
  if (at === -1) return ids[0] ?? null;
  return ids[Math.min(Math.max(at + steps, 0), ids.length - 1)] ?? null;
}
