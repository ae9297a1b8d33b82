/**
 * Entries on their way to the server, kept on the device until they are acknowledged: each with its idempotency key, so that
 * one that was sent twice is written once. Only figures and stops of a hospital; nothing about a patient ever comes in here.
 */
import type { Iso } from '#domain/picture.ts';
import type { Problem } from '#wire/session.ts';
import type { Answer } from '#lib/api/client.ts';

export interface OutboxItem {
  /** Idempotency key. */
  key: string;
  /** Account that wrote it: another one on the same device does not send it. */
  by: string;
  facility: string;
  method: 'PUT' | 'POST' | 'DELETE';
  path: string;
  body: unknown;
  /** What it is about: `ed`, `icu`, `stop:ed`. A later figure of the same unit takes the place of an unsent one. */
  subject: string;
  at: Iso;
}

export interface Store {
  read(): string | null;
  write(text: string): void;
}

const NAME = 'spoedkaart.outbox';

/** A browser that keeps nothing loses unsent entries at a reload, and only then. */
export const deviceStore: Store = {
  read() {
    try {
      return globalThis.localStorage?.getItem(NAME) ?? null;
    } catch {
      return null;
    }
  },
  write(text) {
    try {
      globalThis.localStorage?.setItem(NAME, text);
    } catch {
      // Kept in memory all the same.
    }
  },
};

export type Sent =
  { item: OutboxItem; ok: true; data: unknown } | { item: OutboxItem; ok: false; problem: Problem };

/** Worth another attempt: not reached, too busy, or ill; and signed out, for the same person comes back. */
export function isPassing({ status }: Problem): boolean {
  return status === 0 || status === 401 || status === 408 || status === 429 || status >= 500;
}

function parsed(text: string | null): OutboxItem[] {
  if (text === null) return [];
  try {
    const kept: unknown = JSON.parse(text);
    return Array.isArray(kept)
      ? (kept as OutboxItem[]).filter((one) => typeof one.key === 'string')
      : [];
  } catch {
    return [];
  }
}

export class Outbox {
  #items: OutboxItem[];
  #sending: string | null = null;
  #running = false;
  readonly #store: Store;
  readonly #send: (item: OutboxItem) => Promise<Answer<unknown>>;
  readonly #onSent: (sent: Sent) => void;
  readonly #onChange: (items: readonly OutboxItem[]) => void;
  readonly #onStuck: (why: Problem | null) => void;

  constructor(parts: {
    store: Store;
    send: (item: OutboxItem) => Promise<Answer<unknown>>;
    onSent: (sent: Sent) => void;
    onChange: (items: readonly OutboxItem[]) => void;
    /** Why the oldest cannot go just now; null once one went. */
    onStuck?: (why: Problem | null) => void;
  }) {
    this.#store = parts.store;
    this.#send = parts.send;
    this.#onSent = parts.onSent;
    this.#onChange = parts.onChange;
    this.#onStuck = parts.onStuck ?? (() => undefined);
    this.#items = parsed(parts.store.read());
  }

  /** Of one account at one hospital, oldest first. */
  of(by: string, facility: string): OutboxItem[] {
    return this.#items.filter((one) => one.by === by && one.facility === facility);
  }

  add(item: OutboxItem): void {
    const replaces = (one: OutboxItem) =>
      item.method === 'PUT' &&
      one.path === item.path &&
      one.by === item.by &&
      one.key !== this.#sending;
    this.#items = [...this.#items.filter((one) => !replaces(one)), item];
    this.#changed();
  }

  /** Takes back what was not sent yet; false when it is too late for that. */
  drop(key: string): boolean {
    if (key === this.#sending || !this.#items.some((one) => one.key === key)) return false;
    this.#remove(key);
    return true;
  }

  /** Sends what this account wrote, in order, until the server cannot be reached. One run at a time. */
  async flush(by: string): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (;;) {
        const item = this.#items.find((one) => one.by === by);
        if (item === undefined) return;
        this.#sending = item.key;
        const answer = await this.#send(item);
        this.#sending = null;
        if (!answer.ok && isPassing(answer.problem)) return this.#onStuck(answer.problem);
        this.#onStuck(null);
        this.#remove(item.key);
        this.#onSent(
          answer.ok
            ? { item, ok: true, data: answer.data }
            : { item, ok: false, problem: answer.problem },
        );
      }
    } finally {
      this.#sending = null;
      this.#running = false;
    }
  }

  #remove(key: string): void {
    this.#items = this.#items.filter((one) => one.key !== key);
    this.#changed();
  }

  #changed(): void {
    this.#store.write(JSON.stringify(this.#items));
    this.#onChange(this.#items);
  }
}
