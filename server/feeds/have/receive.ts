/** EDXL-HAVE in: bytes of XML, translated and taken in. What is not live data is counted and touches nothing. */
import { createHash } from 'node:crypto';
import type { FeedSender, Intake, IntakeParts } from '../core/intake.ts';
import type { Anomaly, FeedMessage, ItemOutcome } from '../core/item.ts';
import { takeSites } from '../core/sites.ts';
import { decodeXml, parseXml, XmlError } from '../core/xml.ts';
import { readHave } from './read.ts';

/** What became of a message: its items, or why it could not be used. */
export type HaveAnswer =
  | {
      ok: true;
      version: '1.0' | '2.0';
      actual: boolean;
      items: ItemOutcome[];
      anomalies: Anomaly[];
    }
  | { ok: false; code: 'MALFORMED_XML' | 'XML_REFUSED' | 'NOT_HAVE'; detail: string };

export class HaveFeed {
  readonly #parts: Omit<IntakeParts, 'quarantine'> & { intake: Intake };

  constructor(parts: Omit<IntakeParts, 'quarantine'> & { intake: Intake }) {
    this.#parts = parts;
  }

  async receive(bytes: Uint8Array, sender: FeedSender): Promise<HaveAnswer> {
    const { intake, health } = this.#parts;
    const feed = sender.principal.actor.id;
    const refuse = (code: 'MALFORMED_XML' | 'XML_REFUSED' | 'NOT_HAVE', detail: string) => {
      health.tookMessage({ feed, channel: 'have1' }, null);
      health.failed({ feed, channel: 'have1' }, code);
      return { ok: false, code, detail } as const;
    };
    let read: ReturnType<typeof readHave>;
    try {
      read = readHave(parseXml(decodeXml(bytes)));
    } catch (error) {
      if (error instanceof XmlError) return refuse(error.code, error.message);
      throw error;
    }
    if (read === null) return refuse('NOT_HAVE', 'no element of EDXL-HAVE is in it');
    const message: FeedMessage = {
      channel: read.version === 1 ? 'have1' : 'have2',
      feed,
      messageId: null,
      hash: createHash('sha256').update(bytes).digest('hex'),
    };
    const anomalies = read.actual ? read.anomalies : [...read.anomalies, 'NOT_ACTUAL' as const];
    health.tookMessage(message, read.observedAt, anomalies);
    const items = read.actual
      ? [
          ...(await intake.take(message, read.items, sender)),
          ...(await takeSites(this.#parts, message, read.sites, sender)),
        ]
      : [];
    const version = read.version === 1 ? '1.0' : '2.0';
    return { ok: true, version, actual: read.actual, items, anomalies: [...new Set(anomalies)] };
  }
}
