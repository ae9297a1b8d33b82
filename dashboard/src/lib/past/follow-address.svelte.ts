/** Keeps the moment and the address together, and leaves the past with the pages that show it. Called once, by the layout. */
import { afterNavigate, beforeNavigate, replaceState } from '$app/navigation';
import { page } from '$app/state';
import { session } from '#lib/session/session.svelte.ts';
import { addressAt, momentIn, showsPast } from './address.ts';
import { past } from './past.svelte.ts';

/** The address follows the handle when it rests, milliseconds; browsers refuse a flood of changes. */
const REST_MS = 300;
/** While it plays. */
const PLAYING_MS = 3_000;

export function followAddress(): void {
  /** Between two pages, and before the first, the address is not ours to write. */
  let between = true;

  beforeNavigate(({ to }) => {
    // Before the next page is made: it must never take the past for now.
    if (past.wanted === null || showsPast(to?.url.pathname)) return;
    // The address that is left keeps its moment: who comes back to it is there again.
    between = true;
    past.back();
  });

  afterNavigate(({ to, type }) => {
    between = false;
    if (to === null || !showsPast(to.url.pathname)) return;
    const moment = momentIn(to.url);
    if (moment !== null) {
      if (moment !== past.wanted) past.lookAt(moment, { blank: true });
    } else if (past.wanted !== null && type === 'popstate') past.back();
    else if (past.wanted !== null) write();
  });

  $effect(() => {
    if (session.me === null) past.forget();
  });

  let written: ReturnType<typeof setTimeout> | undefined;
  $effect(() => {
    if (past.wanted === null) return write();
    between = false;
    if (past.playing && written !== undefined) return;
    clearTimeout(written);
    written = setTimeout(write, past.playing ? PLAYING_MS : REST_MS);
  });

  function write(): void {
    clearTimeout(written);
    written = undefined;
    if (between || !showsPast(location.pathname)) return;
    // From the address as it is: other parameters are others' to keep.
    const address = addressAt(location.href, past.wanted);
    if (address.href !== location.href) void replaceState(address, page.state);
  }
}
