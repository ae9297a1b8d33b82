/** What a webhook is sent of an entry: what the live gateway sends the same audience, made by the same function. */
import { projectEntry, type Audience } from '../audience/project.ts';
import type { AudienceEntry, Entry } from '../entries.ts';
import type { Iso, Picture } from '../picture.ts';
import { isAskedFor, type WebhookFilter } from './filter.ts';
import type { TEST_TYPE, WebhookType } from './words.ts';

/** Body of a message. */
export interface WebhookMessage {
  /** Also in the header `webhook-id`; the same however often it is sent. */
  id: string;
  type: WebhookType | typeof TEST_TYPE;
  seq: number;
  /** Of the entry. */
  at: Iso;
  /** Null in a test. */
  entry: AudienceEntry | null;
}

/** Name of a message, the same at every attempt and after a restart, so that a receiver knows a repeat. */
export function messageId(webhook: string, seq: number): string {
  return `msg_${webhook}_${seq}`;
}

/** Null: this audience is shown nothing of it, or the filter does not ask for it. `before` and `after`: the pictures around it. */
export function messageOf(
  webhook: { id: string; filter: WebhookFilter },
  { entry, before, after }: { entry: Entry; before: Picture; after: Picture },
  audience: Audience,
): WebhookMessage | null {
  const seen = projectEntry(entry, before, after, audience);
  if (seen === null || !isAskedFor(seen, before, after, audience, webhook.filter)) return null;
  return {
    id: messageId(webhook.id, entry.seq),
    type: seen.kind as WebhookType,
    seq: entry.seq,
    at: entry.at,
    entry: seen,
  };
}
