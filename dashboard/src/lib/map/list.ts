/** What the list beside the map shows: the same facilities as the map, filtered, searched and sorted. Pure. */
import { viewUnit, type UnitView } from '#domain/capacity/unit-view.ts';
import { GRAVITY, type EdStatus, type Glyph } from '#lib/status/status.ts';
import type { FacilityState } from '#domain/picture.ts';
import { older, seenAt, type RegionSummary, type SeenFacility } from './summary.ts';

export interface Row {
  id: string;
  facility: FacilityState;
  ed: EdStatus;
  bays: UnitView | null;
  icu: UnitView | null;
  /** When the oldest of the shown figures was observed, milliseconds. */
  oldest: number | null;
}

export const SORTS = ['gravity', 'name', 'bays', 'icu', 'oldest'] as const;
export type Sort = (typeof SORTS)[number];

export interface Wanted {
  /** Empty: every status. */
  glyphs: readonly Glyph[];
  search: string;
  /** Null: the whole country. */
  region: string | null;
}

export function rowOf({ facility, ed }: SeenFacility, now: number): Row {
  const [bays, icu] = [viewUnit(facility, 'trauma-bay', now), viewUnit(facility, 'icu', now)];
  const times = [ed.view, bays, icu].map((view) => (view === null ? null : seenAt(view)));
  return { id: facility.id, facility, ed, bays, icu, oldest: times.reduce(older, null) };
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Each word of the search must be in the name, the city or the region's name, accents and case aside. */
export function matches(facility: FacilityState, search: string, regionName: string): boolean {
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

const byName = (a: Row, b: Row) => a.facility.shortName.localeCompare(b.facility.shortName, 'nl');
/** Most first, unknown last. */
const byFree = (unit: 'bays' | 'icu') => (a: Row, b: Row) =>
  (b[unit]?.effectiveAvailable ?? -1) - (a[unit]?.effectiveAvailable ?? -1) || byName(a, b);

const ORDERS: Record<Sort, (a: Row, b: Row) => number> = {
  gravity: (a, b) => GRAVITY[a.ed.glyph] - GRAVITY[b.ed.glyph] || byName(a, b),
  name: byName,
  bays: byFree('bays'),
  icu: byFree('icu'),
  // Never reported is older than anything.
  oldest: (a, b) => (a.oldest ?? 0) - (b.oldest ?? 0) || byName(a, b),
};

export function sorted(rows: readonly Row[], sort: Sort): Row[] {
  return rows.toSorted(ORDERS[sort]);
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
