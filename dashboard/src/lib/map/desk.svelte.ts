/** What is chosen on the map page: one selection and one filter for map and list alike. */
import type { UnitKind } from '#domain/words.ts';
import { live } from '#lib/live/live.svelte.ts';
import type { Glyph } from '#lib/status/status.ts';
import { Kept, KeptList } from './kept.ts';
import { NO_LAYERS, type LayerChoice } from './layer-choice.ts';
import type { MapLink, MapPlace } from './link.ts';
import { filtered, grouped, sortedRegions, type RegionSort, type Sort } from './list.ts';
import { RowBook, USUAL_KINDS, type Row } from './rows.ts';
import {
  capacityOfViews,
  countGlyphs,
  headlineOf,
  heaviestFirst,
  hurtRegions,
  regionSummary,
  type RegionSummary,
} from './summary.ts';

const BEAT_MS = 1_000;
const NO_ROWS: readonly Row[] = [];

export class MapDesk {
  selected = $state<string | null>(null);
  region = $state<string | null>(null);
  /** The one kind of unit that is looked at; null for the usual ones. */
  unit = $state<UnitKind | null>(null);
  glyphs = $state.raw<readonly Glyph[]>([]);
  search = $state('');
  sort = $state<Sort>('gravity');
  regionSort = $state<RegionSort>('heavy');
  /** What lies over the map. */
  layers = $state.raw<LayerChoice>(NO_LAYERS);
  /** Where the reader brought the map; null while it shows what was chosen. */
  place = $state.raw<MapPlace | null>(null);

  readonly #book = new RowBook();
  readonly #summaries = new Kept<RegionSummary>();
  readonly #regions = new KeptList<RegionSummary>();
  readonly #onMap = new KeptList<Row>();

  /** The picture's clock to the second, milliseconds: what ages are told by, so that they are told no oftener. */
  now = $derived(Math.floor(live.now / BEAT_MS) * BEAT_MS);
  kinds = $derived<readonly UnitKind[]>(this.unit === null ? USUAL_KINDS : [this.unit]);
  rows = $derived(
    live.picture === null ? NO_ROWS : this.#book.rowsOf(live.picture, live.now, this.kinds),
  );
  counts = $derived(countGlyphs(this.rows));
  regions = $derived.by(() => {
    const regions = Object.values(live.picture?.regions ?? {});
    const all = regions.map((region) => {
      const sites = this.rows.filter((row) => row.facility.region === region.id);
      return this.#summaries.get(region.id, [region, ...sites], () => regionSummary(region, sites));
    });
    return this.#regions.of(all.sort(heaviestFirst));
  });
  regionRows = $derived(sortedRegions(this.regions, this.regionSort));
  hurt = $derived(hurtRegions(this.regions));
  headline = $derived(headlineOf(this.regions));
  /** What is free of each kind that is looked at, over all that is seen. */
  sums = $derived(this.kinds.map((kind, column) => ({ kind, sum: sumOf(this.rows, column) })));
  regionNames = $derived(Object.fromEntries(this.regions.map(({ id, name }) => [id, name])));

  /** On the map: the filter without the region, for a region is a place to look at and not a filter. */
  onMap = $derived(
    this.#onMap.of(
      filtered(
        this.rows,
        { glyphs: this.glyphs, search: this.search, region: null },
        this.regionNames,
      ),
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
  link = $derived<MapLink>({
    region: this.region,
    facility: this.selected,
    unit: this.unit,
    glyphs: this.glyphs,
    search: this.search,
    sort: this.sort,
    layers: this.layers,
    place: this.place,
  });

  /** Becomes what the address says. */
  follow(link: MapLink): void {
    this.region = link.region;
    this.selected = link.facility;
    this.unit = link.unit;
    this.glyphs = link.glyphs;
    this.search = link.search;
    this.sort = link.sort;
    this.layers = link.layers;
    this.place = link.place;
  }

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

/** What is free in one column of some rows, with how much of it is known. */
export function sumOf(rows: readonly Row[], column: number) {
  return capacityOfViews(rows.map((row) => row.shown[column]?.view ?? null));
}
