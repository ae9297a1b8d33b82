/** What happened over the span of the strip, read again as time goes on and when a stop or a decision comes in. */
import { iso, MINUTE } from '#domain/clock.ts';
import type { HistoryWire } from '#wire/history.ts';
import { api } from '#lib/api/client.ts';
import { live } from '#lib/live/live.svelte.ts';
import { queryOf } from './address.ts';
import { marksOf, type Mark, type Span } from './span.ts';

/** Stops and decisions come in groups: one reading for all of them. */
const GATHER_MS = 1_500;
const TELLING: readonly string[] = ['stop-started', 'stop-ended', 'decision-made'];

export class History {
  told = $state.raw<HistoryWire | null>(null);
  failed = $state(false);
  marks = $derived<Mark[]>(this.told === null ? [] : marksOf(this.told));
  #asked = 0;

  /** `untilNow`: the span ends at the present, whatever that is when it is answered. */
  async read(span: Span, untilNow: boolean, region: string | null): Promise<void> {
    const mine = (this.#asked += 1);
    const query = queryOf({
      from: iso(span.from),
      ...(untilNow ? {} : { to: iso(span.to) }),
      ...(region === null ? {} : { region }),
    });
    const answer = await api.get<HistoryWire>(`/history?${query}`);
    if (mine !== this.#asked) return;
    this.failed = !answer.ok;
    if (answer.ok) this.told = answer.data;
  }

  /** Calls `again` each minute and soon after something that belongs on the strip. Answers how to stop. */
  static keep(again: () => void): () => void {
    const timer = setInterval(again, MINUTE);
    let soon: ReturnType<typeof setTimeout> | undefined;
    const stop = live.onEntries((entries) => {
      if (!entries.some((entry) => TELLING.includes(entry.kind))) return;
      soon ??= setTimeout(() => {
        soon = undefined;
        again();
      }, GATHER_MS);
    });
    return () => {
      clearInterval(timer);
      clearTimeout(soon);
      stop();
    };
  }
}
