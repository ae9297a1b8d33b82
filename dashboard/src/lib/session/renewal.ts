/** Asks the server now and then who is signed in, so that it gives the browser's cookie again: a desk can be open for weeks. */

/** Far below the 24 hours of a cookie, also where a hidden page is woken once in a long while. */
export const RENEWAL_MS = 60 * 60_000;

export class Renewal {
  readonly #ask: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(ask: () => void) {
    this.#ask = ask;
  }

  /** Once an hour from now on; started again, it goes on as it was. */
  start(): void {
    this.#timer ??= setInterval(this.#ask, RENEWAL_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
