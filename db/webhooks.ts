/** Webhooks as they are kept: orders, how far each has come, and dead letters. Neither a secret nor a message is kept. */
import type { Iso } from '#domain/picture.ts';
import type { WebhookFilter } from '#domain/webhooks/filter.ts';
import type { WebhookProgress } from '#domain/webhooks/progress.ts';
import type { AttemptError, WebhookType } from '#domain/webhooks/words.ts';

/** What a person sets. */
export interface WebhookOrder {
  name: string;
  url: string;
  filter: WebhookFilter;
}

export interface StoredWebhook extends WebhookOrder {
  id: string;
  owner: { kind: 'account' | 'key'; id: string };
  secretVersion: number;
  /** Until then the secret before signs too; null: there is none. */
  previousUntil: Iso | null;
  createdAt: Iso;
  /** Actor id. */
  createdBy: string;
  progress: WebhookProgress;
}

/** An entry that could not be told. What it said is made anew when it is sent again, by the rights of then. */
export interface DeadLetter {
  id: string;
  webhook: string;
  seq: number;
  type: WebhookType;
  entryAt: Iso;
  attempts: number;
  firstAt: Iso;
  lastAt: Iso;
  lastStatus: number | null;
  lastError: AttemptError;
}

/** Dead letters of one webhook that are listed at once. */
export const MOST_LETTERS = 500;

export interface ProgressRow {
  id: string;
  progress: WebhookProgress;
  letter: DeadLetter | null;
}

export interface WebhookStore {
  /** Rejects when the id exists. */
  insert(webhook: StoredWebhook): Promise<void>;
  /** By name. */
  list(): Promise<StoredWebhook[]>;
  find(id: string): Promise<StoredWebhook | null>;
  /** False when there is none. */
  change(id: string, order: WebhookOrder): Promise<boolean>;
  /** False when the version is another than `secretVersion` - 1: somebody was quicker. */
  rotate(id: string, secretVersion: number, previousUntil: Iso): Promise<boolean>;
  /** With its dead letters. False when there is none. */
  remove(id: string): Promise<boolean>;
  /** All of them in one commit, each with the dead letter that it made. Webhooks that are gone are passed over. */
  saveProgress(rows: readonly ProgressRow[]): Promise<void>;
  /** Oldest entry first, at most MOST_LETTERS. */
  letters(webhook: string): Promise<DeadLetter[]>;
  letter(webhook: string, id: string): Promise<DeadLetter | null>;
  /** Open ones of each webhook that has any. */
  letterCounts(): Promise<Map<string, number>>;
  /** After another attempt in vain. */
  changeLetter(
    id: string,
    attempt: Pick<DeadLetter, 'attempts' | 'lastAt' | 'lastStatus' | 'lastError'>,
  ): Promise<void>;
  /** Delivered after all, or put aside. False when there is none. */
  removeLetter(webhook: string, id: string): Promise<boolean>;
}
