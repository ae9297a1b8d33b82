/** What can be laid over the map: reach of the level-1 centres, driving times around a hospital, tiles. Fetched when asked for. */
import type { Reach } from '#domain/reach/reach.ts';
import type { IsochronesWire, MapSettingsWire, ReachWire } from '#wire/map.ts';
import { api } from '#lib/api/client.ts';
import type { MapDesk } from '../desk.svelte.ts';
import type { LayerChoice, Reading } from '../layer-choice.ts';
import { reachNow, sitesNow, type SitesNow } from './reach-now.ts';

const NONE: SitesNow = { shut: [], unsure: 0 };

export class MapLayers {
  settings = $state.raw<MapSettingsWire | null>(null);
  /** The reading that was looked at last; the first is the usual one. */
  reading = $state<Reading>('open');
  times = $state.raw<ReachWire | null>(null);
  /** To the chosen hospital. */
  isochrones = $state.raw<IsochronesWire | null>(null);
  failed = $state(false);
  readonly #desk: MapDesk;
  #asking = false;

  constructor(desk: MapDesk) {
    this.#desk = desk;
    this.reading = desk.layers.reach ?? 'open';
    void this.#get<MapSettingsWire>('/map-settings', (settings) => (this.settings = settings));
  }

  /** What lies over the map is the desk's, so that its address says it. */
  get shown(): LayerChoice {
    return this.#desk.layers;
  }

  show(change: Partial<LayerChoice>): void {
    this.#desk.layers = { ...this.#desk.layers, ...change };
  }

  readonly #sites = $derived.by(() =>
    this.times === null
      ? NONE
      : sitesNow(this.times, this.#desk.rows, this.reading, this.#desk.now),
  );
  unsure = $derived(this.#sites.unsure);
  /** As one text, so that the reach is reckoned anew only when another site is shut. */
  readonly #shut = $derived(this.#sites.shut.join(' '));
  shut = $derived(this.#shut === '' ? [] : this.#shut.split(' '));
  result = $derived<Reach | null>(this.times === null ? null : reachNow(this.times, this.shut));

  read(reading: Reading): void {
    this.reading = reading;
    this.show({ reach: reading });
  }

  /** Asks for the driving times to the level-1 centres, once; after a failure again when the layer is laid anew. */
  async needTimes(): Promise<void> {
    if (this.#asking || this.times !== null) return;
    this.#asking = true;
    await this.#get<ReachWire>('/reach', (times) => (this.times = times));
    this.#asking = false;
  }

  /** Asks for the times around a hospital; null: none is chosen. */
  async follow(facility: string | null): Promise<void> {
    if (facility === this.isochrones?.facility) return;
    this.isochrones = null;
    if (facility === null) return;
    await this.#get<IsochronesWire>(
      `/facilities/${encodeURIComponent(facility)}/isochrones`,
      (made) => {
        // Another one may have been chosen meanwhile.
        if (this.#desk.selected === facility) this.isochrones = made;
      },
    );
  }

  async #get<T>(path: string, take: (data: T) => void): Promise<void> {
    const answer = await api.get<T>(path);
    this.failed = !answer.ok;
    if (answer.ok) take(answer.data);
  }
}
