/** Signing in this screen: asks for a code, looks whether it was entered, asks for another when it ends. Goes on for ever. */
import { sayCode } from '#domain/walls/code.ts';
import type { PairingCode, PairingState } from '#wire/walls.ts';
import { api } from '#lib/api/client.ts';

const LOOK_EVERY_MS = 3_000;
/** After a refusal because of too many: it is a whole room that waits. */
const BUSY_WAIT_MS = 30_000;

export type PairingTrouble = 'unreachable' | 'busy' | null;

export class Pairing {
  /** In two halves; null before the first answer. */
  code = $state<string | null>(null);
  /** Milliseconds that the code still holds, by this device's own count. */
  left = $state(0);
  trouble = $state<PairingTrouble>(null);
  readonly #signedIn: () => void;
  #endsAt = 0;
  #notBefore = 0;
  #asking = false;

  /** `signedIn`: the screen is in, by this code or by an earlier one. */
  constructor(signedIn: () => void) {
    this.#signedIn = signedIn;
  }

  /** Answers how to stop. */
  open(): () => void {
    void this.#turn();
    const timer = setInterval(() => void this.#turn(), LOOK_EVERY_MS);
    const second = setInterval(() => this.#count(), 1_000);
    return () => {
      clearInterval(timer);
      clearInterval(second);
    };
  }

  #count(): void {
    this.left = Math.max(0, this.#endsAt - performance.now());
  }

  async #turn(): Promise<void> {
    if (this.#asking || performance.now() < this.#notBefore) return;
    this.#asking = true;
    try {
      await (this.code !== null && performance.now() < this.#endsAt ? this.#look() : this.#ask());
      this.#count();
    } finally {
      this.#asking = false;
    }
  }

  async #ask(): Promise<void> {
    const answer = await api.post<PairingCode>('/wall-pairing', {});
    if (answer.ok) {
      this.code = sayCode(answer.data.code);
      this.#endsAt = performance.now() + answer.data.holdsMs;
      this.trouble = null;
      return;
    }
    // A code that has ended is no code.
    this.code = null;
    if (answer.problem.code === 'WALL_SIGNED_IN') return this.#signedIn();
    this.#trouble(answer.problem.status);
  }

  async #look(): Promise<void> {
    const answer = await api.get<PairingState>('/wall-pairing');
    if (!answer.ok) return this.#trouble(answer.problem.status);
    this.trouble = null;
    if (answer.data.state === 'paired') this.#signedIn();
    // The server does not know it any more.
    else if (answer.data.state === 'none') this.#endsAt = 0;
  }

  #trouble(status: number): void {
    this.trouble = status === 429 ? 'busy' : 'unreachable';
    if (status === 429) this.#notBefore = performance.now() + BUSY_WAIT_MS;
  }
}
