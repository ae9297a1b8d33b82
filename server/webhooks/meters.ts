/** Figures of the webhooks for Prometheus. None names a webhook: there may come and go many. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { AttemptOutcome } from '#domain/webhooks/progress.ts';
import { WEBHOOK_STATES, type WebhookState } from '#domain/webhooks/words.ts';

export interface WebhookMeters {
  attempted(outcome: AttemptOutcome, milliseconds: number): void;
  /** A message became a dead letter. */
  died(): void;
}

export const NO_METERS: WebhookMeters = { attempted: () => undefined, died: () => undefined };

export interface WebhookFigures {
  states(): Iterable<WebhookState>;
  /** Entries between the head of the ledger and the active webhook that is furthest behind. */
  behind(): number;
  deadLetters(): Promise<number>;
}

export function webhookMeters(registry: Registry, figures: WebhookFigures): WebhookMeters {
  const registers = [registry];
  const attempts = new Counter({
    name: 'spoedkaart_webhook_attempts_total',
    help: 'Attempts to deliver a message, by what became of them',
    labelNames: ['outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'spoedkaart_webhook_attempt_seconds',
    help: 'Time of one attempt, from the name to the end of the answer',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const died = new Counter({
    name: 'spoedkaart_webhook_dead_letters_total',
    help: 'Messages that were given up',
    registers,
  });
  new Gauge({
    name: 'spoedkaart_webhook_dead_letters',
    help: 'Messages that were given up and wait for a person',
    registers,
    async collect() {
      this.set(await figures.deadLetters());
    },
  });
  new Gauge({
    name: 'spoedkaart_webhooks',
    help: 'Webhooks by how they stand',
    labelNames: ['state'],
    registers,
    collect() {
      for (const state of WEBHOOK_STATES) this.set({ state }, 0);
      for (const state of figures.states()) this.inc({ state });
    },
  });
  new Gauge({
    name: 'spoedkaart_webhook_behind_entries',
    help: 'Entries that the active webhook furthest behind has yet to come to',
    registers,
    collect() {
      this.set(figures.behind());
    },
  });
  return {
    attempted({ error }, milliseconds) {
      attempts.inc({ outcome: error === null ? 'delivered' : error.toLowerCase() });
      seconds.observe(milliseconds / 1000);
    },
    died: () => died.inc(),
  };
}

/** So that they can be made once more in the same registry. */
export function forgetWebhookMeters(registry: Registry): void {
  for (const { name } of registry.getMetricsAsArray())
    if (name.startsWith('spoedkaart_webhook')) registry.removeSingleMetric(name);
}
