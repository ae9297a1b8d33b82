/**
 * Sockets that have not said who they are: how many there may be, of one network and of all together, and how often such a one may turn
 * out to be nobody. Where it is too crowded nobody is shut out: those who come are asked who they are before they get a socket.
 */
import { Bucket } from './bucket.ts';
import type { LiveLimits } from './ports.ts';

interface Network {
  unknown: number;
  /** Who was asked and had no right to be here. */
  refusals: Bucket;
}

/** Somebody who came in and is not known yet. */
export interface Stranger {
  /** It said who it is, or is gone. Safe to call twice. */
  settle(): void;
}

export class Door {
  readonly #limits: LiveLimits;
  readonly #clock: () => number;
  readonly #networks = new Map<string, Network>();
  #unknown = 0;

  /** @param clock milliseconds */
  constructor(limits: LiveLimits, clock: () => number) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Whoever comes from there now must say who it is first. @param network null: it cannot be told from others */
  isCrowded(network: string | null): boolean {
    const { unknownOfNetwork, unknown } = this.#limits;
    if (unknownOfNetwork === 0) return false;
    if (this.#unknown >= unknown) return true;
    const known = network === null ? undefined : this.#networks.get(network);
    return known !== undefined && (known.unknown >= unknownOfNetwork || known.refusals.isEmpty);
  }

  /** Lets a socket in of which nothing is known. */
  enter(network: string | null): Stranger {
    this.#unknown += 1;
    if (network !== null) this.#of(network).unknown += 1;
    let settled = false;
    return {
      settle: () => {
        if (settled) return;
        settled = true;
        this.#unknown -= 1;
        if (network !== null) this.#of(network).unknown -= 1;
      },
    };
  }

  /** One from there was nobody. */
  refused(network: string | null): void {
    if (network !== null) this.#of(network).refusals.take();
  }

  /** Drops the networks of which nobody is at the door. */
  forget(): void {
    for (const [name, { unknown, refusals }] of this.#networks)
      if (unknown <= 0 && refusals.isFull) this.#networks.delete(name);
  }

  #of(name: string): Network {
    let network = this.#networks.get(name);
    if (network === undefined) {
      network = { unknown: 0, refusals: new Bucket(this.#limits.nobodies, this.#clock) };
      this.#networks.set(name, network);
    }
    return network;
  }
}
