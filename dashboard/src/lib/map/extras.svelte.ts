/** What can be laid over the map, fetched when somebody asks for it: by its button, or by an address that names a layer. */
import type * as LayerParts from './layers/index.ts';
import type { MapLayers } from './layers/layers.svelte.ts';
import type { MapDesk } from './desk.svelte.ts';
import { someLayer } from './layer-choice.ts';

export class Extras {
  parts = $state.raw<typeof LayerParts | null>(null);
  layers = $state.raw<MapLayers | null>(null);
  readonly #desk: MapDesk;

  /** Made where effects live: in a component. */
  constructor(desk: MapDesk) {
    this.#desk = desk;
    $effect(() => {
      if (someLayer(desk.layers)) void this.fetch();
    });
  }

  async fetch(): Promise<void> {
    if (this.parts !== null) return;
    const parts = await import('./layers/index.ts');
    this.layers ??= new parts.MapLayers(this.#desk);
    this.parts = parts;
  }
}
