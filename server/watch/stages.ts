/**
 * Follows each command from request to screen: received, decided, durable, told. Figures of every stage, a line of the log with the id of
 * the request and the numbers of the entries, and a span each where traces are asked for. Ids and numbers only.
 */
import type { Logger } from 'pino';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Entry } from '#domain/entries.ts';
import type { AppendResult } from '../../db/ledger.ts';
import type { Stages } from '../desk/stages.ts';
import { requestNow } from './request.ts';
import type { Traces } from './traces.ts';

/** Seconds: a decision takes a millisecond, a synced commit some, a busy database more. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
/** Entries whose trace is remembered, for what comes of them: the screens that are told, and the webhooks. */
const REMEMBERED = 2_000;

export interface WatchedStages extends Stages {
  /** Entries were handed to the sockets that may see them. */
  told(entries: readonly Pick<Entry, 'seq' | 'at'>[], now: number): void;
  /** Where in a trace this server wrote the entry; null for one that it did not, did long ago or does not trace. */
  placeOf(seq: number): object | null;
}

export function watchStages(parts: {
  registry: Registry;
  log: Pick<Logger, 'debug'>;
  traces: Traces;
}): WatchedStages {
  const { log, traces } = parts;
  const registers = [parts.registry];
  const received = new Counter({
    name: 'spoedkaart_commands_received_total',
    help: 'Commands that came in, of people, feeds and the server itself',
    registers,
  });
  const decided = new Counter({
    name: 'spoedkaart_commands_decided_total',
    help: 'Commands by what became of them: written, repeated, refused, busy, failed',
    labelNames: ['outcome'],
    registers,
  });
  const durable = new Counter({
    name: 'spoedkaart_entries_durable_total',
    help: 'Entries that this server wrote and that are durable',
    registers,
  });
  const toldEntries = new Counter({
    name: 'spoedkaart_entries_told_total',
    help: 'Entries that were handed to the sockets of this server, whoever wrote them',
    registers,
  });
  const seconds = (name: string, help: string) =>
    new Histogram({ name, help, buckets: BUCKETS, registers });
  const decideSeconds = seconds('spoedkaart_decide_seconds', 'Time to decide, once a try');
  const appendSeconds = seconds(
    'spoedkaart_append_seconds',
    'Time from handing over to the ledger until it is durable',
  );
  const commandSeconds = seconds(
    'spoedkaart_command_seconds',
    'Time from a command coming in until it is written or refused, tries included',
  );
  const toldSeconds = seconds(
    'spoedkaart_told_seconds',
    'Time from the moment of an entry until it is handed to the sockets',
  );
  /** Where in a trace an entry was written. */
  const written = new Map<number, object>();

  return {
    received() {
      received.inc();
      const took = commandSeconds.startTimer();
      const request = requestNow();
      return (outcome, code) => {
        decided.inc({ outcome });
        took();
        if (outcome === 'refused' || outcome === 'busy')
          log.debug({ request, outcome, code }, 'decided');
      };
    },
    async decide(work) {
      const took = decideSeconds.startTimer();
      return traces.span('decide', {}, async () => {
        try {
          return await work();
        } finally {
          took();
        }
      });
    },
    append(work) {
      const took = appendSeconds.startTimer();
      const request = requestNow();
      return traces.span('append', {}, async (span) => {
        const result: AppendResult = await work();
        took();
        const [first, last] = result.ok ? [result.entries[0], result.entries.at(-1)] : [];
        if (!result.ok) span.note({ 'spoedkaart.refused': result.reason });
        if (!result.ok || result.repeated || first === undefined || last === undefined)
          return result;
        durable.inc(result.entries.length);
        span.note({ 'spoedkaart.seq.first': first.seq, 'spoedkaart.seq.last': last.seq });
        log.debug({ request, first: first.seq, last: last.seq }, 'durable');
        if (span.place !== null) {
          for (const { seq } of result.entries) written.set(seq, span.place);
          // The oldest stand first.
          for (const seq of written.keys())
            if (written.size > REMEMBERED) written.delete(seq);
            else break;
        }
        return result;
      });
    },
    told(entries, now) {
      toldEntries.inc(entries.length);
      for (const { at } of entries) toldSeconds.observe(Math.max(0, now - Date.parse(at)) / 1000);
      const [first, last] = [entries[0], entries.at(-1)];
      if (first === undefined || last === undefined) return;
      log.debug({ first: first.seq, last: last.seq }, 'told');
      const places = new Set(entries.flatMap(({ seq }) => written.get(seq) ?? []));
      traces.moment(
        'tell',
        { 'spoedkaart.seq.first': first.seq, 'spoedkaart.seq.last': last.seq },
        [...places],
      );
    },
    placeOf: (seq) => written.get(seq) ?? null,
  };
}
