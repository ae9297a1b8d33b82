/**
 * The picture in a few sums: what is free, how much of that is known, how old its oldest part is, and where it hurts. A unit
 * that did not say is in neither number.
 */
import { capacityOf, capacityOfViews, older, seenAt, type Capacity } from '#domain/capacity/sum.ts';
import { viewUnit, type UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState, Picture, Region } from '#domain/picture.ts';
import { heavierPressure, pressureOf, type Pressure } from '#domain/pressure/pressure.ts';
import { edStatusOf, type EdStatus, type Glyph } from '#lib/status/status.ts';

export { capacityOf, capacityOfViews, older, seenAt, type Capacity };

/** Emergency departments by glyph. `stop` and `impending` count the unconfirmed ones too. */
export type GlyphCounts = Record<Glyph, number>;

export interface RegionSummary {
  id: string;
  name: string;
  counts: GlyphCounts;
  /** Emergency departments. */
  eds: number;
  /** Of the hospitals with an emergency department; null where there are none. */
  pressure: Pressure | null;
  bays: Capacity;
  icu: Capacity;
  oldest: number | null;
  inbound: number;
}

export interface SeenFacility {
  facility: FacilityState;
  ed: EdStatus;
}

/** The facilities with an emergency department, each with its status. */
export function emergencyDepartments(picture: Picture, now: number): SeenFacility[] {
  return Object.values(picture.facilities)
    .filter((one) => one.active)
    .map((facility) => ({ facility, ed: edStatusOf(facility, now) }))
    .filter(({ ed }) => ed.glyph !== 'none');
}

export function countGlyphs(seen: readonly SeenFacility[]): GlyphCounts {
  const counts: GlyphCounts = { open: 0, impending: 0, stop: 0, unknown: 0, stale: 0, none: 0 };
  for (const { ed } of seen) counts[ed.glyph] += 1;
  return counts;
}

/** By pressure, then by what it weighs most; the name decides between equals. */
export function heaviestFirst(a: RegionSummary, b: RegionSummary): number {
  return (
    heavierPressure(a.pressure, b.pressure) ||
    b.counts.stop - a.counts.stop ||
    b.counts.impending - a.counts.impending ||
    b.counts.stale + b.counts.unknown - (a.counts.stale + a.counts.unknown) ||
    (a.name < b.name ? -1 : 1)
  );
}

/** What a region's sums are made of, a hospital each. */
export interface SummarySite extends SeenFacility {
  bays: UnitView | null;
  icu: UnitView | null;
  inbound: number;
}

export function regionSummary(
  { id, name }: Pick<Region, 'id' | 'name'>,
  sites: readonly SummarySite[],
): RegionSummary {
  const bays = capacityOfViews(sites.map((site) => site.bays));
  const icu = capacityOfViews(sites.map((site) => site.icu));
  return {
    id,
    name,
    counts: countGlyphs(sites),
    eds: sites.length,
    pressure: pressureOf(
      sites.map((site) => ({ ed: site.ed.view, 'trauma-bay': site.bays, icu: site.icu })),
    ),
    bays,
    icu,
    oldest: older(bays.oldest, icu.oldest),
    inbound: sites.reduce((sum, site) => sum + site.inbound, 0),
  };
}

/** One row a region, the heaviest first. */
export function regionSummaries(
  picture: Picture,
  seen: readonly SeenFacility[],
  now: number,
): RegionSummary[] {
  const sites = seen.map(({ facility, ed }): SummarySite => ({
    facility,
    ed,
    bays: viewUnit(facility, 'trauma-bay', now),
    icu: viewUnit(facility, 'icu', now),
    inbound: facility.claims.filter((one) => one.arrivedAt === null).length,
  }));
  return Object.values(picture.regions)
    .map((region) =>
      regionSummary(
        region,
        sites.filter(({ facility }) => facility.region === region.id),
      ),
    )
    .sort(heaviestFirst);
}

/** Share of emergency departments that may be silent before nothing is said of the whole. */
const MOST_SILENT = 0.2;
/** Regions named in the headline; the rest is counted. */
const NAMED = 3;

export interface Headline {
  /** `calm` only when every department says so; `silent` when too many say nothing to call it anything. */
  kind: 'hurts' | 'watch' | 'calm' | 'calm-as-known' | 'silent';
  regions: string[];
  /** More regions of the same kind than are named. */
  more: number;
}

/** Where it hurts: the regions in which emergency departments are stopped; failing those, where a stop impends. */
export function headlineOf(regions: readonly RegionSummary[]): Headline {
  const stopped = regions.filter((one) => one.counts.stop > 0);
  const impending = regions.filter((one) => one.counts.impending > 0);
  const meant = stopped.length > 0 ? stopped : impending;
  return {
    kind: stopped.length > 0 ? 'hurts' : impending.length > 0 ? 'watch' : quietKind(regions),
    regions: meant.slice(0, NAMED).map((one) => one.name),
    more: Math.max(0, meant.length - NAMED),
  };
}

function quietKind(regions: readonly RegionSummary[]): Headline['kind'] {
  let [silent, eds] = [0, 0];
  for (const one of regions) {
    silent += one.counts.unknown + one.counts.stale;
    eds += one.eds;
  }
  if (silent === 0 && eds > 0) return 'calm';
  return silent > MOST_SILENT * eds || eds === 0 ? 'silent' : 'calm-as-known';
}

/** Regions to be filled as hurting. */
export function hurtRegions(regions: readonly RegionSummary[]): Set<string> {
  return new Set(regions.filter((one) => one.counts.stop > 0).map((one) => one.id));
}
