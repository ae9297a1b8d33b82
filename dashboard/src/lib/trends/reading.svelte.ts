/** What the API tells about a stretch of time, read again each minute, and anew where another moment is looked at. */
import { untrack } from 'svelte';
import { iso, MINUTE } from '#domain/clock.ts';
import { api } from '#lib/api/client.ts';
import { live } from '#lib/live/live.svelte.ts';
import { past } from '#lib/past/past.svelte.ts';

/** While the past is played or dragged through, moments come quickly: only where it rests is read. */
const REST_MS = 300;

export class Reading<T> {
  told = $state.raw<T | null>(null);
  failed = $state(false);
  #asked = 0;

  /** Call it while a component is made. `path` says what to read; null reads nothing. `at` is added while somebody looks back. */
  constructor(path: () => string | null) {
    const minute = $derived(Math.floor(live.now / MINUTE));
    $effect(() => {
      const asked = path();
      const then = past.on ? minute * MINUTE : null;
      // In the present too: once a minute.
      if (minute === 0 || asked === null) return;
      const wait = then === null ? 0 : REST_MS;
      const timer = setTimeout(() => void this.#read(asked, then), wait);
      return () => clearTimeout(timer);
    });
  }

  async #read(path: string, then: number | null): Promise<void> {
    const mine = (this.#asked += 1);
    const moment = untrack(() => live.now);
    const joint = path.includes('?') ? '&' : '?';
    const whole = then === null ? path : `${path}${joint}at=${encodeURIComponent(iso(moment))}`;
    const answer = await api.get<T>(whole);
    if (mine !== this.#asked) return;
    this.failed = !answer.ok;
    this.told = answer.ok ? answer.data : null;
  }
}
