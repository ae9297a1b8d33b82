/** Signs a message and sends it once. */
import type { StoredWebhook } from '../../db/webhooks.ts';
import { ms } from '#domain/clock.ts';
import type { WebhookMessage } from '#domain/webhooks/message.ts';
import type { AttemptOutcome } from '#domain/webhooks/progress.ts';
import type { Traces } from '../watch/traces.ts';
import type { WebhookMeters } from './meters.ts';
import type { Post } from './post.ts';
import { secretOf, sign } from './signature.ts';

export interface SenderParts {
  post: Post;
  /** The installation's, from which those of the webhooks are reckoned. */
  secret: string;
  /** Milliseconds. */
  clock: () => number;
  version: string;
  meters: WebhookMeters;
  traces: Traces;
  /** Where in a trace an entry was written; null where that is not known (any more). */
  placeOf: (seq: number) => object | null;
}

export class Sender {
  readonly #parts: SenderParts;
  readonly #ending = new AbortController();

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Never rejects. After the end of the server nothing is known of the message: it is told again. */
  send(webhook: StoredWebhook, message: WebhookMessage): Promise<AttemptOutcome | 'ended'> {
    const { traces, placeOf } = this.#parts;
    const place = message.entry === null ? null : placeOf(message.seq);
    return traces.own('webhook', place === null ? [] : [place], async (span) => {
      const outcome = await this.#send(webhook, message);
      if (message.entry !== null) span.note({ 'spoedkaart.seq': message.seq });
      if (outcome === 'ended') return outcome;
      if (outcome.status !== null) span.note({ 'http.response.status_code': outcome.status });
      if (outcome.error !== null) span.note({ 'error.type': outcome.error });
      return outcome;
    });
  }

  async #send(webhook: StoredWebhook, message: WebhookMessage): Promise<AttemptOutcome | 'ended'> {
    const { post, clock, version, meters } = this.#parts;
    const body = JSON.stringify(message);
    const began = performance.now();
    const outcome = await post(
      {
        url: webhook.url,
        headers: {
          'content-type': 'application/json',
          'user-agent': `Spoedkaart/${version}`,
          ...sign(this.#secrets(webhook), message.id, body, clock()),
        },
        body,
      },
      this.#ending.signal,
    );
    if (this.#ending.signal.aborted) return 'ended';
    meters.attempted(outcome, performance.now() - began);
    return outcome;
  }

  end(): void {
    this.#ending.abort();
  }

  #secrets({ id, secretVersion, previousUntil }: StoredWebhook): string[] {
    const { secret, clock } = this.#parts;
    const newest = secretOf(secret, id, secretVersion);
    if (previousUntil === null || ms(previousUntil) <= clock()) return [newest];
    return [newest, secretOf(secret, id, secretVersion - 1)];
  }
}
