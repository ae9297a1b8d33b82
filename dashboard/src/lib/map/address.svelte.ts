/** Keeps the page's address and what it shows the same, both ways: sharing the address shares the view, going back leaves the page. */
import { afterNavigate, goto } from '$app/navigation';
import { page } from '$app/state';
import { untrack } from 'svelte';
import { live } from '#lib/live/live.svelte.ts';
import type { MapDesk } from './desk.svelte.ts';
import { readLink, writeLink, type Ignored } from './link.ts';

/** A text field is typed into: the address follows when it rests. Milliseconds. */
const REST_MS = 250;

export class MapAddress {
  /** What the address said that means nothing. */
  ignored = $state.raw<readonly Ignored[]>([]);
  #read = $state(false);

  /** Called while the page's component is made. `onread`: the desk was set from an address. */
  constructor(desk: MapDesk, onread: () => void) {
    desk.follow(readLink(location.search, null).link);

    afterNavigate(({ shallow }) => {
      // What we wrote ourselves is shown already.
      if (shallow) return;
      const { link, ignored } = readLink(location.search, known());
      desk.follow(link);
      this.ignored = ignored;
      this.#read = true;
      onread();
    });

    // Regions and hospitals are known once the picture is there: a name that is none of them is let go then.
    const isThere = $derived(live.picture !== null);
    $effect(() => {
      if (!isThere) return;
      untrack(() => {
        const { link, ignored } = readLink(writeLink('', desk.link), known());
        desk.region = link.region;
        desk.selected = link.facility;
        if (ignored.length > 0) this.ignored = [...this.ignored, ...ignored];
      });
    });

    $effect(() => {
      const { link } = desk;
      if (!this.#read) return;
      const timer = setTimeout(() => {
        const { pathname, search, hash } = location;
        const text = writeLink(search, link);
        const to = `${pathname}${text}${hash}`;
        if (text !== search) void goto(to, { state: page.state, shallow: true, replace: true });
      }, REST_MS);
      return () => clearTimeout(timer);
    });
  }
}

function known() {
  const { picture } = live;
  return picture === null ? null : { regions: picture.regions, facilities: picture.facilities };
}
