/**
 * One HL7 v2 message: whose it is, what it does, and what it is answered. Accepted only when it is durable; what this server does not
 * use, unknown beds and impossible movements are accepted with a remark, because many senders stop their queue at anything else.
 * Source: capacity model, 3.1.
 */
import { hash } from 'node:crypto';
import { CLOCK_TOLERANCE_MINUTES } from '#domain/capacity/observe.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import { NO_SCOPE, type Principal } from '#domain/access/table.ts';
import type { ConnectionRow, Taking } from '../../../db/occupancy.ts';
import type { FeedHealth } from '../core/health.ts';
import type { Anomaly, FeedMessage } from '../core/item.ts';
import type { Occupancy } from '../core/occupancy.ts';
import type { Quarantine } from '../core/quarantine.ts';
import type { VisitKeys } from '../core/visit-keys.ts';
import { acknowledgement, type Verdict } from './ack.ts';
import { hl7Moment } from './time.ts';
import { Hl7Error, readMessage, type AdtMessage, type Header } from './message.ts';
import { placeKey, translate, USUAL_HABITS } from './translate.ts';

export interface AdtParts {
  occupancy: Occupancy;
  visitKeys: VisitKeys;
  quarantine: Quarantine;
  health: FeedHealth;
  /** Connections that stand, by who they say they are. */
  connections: () => readonly ConnectionRow[];
  clock: () => number;
  newId: () => string;
  /** Told of a store that fails: the sender is told to come again. */
  onFault: (fault: unknown) => void;
}

/** What one line is bound to from its first message on. `certificate`: SHA-256 of the client's, hexadecimal; null on a plain line. */
export interface Line {
  certificate: string | null;
  connection: string | null;
}

interface Judged {
  verdict: Verdict;
  code: number | null;
  where: string | null;
}

