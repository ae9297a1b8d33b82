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
  beforeNavigate(({ to }) => {
    // Before the next page is made: it must never take the past for now.
    if (past.wanted !== null && !showsPast(to?.url.pathname)) past.back();
  });

  afterNavigate(({ to, type }) => {
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
    if (past.playing && written !== undefined) return;
    clearTimeout(written);
    written = setTimeout(write, past.playing ? PLAYING_MS : REST_MS);
  });

  function write(): void {
    clearTimeout(written);
    written = undefined;
    if (!showsPast(location.pathname)) return;
    // From the address as it is: other parameters are others' to keep.
    const address = addressAt(location.href, past.wanted);
    if (address.href !== location.href) void replaceState(address, page.state);
  }
}
