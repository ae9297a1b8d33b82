/** Figures about the server itself, for Prometheus. A registry of its own, so that several servers run in one process. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { FLOOD_KINDS, type LiveMeters } from './live/ports.ts';

export interface Metrics {
  registry: Registry;
  requests: Histogram<'method' | 'route' | 'status'>;
  signIns: Counter<'outcome'>;
}

export interface MetricsSource {
  seq: () => number;
  openCases: () => number;
  /** Rows that should have been erased and were not, by kind: all 0 unless something is wrong. */
  overdue: () => Promise<Record<string, number>>;
  /** Looks that were told and wait to be written. */
  looksWaiting: () => number;
}

/** The figures of the live gateway, kept among the others. */
export function liveMeters({ registry }: Metrics): LiveMeters {
  const registers = [registry];
  const connections = new Gauge({
    name: 'spoedkaart_live_connections',
    help: 'Open live connections',
    registers,
  });
  const refusals = new Counter({
    name: 'spoedkaart_live_refusals_total',
    help: 'Live connections and messages that were refused',
    labelNames: ['code'],
    registers,
  });
  const floods = new Counter({
    name: 'spoedkaart_live_floods_total',
    help: 'Live connections that were ended, or not let in, because somebody flooded: by what',
    labelNames: ['because'],
    registers,
  });
  // There from the start: what rises from nothing is not seen to rise.
  for (const because of FLOOD_KINDS) floods.inc({ because }, 0);
  const messages = new Counter({
    name: 'spoedkaart_live_messages_total',
    help: 'Live messages sent, one a receiver',
    labelNames: ['kind'],
    registers,
  });
  const lagging = new Gauge({
    name: 'spoedkaart_live_lagging_connections',
    help: 'Live connections that read too slowly: told nothing until they can have a snapshot',
    registers,
  });
  const lagged = new Counter({
    name: 'spoedkaart_live_lagged_total',
    help: 'Times that a live connection read too slowly to be told every entry',
    registers,
  });
  const fanOut = new Histogram({
    name: 'spoedkaart_live_fan_out_seconds',
    help: 'Time to project, serialise and hand over one group of changes to all audiences',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1],
    registers,
  });
  return {
    connections: (change) => connections.inc(change),
    refused: (code) => refusals.inc({ code }),
    flooded: (because) => floods.inc({ because }),
    sent: (kind, receivers) => messages.inc({ kind }, receivers),
    fannedOut: (milliseconds) => fanOut.observe(milliseconds / 1000),
    lagging(change) {
      lagging.inc(change);
      if (change > 0) lagged.inc();
    },
  };
}

/** @param process also memory, event loop and garbage collection of this process. */
export function createMetrics(source: MetricsSource, process = false): Metrics {
  const registry = new Registry();
  if (process) collectDefaultMetrics({ register: registry, prefix: 'spoedkaart_' });
  const registers = [registry];
  new Gauge({
    name: 'spoedkaart_ledger_seq',
    help: 'Last entry of the ledger in the live picture',
    registers,
    collect() {
      this.set(source.seq());
    },
  });
  new Gauge({
    name: 'spoedkaart_open_cases',
    help: 'Cases that are not handed over and not cancelled',
    registers,
    collect() {
      this.set(source.openCases());
    },
  });
  new Gauge({
    name: 'spoedkaart_erasure_overdue',
    help: 'Rows beside the ledger whose term ended more than five minutes ago (looks: an hour) and that are still there; must be 0',
    labelNames: ['kind'],
    registers,
    async collect() {
      // A database that is away is told by other figures.
      const found = await source.overdue().catch(() => ({}));
      for (const [kind, rows] of Object.entries(found)) this.set({ kind }, rows);
    },
  });
  new Gauge({
    name: 'spoedkaart_access_log_waiting',
    help: 'Looks on live connections that wait to be written; more than a moment means that the database is away',
    registers,
    collect() {
      this.set(source.looksWaiting());
    },
  });
  return {
    registry,
    requests: new Histogram({
      name: 'spoedkaart_http_request_seconds',
      help: 'Time from request to answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    signIns: new Counter({
      name: 'spoedkaart_sign_ins_total',
      help: 'Sign-ins by outcome',
      labelNames: ['outcome'],
      registers,
    }),
  };
}
