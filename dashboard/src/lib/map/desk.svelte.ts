/** What is chosen on the map page: one selection and one filter for map and list alike. */
import {
  headlineOf,
  countGlyphs,
  emergencyDepartments,
  hurtRegions,
  regionSummaries,
} from './summary.ts';
import { filtered, grouped, rowOf, type Sort } from './list.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { Glyph } from '#lib/status/status.ts';

export class MapDesk {
  selected = $state<string | null>(null);
  region = $state<string | null>(null);
  glyphs = $state.raw<readonly Glyph[]>([]);
  search = $state('');
  sort = $state<Sort>('gravity');

  seen = $derived(live.picture === null ? [] : emergencyDepartments(live.picture, live.now));
  counts = $derived(countGlyphs(this.seen));
  regions = $derived(
    live.picture === null ? [] : regionSummaries(live.picture, this.seen, live.now),
  );
  hurt = $derived(hurtRegions(this.regions));
  headline = $derived(headlineOf(this.regions));
  regionNames = $derived(Object.fromEntries(this.regions.map(({ id, name }) => [id, name])));

  rows = $derived(this.seen.map((one) => rowOf(one, live.now)));
  /** On the map: the filter without the region, for a region is a place to look at and not a filter. */
  onMap = $derived(
    filtered(
      this.rows,
      { glyphs: this.glyphs, search: this.search, region: null },
      this.regionNames,
    ),
  );
  inList = $derived(
    this.region === null
      ? this.onMap
      : this.onMap.filter((row) => row.facility.region === this.region),
  );
  groups = $derived(grouped(this.inList, this.sort, this.regions));
  isFiltered = $derived(
    this.glyphs.length > 0 || this.search.trim() !== '' || this.region !== null,
  );
  facility = $derived(
    this.selected === null ? null : (live.picture?.facilities[this.selected] ?? null),
  );

  toggle(glyph: Glyph): void {
    this.glyphs = this.glyphs.includes(glyph)
      ? this.glyphs.filter((one) => one !== glyph)
      : [...this.glyphs, glyph];
  }

  clear(): void {
    this.glyphs = [];
    this.search = '';
    this.region = null;
  }
}
