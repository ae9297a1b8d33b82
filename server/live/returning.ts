/**
 * Whoever was shown out for flooding may come back, but slower each time. Counted is the credential at its network, not the account
 * and not the address: a control room has one of each, and its other screens must notice nothing.
 */
import type { LiveLimits } from './ports.ts';

interface Absence {
  /** Milliseconds of the last wait. */
  wait: number;
  /** It may come back from then on, milliseconds. */
  until: number;
}

/** A flood that is so long over is forgotten, milliseconds. */
const FORGIVEN_MS = 600_000;

export class Returning {
  readonly #limits: Pick<LiveLimits, 'returnMs' | 'returnMostMs'>;
  readonly #clock: () => number;
  readonly #absent = new Map<string, Absence>();

  /** @param clock milliseconds */
  constructor(limits: Pick<LiveLimits, 'returnMs' | 'returnMostMs'>, clock: () => number) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** It flooded: twice the wait of the last time. Several of its connections that end together are one time. */
  flooded(name: string): void {
    const now = this.#clock();
    const known = this.#absent.get(name);
    if (known !== undefined && now < known.until) return;
    const { returnMs, returnMostMs } = this.#limits;
    const wait = known === undefined ? returnMs : Math.min(2 * known.wait, returnMostMs);
    this.#absent.set(name, { wait, until: now + wait });
  }

  mayReturn(name: string): boolean {
    const known = this.#absent.get(name);
    return known === undefined || this.#clock() >= known.until;
  }

  /** Drops whose floods are long over. */
  forget(): void {
    const now = this.#clock();
    for (const [name, { until }] of this.#absent)
      if (now >= until + FORGIVEN_MS) this.#absent.delete(name);
  }
}
