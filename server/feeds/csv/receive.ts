/** Spreadsheets in, CSV and Excel: looked at first, then taken in whole. A table with a fault in any row writes nothing. */
import { createHash } from 'node:crypto';
import type { FeedHealth } from '../core/health.ts';
import type { FeedSender, Intake } from '../core/intake.ts';
import type { Anomaly, FeedMessage, ItemOutcome } from '../core/item.ts';
import { XlsxError } from '../excel/parts.ts';
import { readXlsx } from '../excel/read.ts';
import { readTable } from './read.ts';
import type { CsvTable, RowFault } from './table.ts';

export type CsvAnswer =
  | { ok: true; preview: boolean; items: ItemOutcome[]; faults: RowFault[]; anomalies: Anomaly[] }
  | {
      ok: false;
      code: 'MALFORMED_CSV' | 'MALFORMED_XLSX' | 'XLSX_REFUSED' | 'WRONG_SHEET';
      detail: string | null;
    };

export class CsvFeed {
  readonly #parts: { intake: Intake; health: FeedHealth };

  constructor(parts: { intake: Intake; health: FeedHealth }) {
    this.#parts = parts;
  }

  /** `preview`: says what would become of it and writes nothing. */
  async receive(text: string, preview: boolean, sender: FeedSender): Promise<CsvAnswer> {
    const table = readTable(text);
    if (table === null) return this.#refuse('MALFORMED_CSV', null, preview, sender);
    return this.#take(table, text, preview, sender);
  }

  /** The same for an Excel file. */
  async receiveXlsx(bytes: Buffer, preview: boolean, sender: FeedSender): Promise<CsvAnswer> {
    let table: CsvTable | null;
    try {
      table = await readXlsx(bytes);
    } catch (error) {
      if (!(error instanceof XlsxError)) throw error;
      return this.#refuse(error.code, error.detail, preview, sender);
    }
    if (table === null) return this.#refuse('WRONG_SHEET', null, preview, sender);
    return this.#take(table, bytes, preview, sender);
  }

  #refuse(
    code: Extract<CsvAnswer, { ok: false }>['code'],
    detail: string | null,
    preview: boolean,
    sender: FeedSender,
  ): CsvAnswer {
    const feed = { feed: sender.principal.actor.id, channel: 'csv' } as const;
    if (!preview) {
      this.#parts.health.tookMessage(feed, null);
      this.#parts.health.failed(feed, code);
    }
    return { ok: false, code, detail };
  }

  async #take(
    table: CsvTable,
    content: string | Buffer,
    preview: boolean,
    sender: FeedSender,
  ): Promise<CsvAnswer> {
    const { intake, health } = this.#parts;
    const message: FeedMessage = {
      ...{ feed: sender.principal.actor.id, channel: 'csv', messageId: null },
      hash: createHash('sha256').update(content).digest('hex'),
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
