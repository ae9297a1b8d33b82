/** Spreadsheets in: looked at first, then taken in whole. A table with a fault in any row writes nothing. */
import { createHash } from 'node:crypto';
import type { FeedHealth } from '../core/health.ts';
import type { FeedSender, Intake } from '../core/intake.ts';
import type { Anomaly, FeedMessage, ItemOutcome } from '../core/item.ts';
import { readTable } from './read.ts';
import type { RowFault } from './table.ts';

export type CsvAnswer =
  | { ok: true; preview: boolean; items: ItemOutcome[]; faults: RowFault[]; anomalies: Anomaly[] }
  | { ok: false; code: 'MALFORMED_CSV' };

export class CsvFeed {
  readonly #parts: { intake: Intake; health: FeedHealth };

  constructor(parts: { intake: Intake; health: FeedHealth }) {
    this.#parts = parts;
  }

  /** `preview`: says what would become of it and writes nothing. */
  async receive(text: string, preview: boolean, sender: FeedSender): Promise<CsvAnswer> {
    const { intake, health } = this.#parts;
    const feed = { feed: sender.principal.actor.id, channel: 'csv' } as const;
    const table = readTable(text);
    if (table === null) {
      if (!preview) {
        health.tookMessage(feed, null);
        health.failed(feed, 'MALFORMED_CSV');
      }
      return { ok: false, code: 'MALFORMED_CSV' };
    }
    const message: FeedMessage = {
      ...feed,
      messageId: null,
      hash: createHash('sha256').update(text).digest('hex'),
    };
    const anomalies = [...new Set(table.anomalies)];
    const { items, faults } = table;
    if (preview || faults.length > 0) {
      if (!preview) {
        health.tookMessage(message, table.observedAt, anomalies);
        for (const { code } of faults) health.failed(message, code);
      }
      const would = intake.foresee(message, items, sender);
      return { ok: true, preview: true, items: would, faults, anomalies };
    }
    health.tookMessage(message, table.observedAt, anomalies);
    const taken = await intake.take(message, items, sender);
    return { ok: true, preview: false, items: taken, faults, anomalies };
  }
}
