/**
 * A page of an earlier build is told to reload before it breaks: it asks which build the server has when a connection stands, when it
 * comes into sight and now and then. With nobody's hands on it, it reloads; otherwise the person is asked.
 */
import { updated } from '$app/state';
import { hands } from './hands.ts';
import { mayReload, noteReload } from './rest.ts';

/** How often it is asked whether the server has another build. */
const ASK_EVERY_MS = 2 * 60_000;
/** How often a page that waits is looked at: it reloads once it is left alone. */
const LOOK_EVERY_MS = 5_000;
const DIALOG = 'dialog[open], [role="dialog"], [role="alertdialog"]';

class Renewal {
  /** The server has another build, and this page is in somebody's hands. */
  waiting = $state(false);
  /** It is being left for another address: a reload would take that back. */
  #leaving = false;

  /** Asks the server, and acts on it. Without a server this says no. */
  async ask(): Promise<void> {
    if (!this.waiting && !(await updated.check())) return;
    await this.#act(Date.now());
  }

  /** Loads the new build, by a person's word. */
  reload(): void {
    noteReload(Date.now());
    location.reload();
  }

  /** Begins to watch this page; answers how to stop. */
  watch(): () => void {
    const asking = setInterval(() => void this.ask(), ASK_EVERY_MS);
    const looking = setInterval(() => {
      if (this.waiting) void this.#act(Date.now());
    }, LOOK_EVERY_MS);
    const stop = new AbortController();
    const listen = (target: EventTarget, name: string, hear: (event: Event) => void) =>
      target.addEventListener(name, hear, { capture: true, passive: true, signal: stop.signal });
    const touched = () => hands.touched(Date.now());
    listen(document, 'pointerdown', touched);
    listen(document, 'keydown', touched);
    listen(document, 'input', ({ target }) => {
      if (
        target instanceof HTMLInputElement ||
        target instanceof HTMLTextAreaElement ||
        target instanceof HTMLSelectElement
      )
        hands.edited(target);
    });
    listen(document, 'visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.ask();
    });
    listen(window, 'beforeunload', () => (this.#leaving = true));
    listen(window, 'pageshow', () => (this.#leaving = false));
    // A part of this build that the server no longer has.
    listen(window, 'vite:preloadError', () => void this.ask());
    return () => {
      clearInterval(asking);
      clearInterval(looking);
      stop.abort();
    };
  }

  async #act(now: number): Promise<void> {
    if (this.#leaving) return;
    if (this.#busy(now) || !mayReload(now) || !(await answers())) {
      this.waiting = true;
      return;
    }
    // Somebody may have touched it, or left, while we asked.
    if (this.#leaving) return;
    if (this.#busy(Date.now())) this.waiting = true;
    else this.reload();
  }

  #busy(now: number): boolean {
    return hands.on(now, document.querySelector(DIALOG) !== null);
  }
}

/** Whether this page's address is answered now: a page with old figures is better than the browser's own "no connection". */
async function answers(): Promise<boolean> {
  try {
    return (await fetch(location.href, { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

export const renewal = new Renewal();
