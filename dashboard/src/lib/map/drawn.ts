/** What is drawn on a map, matched by id to what is wanted: only what changed is touched. */
import { diffById } from './diff.ts';

export interface Hand<T, D> {
  draw: (thing: T) => D;
  /** Makes the drawn thing the wanted one; absent: it is erased and drawn anew. */
  change?: (drawn: D, thing: T) => void;
  erase: (drawn: D) => void;
  /** Whether nothing need be done; by reference when absent. */
  same?: (a: T, b: T) => boolean;
}

export class Drawn<T extends { id: string }, D> {
  readonly #hand: Hand<T, D>;
  readonly #things = new Map<string, T>();
  readonly #drawn = new Map<string, D>();

  constructor(hand: Hand<T, D>) {
    this.#hand = hand;
  }

  /** Draws at most so many that are new; answers whether all of them are there now. */
  show(wanted: readonly T[], most = Infinity): boolean {
    const { added, changed, removed } = diffById(this.#things, wanted, this.#hand.same);
    for (const id of removed) this.#erase(id);
    for (const thing of added.slice(0, most)) this.#draw(thing);
    for (const thing of changed) this.#change(thing);
    return added.length <= most;
  }

  clear(): void {
    for (const id of [...this.#drawn.keys()]) this.#erase(id);
  }

  each(see: (drawn: D, id: string) => void): void {
    this.#drawn.forEach(see);
  }

  #draw(thing: T): void {
    this.#things.set(thing.id, thing);
    this.#drawn.set(thing.id, this.#hand.draw(thing));
  }

  #change(thing: T): void {
    const drawn = this.#drawn.get(thing.id);
    if (drawn === undefined || this.#hand.change === undefined) {
      this.#erase(thing.id);
      this.#draw(thing);
      return;
    }
    this.#hand.change(drawn, thing);
    this.#things.set(thing.id, thing);
  }

  #erase(id: string): void {
    const drawn = this.#drawn.get(id);
    if (drawn !== undefined) this.#hand.erase(drawn);
    this.#drawn.delete(id);
    this.#things.delete(id);
  }
}
