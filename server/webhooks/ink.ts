/**
 * Writes down how far the webhooks have come. A delivery is written a moment later, with those of the others: a crash in between
 * means that it is told again, which receivers know by its id. What a person must see is written at once.
 */
import type { DeadLetter, WebhookStore } from '../../db/webhooks.ts';
import type { WebhookProgress } from '#domain/webhooks/progress.ts';
import type { After } from './post.ts';

/** Milliseconds that a delivery may wait to be written. */
const SOON_MS = 250;

/** Something whose progress is written. */
export interface Written {
  readonly id: string;
  readonly progress: WebhookProgress;
}

export class Ink {
  readonly #store: WebhookStore;
  readonly #after: After;
  readonly #onFault: (fault: unknown) => void;
  readonly #dirty = new Set<Written>();
  /** Not written yet. */
  #letters: { one: Written; letter: DeadLetter }[] = [];
  #due: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: WebhookStore, after: After, onFault: (fault: unknown) => void) {
    this.#store = store;
    this.#after = after;
    this.#onFault = onFault;
  }

  /** Soon. */
  note(one: Written): void {
    this.#dirty.add(one);
    this.#due ??= this.#after(SOON_MS, () => {
      this.#due = null;
      void this.flush();
    });
  }

  letter(one: Written, letter: DeadLetter): void {
    this.#dirty.add(one);
    this.#letters.push({ one, letter });
  }

  /** A webhook that was removed is not written any more. */
  forget(one: Written): void {
    this.#dirty.delete(one);
    this.#letters = this.#letters.filter((pending) => pending.one !== one);
  }

  /** Everything, now. What cannot be written stays, for the next time, and is told. */
  flush(): Promise<void> {
    return (this.#writing = this.#writing.then(() => this.#write()));
  }

  async #write(): Promise<void> {
    this.#due?.();
    this.#due = null;
    if (this.#dirty.size === 0) return;
    const [dirty, letters] = [[...this.#dirty], this.#letters];
    this.#dirty.clear();
    this.#letters = [];
    try {
      await this.#store.saveProgress([
        ...letters.map(({ one, letter }) => ({ id: one.id, progress: one.progress, letter })),
        ...dirty.map(({ id, progress }) => ({ id, progress, letter: null })),
      ]);
    } catch (fault) {
      for (const one of dirty) this.#dirty.add(one);
      this.#letters = [...letters, ...this.#letters];
      this.#onFault(fault);
    }
  }
}
