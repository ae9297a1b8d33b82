/** Webhooks as their administrator reads them. What a receiver is sent: domain/webhooks/message.ts. */
import type { Iso } from '#domain/picture.ts';
import type { AttemptError, WebhookState, WebhookType } from '#domain/webhooks/words.ts';

/** `GET /webhooks`. */
export interface WebhookWire {
  id: string;
  name: string;
  url: string;
  /** Whose rights it has. */
  owner: { kind: 'account' | 'key'; id: string };
  /** Null: all that the owner may know. */
  types: WebhookType[] | null;
  regions: string[] | null;
  facilities: string[] | null;
  secretVersion: number;
  /** Until then the secret before signs too. */
  previousSecretUntil: Iso | null;
  createdAt: Iso;
  createdBy: string;
  state: WebhookState;
  stateAt: Iso;
  /** Everything up to this entry was told, passed over or given up. */
  seq: number;
  /** Entries after that. */
  behind: number;
  /** In vain, at the message that waits. */
  attempts: number;
  nextAttemptAt: Iso | null;
  failingSince: Iso | null;
  lastAttemptAt: Iso | null;
  lastDeliveredAt: Iso | null;
  lastStatus: number | null;
  lastError: AttemptError | null;
  delivered: number;
  deadLetters: number;
}

/** What a secret is shown in: this once. */
export interface WebhookSecretWire extends WebhookWire {
  secret: string;
}

/** `GET /webhooks/{id}/dead-letters`. */
export interface DeadLetterWire {
  id: string;
  seq: number;
  type: WebhookType;
  /** Of the entry. */
  entryAt: Iso;
  attempts: number;
  firstAt: Iso;
  lastAt: Iso;
  lastStatus: number | null;
  lastError: AttemptError;
}

/** What became of a message that a person sent: a test, or a dead letter once more. */
export interface SentWire {
  delivered: boolean;
  status: number | null;
  error: AttemptError | null;
}
