/**
 * Webhooks of several servers on one database: one of them sends at a time. It is the one that a person asked last, so whoever
 * answers knows how every webhook does; when it goes away another takes over within seconds. What was under way at a change of hands
 * is told again, which receivers know by its id.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Lease } from '../../db/leases.ts';
import type { Signals } from '../../db/signals.ts';
import type { Webhooks } from './webhooks.ts';

export interface SharedParts {
  /** Takes every line up where it stands in the database. */
  open: () => Promise<Webhooks>;
  lease: Lease;
  signals: Signals;
  onFault: (fault: unknown) => void;
}

const YIELD = 'webhooks-yield';
/** Whether we still have it, or could, milliseconds. */
const LOOK_EVERY_MS = 2_000;
/** Longest that a request waits for another server to hand over, milliseconds. */
const PATIENCE_MS = 3_000;
const STEP_MS = 50;

export class SharedWebhooks {
  readonly #parts: SharedParts;
  readonly #timer: NodeJS.Timeout;
  readonly #stop: () => void;
  #current: Webhooks | null = null;
  /** One change of hands at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(parts: SharedParts) {
    this.#parts = parts;
    this.#stop = parts.signals.on(YIELD, () => void this.#inTurn(() => this.#yield()));
    this.#timer = setInterval(() => void this.#inTurn(() => this.#look()), LOOK_EVERY_MS);
    this.#timer.unref();
    void this.#inTurn(() => this.#look());
  }

  /** Null while another server sends. */
  get current(): Webhooks | null {
    return this.#current;
  }

  /** Somebody asks here: takes over from whoever has them. Resolves also when that fails. */
  async demand(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (this.#current === null && !this.#closed && Date.now() < until) {
      this.#parts.signals.tell(YIELD, null);
      await this.#inTurn(() => this.#look());
      if (this.#current === null) await pause(STEP_MS);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#stop();
    await this.#inTurn(() => this.#yield());
  }

  async #look(): Promise<void> {
    const { lease, open } = this.#parts;
    if (this.#current !== null) {
      if (!(await lease.held())) await this.#end();
    } else if (!this.#closed && (await lease.take())) this.#current = await open();
  }

  async #yield(): Promise<void> {
    if (this.#current === null) return;
    await this.#end();
    await this.#parts.lease.leave();
  }

  async #end(): Promise<void> {
    const ending = this.#current;
    this.#current = null;
    await ending?.close();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work).catch(this.#parts.onFault);
    this.#turn = mine;
    return mine;
  }
}
