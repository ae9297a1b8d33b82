/** Folds taps on one unit into one write: each tap starts the wait anew, and what is sent is where the taps ended. */
import type { UnitKind } from '#domain/words.ts';
import { sameFigures, type Figures } from './figures.ts';

/** Silence after which the taps are sent, milliseconds. */
export const FOLD_MS = 800;

export interface Fold {
  kind: UnitKind;
  from: Figures;
  to: Figures;
}

/** Starts a wait; answers how to stop it. */
export type Wait = (run: () => void, milliseconds: number) => () => void;

export const browserWait: Wait = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

export class TapFold {
  readonly #open = new Map<UnitKind, Fold & { stop: () => void }>();
  readonly #send: (fold: Fold) => void;
  readonly #wait: Wait;

  constructor(send: (fold: Fold) => void, wait: Wait = browserWait) {
    this.#send = send;
    this.#wait = wait;
  }

  /** `from` is what stood there before this tap, `to` what it made of it. */
  tap(kind: UnitKind, from: Figures, to: Figures): void {
    const open = this.#open.get(kind);
    open?.stop();
    const stop = this.#wait(() => this.#close(kind), FOLD_MS);
    this.#open.set(kind, { kind, from: open?.from ?? from, to, stop });
  }

  /** Sends at once what waits: the page is being left. */
  flush(): void {
    for (const kind of [...this.#open.keys()]) this.#close(kind);
  }

  #close(kind: UnitKind): void {
    const open = this.#open.get(kind);
    if (open === undefined) return;
    open.stop();
    this.#open.delete(kind);
    const { from, to } = open;
    // Up and down again: nothing was said, but somebody looked, so it is sent as a confirmation only when it differs.
    if (!sameFigures(from, to)) this.#send({ kind, from, to });
  }
}