const ACCEPTED: Judged = { verdict: 'accepted', code: null, where: null };
/** Header of an answer to what had none. */
const NO_HEADER: Header = {
  delimiters: { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' },
  ...{
    sendingApplication: '',
    sendingFacility: '',
    receivingApplication: '',
    receivingFacility: '',
  },
  ...{ time: '', type: '', event: '', controlId: '', processingId: '', version: '' },
  ...{ acceptAck: '', applicationAck: '' },
};

export class AdtFeed {
  readonly #parts: AdtParts;

  constructor(parts: AdtParts) {
    this.#parts = parts;
  }

  /** The answer to one message; null where the sender wants none. Never throws. */
  async handle(bytes: Buffer, line: Line): Promise<string | null> {
    let message: AdtMessage;
    try {
      message = readMessage(bytes);
    } catch (error) {
      if (!(error instanceof Hl7Error)) throw error;
      this.#failed(line, `HL7_${error.code}`);
      const judged: Judged = { verdict: 'error', code: error.code, where: error.where };
      return this.#answer(error.header ?? NO_HEADER, judged, 'auto');
    }
    const { header } = message;
    // An answer is not answered.
    if (header.type === 'ACK' || header.type === 'MCF') return null;
    const connection = this.#connectionOf(header, line);
    if (connection === null) {
      await this.#stranger(header, bytes, line);
      return this.#answer(header, { verdict: 'rejected', code: 207, where: 'MSH-3' }, 'auto');
    }
    line.connection = connection.id;
    const unfit = unfitness(header);
    if (unfit !== null) {
      this.#failed(line, `HL7_${unfit.code}`);
      return this.#answer(header, unfit, connection.ackMode);
    }
    try {
      await this.#take(message, connection, bytes);
      return this.#answer(header, ACCEPTED, connection.ackMode);
    } catch (fault) {
      this.#parts.onFault(fault);
      this.#failed(line, 'HL7_207');
      return this.#answer(
        header,
        { verdict: 'rejected', code: 207, where: null },
        connection.ackMode,
      );
    }
  }

  /** A frame past all measure: its header was not read. */
  tooLarge(line: Line): string | null {
    this.#failed(line, 'TOO_LARGE');
    return this.#answer(NO_HEADER, { verdict: 'error', code: 102, where: null }, 'auto');
  }

  async #take(message: AdtMessage, connection: ConnectionRow, bytes: Buffer): Promise<void> {
    const { occupancy, visitKeys, health, clock } = this.#parts;
    const { facility } = connection;
    const { header } = message;
    const now = clock();
    const habits = {
      ...USUAL_HABITS,
      moveOnUpdate: connection.moveOnUpdate,
      bedCodes: connection.bedCodes,
    };
    const { acts, anomalies, at } = translate(message, habits, now);
    const taking: Omit<Taking, 'at'> = {
      facility,
      control: hashOf(
        connection.id,
        header.sendingApplication,
        header.sendingFacility,
        header.controlId,
      ),
      visits: [],
      beds: [],
      renames: [],
    };
    // Nothing happened after we heard of it: what a clock that runs ahead says, little or much, keeps the order in which it came.
    const skewed = at > now + CLOCK_TOLERANCE_MINUTES * MINUTE;
    const odd: Anomaly[] = skewed ? [...anomalies, 'CLOCK_SKEW'] : [...anomalies];
    for (const act of acts) {
      if (act.do === 'bed')
        taking.beds.push({
          place: placeKey(act.place),
          state: act.state,
          at: Math.min(act.at, now),
        });
      else if (act.do === 'rename')
        taking.renames.push({
          from: await visitKeys.keyOf(facility, act.from),
          to: await visitKeys.keyOf(facility, act.to),
        });
      else
        taking.visits.push({
          visit: await visitKeys.keyOf(facility, act.number),
          event: { ...act.event, at: Math.min(act.event.at, now) },
        });
    }
    const feed: FeedMessage = {
      channel: 'hl7v2',
      feed: connection.id,
      // The number of the message is the sender's own and could be anything: only its hash is kept.
      messageId: null,
      hash: hash('sha256', bytes, 'hex'),
    };
    const { repeated, anomalies: more } = await occupancy.take(
      taking,
      feed,
      principalOf(connection),
    );
    if (repeated) return;
    health.tookMessage(feed, iso(hl7Moment(header.time) ?? at), [...new Set([...odd, ...more])]);
    health.tookMovement(feed, facility);
  }

  /** By who the message says it is; on a line with a certificate only the connection that it belongs to. */
  #connectionOf(header: Header, line: Line): ConnectionRow | null {
    const found = this.#parts
      .connections()
      .find(
        (one) =>
          one.revokedAt === null &&
          one.application === header.sendingApplication &&
          one.sendingFacility === header.sendingFacility,
      );
    if (found === undefined) return null;
    if (found.certificate !== null && found.certificate !== line.certificate) return null;
    // A line speaks for one facility: it does not change its mind.
    return line.connection === null || line.connection === found.id ? found : null;
  }

  async #stranger(header: Header, bytes: Buffer, line: Line): Promise<void> {
    const { quarantine } = this.#parts;
    const hashed = hash('sha256', bytes, 'hex');
    const value = `${header.sendingApplication}|${header.sendingFacility}`;
    const identifiers = [{ system: 'urn:spoedkaart:hl7-sender', value }];
    this.#failed(line, 'UNKNOWN_SENDER');
    const message: FeedMessage = { channel: 'hl7v2', feed: 'mllp', messageId: null, hash: hashed };
    await quarantine.note(message, identifiers);
  }

  #failed(line: Line, code: string): void {
    const feed = { feed: line.connection ?? 'mllp', channel: 'hl7v2' } as const;
    this.#parts.health.tookMessage(feed, null);
    this.#parts.health.failed(feed, code);
  }

  #answer(header: Header, judged: Judged, mode: ConnectionRow['ackMode']): string | null {
    const { newId, clock } = this.#parts;
    return acknowledgement({
      header,
      verdict: judged.verdict,
      errorCode: judged.code,
      where: judged.where,
      // MSH-10 holds at most 20 characters in 2.5.
      controlId: newId().replaceAll('-', '').slice(0, 20),
      now: clock(),
      mode,
    });
  }
}

/** A kind of message that is not taken here; null for one that is. */
function unfitness({ type, processingId, version }: Header): Judged | null {
  if (type !== 'ADT') return { verdict: 'rejected', code: 200, where: 'MSH-9' };
  if (processingId === 'T' || processingId === 'D')
    return { verdict: 'rejected', code: 202, where: 'MSH-11' };
  if (version !== '' && !version.startsWith('2.'))
    return { verdict: 'rejected', code: 203, where: 'MSH-12' };
  return null;
}

/** A connection speaks for its facility's figures and for nothing else. */
export function principalOf({ id, facility }: Pick<ConnectionRow, 'id' | 'facility'>): Principal {
  return {
    actor: { id, kind: 'feed', role: 'machine', organisation: facility },
    role: 'machine',
    scope: { ...NO_SCOPE, facilities: [facility], actions: ['unit.write'] },
  };
}

const hashOf = (...parts: string[]) => hash('sha256', parts.join('\u0000'), 'hex');
