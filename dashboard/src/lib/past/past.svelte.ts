/** The one journey of the program: fed by the API, shown through `live`. */
import { api } from '#lib/api/client.ts';
import { live } from '#lib/live/live.svelte.ts';
import { words } from '#lib/words/words.svelte.ts';
import { Travel } from './travel.svelte.ts';

class Past extends Travel {
  /** In front of the title of a page that shows the past; empty while it shows now. */
  title = $derived(
    this.shown === null ? '' : words.t.past.title(words.format.time(this.shown, live.wallClock)),
  );
}

export const past = new Past({
  get: (path, options) => api.get(path, options),
  wallClock: () => live.wallClock,
  device: () => performance.now(),
  show: (view) => live.showPast(view),
  every(milliseconds, call) {
    const timer = setInterval(call, milliseconds);
    return () => clearInterval(timer);
  },
});
