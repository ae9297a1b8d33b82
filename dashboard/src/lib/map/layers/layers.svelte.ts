/** What can be laid over the map: reach of the level-1 centres, driving times around a hospital, tiles. Fetched when asked for. */
import type { Reach } from '#domain/reach/reach.ts';
import type { IsochronesWire, MapSettingsWire, ReachWire } from '#wire/map.ts';
import { api } from '#lib/api/client.ts';
import type { MapDesk } from '../desk.svelte.ts';
import { reachNow, sitesNow, type Reading, type SitesNow } from './reach-now.ts';

const NONE: SitesNow = { shut: [], unsure: 0 };

export class MapLayers {
  settings = $state.raw<MapSettingsWire | null>(null);
  tiles = $state(false);
  reach = $state(false);
  reading = $state<Reading>('open');
  times = $state.raw<ReachWire | null>(null);
  /** Driving times to the chosen hospital. */
  roads = $state(false);
  isochrones = $state.raw<IsochronesWire | null>(null);
  failed = $state(false);
  readonly #desk: MapDesk;

  constructor(desk: MapDesk) {
    this.#desk = desk;
    void this.#get<MapSettingsWire>('/map-settings', (settings) => (this.settings = settings));
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

  showReach(on: boolean): void {
    this.reach = on;
    if (on && this.times === null)
      void this.#get<ReachWire>('/reach', (times) => (this.times = times));
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
