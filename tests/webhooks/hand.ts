/** A clockwork that a test turns by hand: nothing happens by itself, and nobody waits. */
import type { After } from '../../server/webhooks/post.ts';

interface Alarm {
  at: number;
  work: () => void;
}

export class Hand {
  readonly clock: { now: number };
  readonly #alarms = new Set<Alarm>();

  constructor(clock: { now: number }) {
    this.clock = clock;
  }

  readonly after: After = (milliseconds, work) => {
    const alarm = { at: this.clock.now + milliseconds, work };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  };

  /** Milliseconds until each alarm that is set, soonest first. */
  get waits(): number[] {
    return [...this.#alarms].map(({ at }) => at - this.clock.now).sort((a, b) => a - b);
  }

  /** So much later: what was due by then happens, in its order. */
  turn(milliseconds: number): void {
    this.clock.now += milliseconds;
    const due = [...this.#alarms].filter(({ at }) => at <= this.clock.now);
    for (const alarm of due.sort((a, b) => a.at - b.at))
      if (this.#alarms.delete(alarm)) alarm.work();
  }
}
