/**
 * One webhook's line: reads the ledger from where it stands, passes over what is not for its audience or not asked for, and tells
 * the rest one at a time, in order. A message that is not taken holds up its own line and no other. Nothing is queued: what waits
 * stands in the ledger, and at most a page of it is in memory.
 */
import type { DeadLetter, StoredWebhook, WebhookOrder } from '../../db/webhooks.ts';
import { audienceOf, type Principal } from '#domain/access/table.ts';
import { ms } from '#domain/clock.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import { messageOf, type WebhookMessage } from '#domain/webhooks/message.ts';
import {
  afterAttempt,
  inState,
  passedOver,
  type WebhookProgress,
} from '#domain/webhooks/progress.ts';
import type { WebhookState } from '#domain/webhooks/words.ts';
import type { Change } from '../desk/live-picture.ts';
import type { Ink, Written } from './ink.ts';
import type { WebhookMeters } from './meters.ts';
import type { After } from './post.ts';
import type { Sender } from './sender.ts';

/** The part of LivePicture that is followed. */
export interface FollowedLedger {
  readonly picture: { readonly seq: number };
  changesFrom(seq: number, limit: number): Promise<readonly Change[] | null>;
}

/**
 * Written down before a case goes to another system: who for, and what of it. Rejects when it cannot be written; then nothing is sent.
 */
export type Transferred = (
  owner: Principal,
  webhook: string,
  entry: AudienceEntry | null,
) => Promise<void>;

export interface LineParts {
  live: FollowedLedger;
  sender: Pick<Sender, 'send'>;
  ink: Pick<Ink, 'note' | 'letter' | 'flush'>;
  /** Whose rights it has, as they are now; null when that account or key does not hold any more. */
  ownerOf: (webhook: StoredWebhook) => Promise<Principal | null>;
  after: After;
  /** Milliseconds. */
  clock: () => number;
  /** From 0 to 1. */
  random: () => number;
  newId: () => string;
  meters: WebhookMeters;
  transferred: Transferred;
  onFault: (fault: unknown) => void;
}

/** Entries that are read at once. */
const PAGE = 100;
/** Passing over is written down every so many entries: less often than it happens, often enough for a short start. */
const NOTED_EVERY = 500;
/** After a fault of ours, such as a database that does not answer. */
const FAULT_REST_MS = 30_000;

export class Line implements Written {
  readonly #parts: LineParts;
  #webhook: StoredWebhook;
  #page: readonly Change[] = [];
  #notedSeq: number;
  #running: Promise<void> | null = null;
  /** Something happened while it was busy. */
  #again = false;
  #ended = false;
  #alarm: (() => void) | null = null;

  constructor(webhook: StoredWebhook, parts: LineParts) {
    this.#webhook = webhook;
    this.#parts = parts;
    this.#notedSeq = webhook.progress.seq;
  }

  get id(): string {
    return this.#webhook.id;
  }

  get webhook(): StoredWebhook {
    return this.#webhook;
  }

  get progress(): WebhookProgress {
    return this.#webhook.progress;
  }

  get busy(): boolean {
    return this.#running !== null;
  }

