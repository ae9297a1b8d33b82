/** What the map page draws of its desk: marks, regions, patients on the way, the crowded part, and where the map may not write. */
import { audienceOf } from '#domain/access/table.ts';
import { live } from '#lib/live/live.svelte.ts';
import { session } from '#lib/session/session.svelte.ts';
import { words } from '#lib/words/words.svelte.ts';
import { crowdOf, type Crowd } from './crowd.ts';
import type { MapDesk } from './desk.svelte.ts';
import { loadGeo, NATION, regionBounds, type Bounds } from './geo.ts';
import { InboundBook } from './inbound.ts';
import { MarkBook } from './mark-of.ts';
import { RegionWordsBook } from './region-words.svelte.ts';
import { levelOf } from './zoom.ts';

/** Up to here the answer, the crowded part and the legend stand above the list and not over the map; pixels. */
const NARROW = 800;
const MIDDLE = 900;
/** What the crowded part needs to be of use, pixels. */
const INSET_LEAST = { width: 240, height: 180 };
/** How much a department adds to the crowd, by its status. */
const WEIGHTS: Partial<Record<string, number>> = { stop: 3, impending: 1.5 };

export class MapScene {
  readonly desk: MapDesk;
  zoom = $state(0);
  nationZoom = $state(0);
  level = $derived(levelOf(this.zoom, this.nationZoom));

  /** Sizes of what is on the page, pixels. */
  wide = $state(0);
  insetWide = $state(0);
  insetHigh = $state(0);
  answerHigh = $state(0);
  answerWide = $state(0);
  /** The panel of layers stands in the place of the crowded part. */
  layersOpen = $state(false);

  readonly #marks = new MarkBook();
  readonly #insetMarks = new MarkBook();
  readonly #words = new RegionWordsBook();
  readonly #inbound = new InboundBook();
  #before: string | null = null;

  /** What the map shows; follows the chosen region. */
  bounds = $state.raw<Bounds>(NATION);

  /** Made where effects live: in a component. */
  constructor(desk: MapDesk) {
    this.desk = desk;
    $effect(() => {
      const region = desk.region;
      if (region === null) this.bounds = NATION;
      else
        loadGeo().then(
          (geo) => {
            if (desk.region === region) this.bounds = regionBounds(geo, region) ?? NATION;
          },
          // The map itself says that it could not be loaded.
          () => undefined,
        );
    });
  }

  /** The reader is shown patients on the way. */
  inbound = $derived(session.principal !== null && audienceOf(session.principal).inbound);
  readonly #telling = $derived.by(() => ({
    selected: this.desk.selected,
    showsInbound: this.inbound,
    now: this.desk.now,
    t: words.t,
    format: words.format,
  }));
  marks = $derived.by(() =>
    this.#marks.marksOf(this.desk.onMap, { ...this.#telling, level: this.level }),
  );
  readonly #regions = $derived.by(() =>
    this.#words.of(this.desk.regions, this.desk.region, words.format),
  );
  // Nearer by, the region that fills the map needs no name, and among units there is no room for any.
  regions = $derived(
    this.level === 'nation'
      ? this.#regions
      : this.level === 'region'
        ? this.#regions.filter((one) => !one.chosen)
        : [],
  );
  arcs = $derived.by(() =>
    live.picture === null || !this.inbound
      ? []
      : this.#inbound.arcsOf(live.picture, this.desk.now, this.desk.selected, (one) =>
          one.overdue || (one.minutes !== null && one.minutes < 0)
            ? words.t.map.late
            : one.minutes === null
              ? ''
              : words.format.span(one.minutes),
        ),
  );

  // The answer, the enlarged part and the legend lie over the empty sea on the left; the country keeps clear of them.
  padding = $derived({
    start: [this.wide < NARROW ? 16 : this.wide < MIDDLE ? 250 : 320, 16] as [number, number],
    end: [this.wide < NARROW ? 16 : 56, 16] as [number, number],
  });
  /** What lies over the map, pixels from its corner: no words of the map go under it. */
  covered = $derived(
    this.wide < NARROW
      ? []
      : [
          { left: 0, top: 0, right: this.answerWide + 20, bottom: this.answerHigh + 16 },
          {
            left: 0,
            top: 0,
            right: this.insetWide + 20,
            bottom: this.answerHigh + this.insetHigh + 28,
          },
        ],
  );

  readonly #hasInset = $derived(
    !this.layersOpen && this.insetWide >= INSET_LEAST.width && this.insetHigh >= INSET_LEAST.height,
  );
  readonly #spots = $derived.by(() =>
    this.desk.onMap.map(({ id, facility, ed }) => ({
      id,
      ...facility.position,
      weight: WEIGHTS[ed.glyph] ?? 0,
    })),
  );
  /** The part that is shown larger; null where there is no room for it. */
  crowd = $derived.by((): Crowd | null => {
    if (!this.#hasInset) return null;
    const found = crowdOf(this.#spots, this.insetWide / this.insetHigh, this.#before);
    this.#before = found?.id ?? null;
    return found;
  });
  insetMarks = $derived.by(() =>
    this.crowd === null
      ? []
      : this.#insetMarks.marksOf(this.desk.onMap, { ...this.#telling, level: 'region' }),
  );
  insetTitle = $derived.by(() => {
    const { crowd } = this;
    const city = (id: string | undefined) =>
      id === undefined ? '' : (live.picture?.facilities[id]?.city ?? '');
    return crowd === null ? '' : words.t.map.insetTitle(city(crowd.ids[0]), city(crowd.ids.at(-1)));
  });
  /** What the figures at a hospital are. */
  figures = $derived.by(() =>
    this.desk.unit === null
      ? words.t.map.usualFigures
      : words.t.map.oneFigure(words.t.units.kind[this.desk.unit]),
  );
}
