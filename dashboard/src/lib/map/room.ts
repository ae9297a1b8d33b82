/** What the layers of one map have taken of it, so that a later one keeps clear: marks first, then regions, arcs and names. */
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Box } from './boxes.ts';

export type RoomLayer = 'marks' | 'regions' | 'arcs';

interface Taken {
  layer: RoomLayer;
  boxes: readonly Box[];
}

export class Room {
  readonly #taken = new SvelteMap<object, Taken>();

  /** `owner`: the layer that takes it; what it took before is free again. */
  take(owner: object, layer: RoomLayer, boxes: readonly Box[]): void {
    untrack(() => {
      if (!sameBoxes(this.#taken.get(owner)?.boxes ?? [], boxes))
        this.#taken.set(owner, { layer, boxes });
    });
  }

  leave(owner: object): void {
    this.#taken.delete(owner);
  }

  takenBy(...layers: RoomLayer[]): Box[] {
    return [...this.#taken.values()].flatMap((one) =>
      layers.includes(one.layer) ? one.boxes : [],
    );
  }
}

function sameBoxes(a: readonly Box[], b: readonly Box[]): boolean {
  return (
    a.length === b.length &&
    a.every((box, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        box.left === other.left &&
        box.top === other.top &&
        box.right === other.right &&
        box.bottom === other.bottom
      );
    })
  );
}