  /** Resolves when it has nothing to do but wait, for news or for its next attempt. */
  get idle(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  /** There may be something to tell. Does nothing while it is busy, waits for its next attempt or stands still. */
  wake(): void {
    if (this.#ended || this.#alarm !== null) return;
    if (this.#running !== null) {
      this.#again = true;
      return;
    }
    this.#running = this.#work()
      .catch((fault: unknown) => {
        this.#parts.onFault(fault);
        this.#page = [];
        this.#rest(FAULT_REST_MS);
      })
      .finally(() => {
        this.#running = null;
        if (!this.#again) return;
        this.#again = false;
        this.wake();
      });
  }

  /** By a person; written before it resolves. */
  async setState(state: WebhookState): Promise<void> {
    this.#set(inState(this.progress, state, this.#parts.clock()));
    this.#parts.ink.note(this);
    await this.#parts.ink.flush();
    this.#callOff();
    this.wake();
  }

  /** An order or a secret that was written already. What waits for its next attempt is tried at once. */
  changed(change: Partial<WebhookOrder & Pick<StoredWebhook, 'secretVersion' | 'previousUntil'>>) {
    this.#webhook = { ...this.#webhook, ...change };
    if (change.url === undefined) return;
    this.#set({ ...this.progress, nextAt: null });
    this.#callOff();
    this.wake();
  }

  /** Tells nothing any more. */
  end(): void {
    this.#ended = true;
    this.#callOff();
  }

  async #work(): Promise<void> {
    while (!this.#ended && this.progress.state === 'active') {
      const { nextAt } = this.progress;
      const wait = nextAt === null ? 0 : ms(nextAt) - this.#parts.clock();
      if (wait > 0) return this.#rest(wait);
      const owner = await this.#parts.ownerOf(this.#webhook);
      if (owner === null) {
        this.#set(inState(this.progress, 'ownerless', this.#parts.clock()));
        this.#parts.ink.note(this);
        return this.#parts.ink.flush();
      }
      const message = await this.#next(owner);
      if (message === null) return;
      await this.#tell(message, owner);
    }
  }

  /** The next message, by the rights that its owner has now; null when all was told. */
  async #next(owner: Principal): Promise<WebhookMessage | null> {
    const audience = audienceOf(owner);
    for (;;) {
      for (const change of this.#page) {
        if (change.entry.seq <= this.progress.seq) continue;
        const message = messageOf(this.#webhook, change, audience);
        if (message !== null) return message;
        this.#passOver(change.entry.seq);
      }
      this.#page = (await this.#parts.live.changesFrom(this.progress.seq, PAGE)) ?? [];
      if (this.#page.length === 0 || this.#ended) return null;
      // A long way to catch up leaves room for others.
      await new Promise(setImmediate);
    }
  }

  #passOver(seq: number): void {
    this.#set(passedOver(this.progress, seq));
    if (seq - this.#notedSeq >= NOTED_EVERY) this.#note();
  }

  async #tell(message: WebhookMessage, owner: Principal): Promise<void> {
    const { sender, clock, random, ink, meters } = this.#parts;
    const tried = this.progress;
    if (tried.attempts === 0) await this.#parts.transferred(owner, this.#webhook.id, message.entry);
    const outcome = await sender.send(this.#webhook, message);
    if (outcome === 'ended' || this.#ended) return;
    const now = clock();
    const { progress, dead } = afterAttempt(this.progress, message.seq, outcome, now, random());
    this.#set(progress);
    if (outcome.error === null) return this.#note();
    // It may be a long time before the page is needed again.
    this.#page = [];
    if (dead) {
      const firstAt = tried.firstAttemptAt ?? progress.lastAttemptAt;
      ink.letter(this, letterOf(this.#parts.newId(), this.#webhook, message, tried, firstAt));
      meters.died();
    }
    this.#note();
    await ink.flush();
  }

  #note(): void {
    this.#notedSeq = this.progress.seq;
    this.#parts.ink.note(this);
  }

  #rest(milliseconds: number): void {
    this.#callOff();
    if (this.#ended) return;
    this.#alarm = this.#parts.after(milliseconds, () => {
      this.#alarm = null;
      this.wake();
    });
  }

  #callOff(): void {
    this.#alarm?.();
    this.#alarm = null;
  }

  #set(progress: WebhookProgress): void {
    this.#webhook = { ...this.#webhook, progress };
  }
}

/** Of the last attempt in vain; `tried` is how it stood before that. */
function letterOf(
  id: string,
  { id: webhook, progress }: StoredWebhook,
  message: WebhookMessage,
  tried: WebhookProgress,
  firstAt: string | null,
): DeadLetter {
  const lastAt = progress.lastAttemptAt ?? message.at;
  return {
    id,
    webhook,
    seq: message.seq,
    type: message.type as DeadLetter['type'],
    entryAt: message.at,
    attempts: tried.attempts + 1,
    firstAt: firstAt ?? lastAt,
    lastAt,
    lastStatus: progress.lastStatus,
    lastError: progress.lastError ?? 'CONNECTION',
  };
}
