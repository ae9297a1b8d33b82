/**
 * Where items wait whose sender nobody knows. What is kept is the translation, never the message: it holds no word that the domain
 * does not have. An administrator says whom they speak for, and they are taken in as if they came now.
 */
import { createHash } from 'node:crypto';
import { iso } from '#domain/clock.ts';
import type { Principal } from '#domain/access/table.ts';
import type { Identifier } from '#domain/identifiers/identifiers.ts';
import type { FeedStore, QuarantineRow, Settlement } from '../../../db/feeds.ts';
import type { FeedItem, FeedMessage, ItemOutcome } from './item.ts';
import type { FeedSender } from './intake.ts';
import { keepableIdentifiers, keepableName } from './words.ts';

interface Held {
  items: FeedItem[];
  principal: Principal;
}

export interface QuarantineParts {
  store: FeedStore;
  clock: () => number;
  newId: () => string;
}

export class Quarantine {
  readonly #parts: QuarantineParts;
  /** Items of one message come one by one: those of the same row are gathered until the message is through. */
  readonly #gathered = new Map<string, Held & { hash: string }>();

  constructor(parts: QuarantineParts) {
    this.#parts = parts;
  }

  /** Keeps the item; durable when it resolves. */
  async hold(
    message: FeedMessage,
    item: FeedItem,
    reason: QuarantineRow['reason'],
    sender: FeedSender,
  ): Promise<string> {
    const { store, clock, newId } = this.#parts;
    const identifiers = keepableIdentifiers(item.subject.identifiers);
    const name = keepableName(item.subject.name);
    const kept: FeedItem = { ...item, subject: { identifiers, name } };
    const key = keyOf(message, kept, reason);
    const known = this.#gathered.get(key);
    const others = known !== undefined && known.hash === message.hash ? known.items : [];
    const held = { items: [...others, kept], principal: sender.principal, hash: message.hash };
    if (this.#gathered.size > MOST_GATHERED) this.#gathered.clear();
    this.#gathered.set(key, held);
    return store.hold({
      id: newId(),
      key,
      feed: message.feed,
      channel: message.channel,
      reason,
      identifiers,
      name,
      messageHash: message.hash,
      messageId: message.messageId,
      items: JSON.stringify({ items: held.items, principal: held.principal }),
      lastAt: iso(clock()),
    });
  }

  /** A sender whom nobody knows, with nothing that could be taken in later: it will send again what was not acknowledged. */
  async note(message: FeedMessage, names: readonly Identifier[]): Promise<void> {
    const { store, clock, newId } = this.#parts;
    const identifiers = keepableIdentifiers(names);
    const reason = 'UNKNOWN_FACILITY';
    await store.hold({
      id: newId(),
      key: hashOf([message.feed, message.channel, reason, identifiers]),
      ...{ feed: message.feed, channel: message.channel, reason, identifiers, name: null },
      ...{ messageHash: message.hash, messageId: message.messageId },
      items: JSON.stringify({ items: [], principal: null }),
      lastAt: iso(clock()),
    });
  }

  list(options: Parameters<FeedStore['list']>[0]): Promise<QuarantineRow[]> {
    return this.#parts.store.list(options);
  }

  find(id: string): Promise<QuarantineRow | null> {
    return this.#parts.store.find(id);
  }

  /** False when somebody else was quicker. */
  settle(id: string, how: Settlement): Promise<boolean> {
    const { store, clock } = this.#parts;
    return store.settle(id, iso(clock()), how);
  }

  /** Keeps what became of its items when it was taken in. */
  became(id: string, outcomes: readonly ItemOutcome[]): Promise<void> {
    const kept = outcomes.map(({ place, outcome, code, kind }) => ({ place, outcome, code, kind }));
    return this.#parts.store.keepOutcomes(id, kept);
  }
}

const MOST_GATHERED = 1_000;

/** What a row's items were and by whom they were sent. */
export function heldOf(row: QuarantineRow): { items: FeedItem[]; principal: Principal } {
  return JSON.parse(row.items) as Held;
}

function keyOf(message: FeedMessage, item: FeedItem, reason: string): string {
  const { identifiers, name } = item.subject;
  const parts = [message.feed, message.channel, reason, identifiers, name];
  return hashOf(parts);
}

const hashOf = (parts: unknown) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
