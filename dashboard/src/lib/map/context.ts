/** What the layers of a map share. */
import { createContext } from 'svelte';
import type * as Leaflet from 'leaflet';
import type { Geo } from './geo.ts';
import type { MapPlace } from './link.ts';
import type { Room } from './room.ts';

export interface MapContext {
  readonly L: typeof Leaflet;
  readonly map: Leaflet.Map;
  readonly geo: Geo;
  /** Rises with each zoom and each shift, so that what depends on pixels is reckoned anew. */
  readonly moved: number;
  readonly zoom: number;
  /** What of the map is taken by words and marks. */
  readonly room: Room;
}

export const [useMap, provideMap] = createContext<() => MapContext>();

/** What a page may ask of a map that it holds (`bind:this` on MapView). */
export interface MapControls {
  /** One step nearer (1) or farther (-1). */
  zoomBy(steps: number): void;
  showAll(): void;
  /** Goes where an address says; the zoom alone keeps the centre. */
  goTo(place: MapPlace): void;
  reveal(lat: number, lon: number): void;
}
