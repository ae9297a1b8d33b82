/** The rows of the table that come of a run of the load. */
import { availableParallelism, loadavg } from 'node:os';
import { ms, times, type Row } from '../support/bench.ts';
import { median, quantile } from '../support/stats.ts';
import { most } from './plot.ts';
import type { LoadRun, Point } from './told.ts';

const MIB = 2 ** 20;
/** Of latency, milliseconds; a person sees a second. */
const P99_MS = 1_000;
/** Of the resident set from the second minute (or fifth) to the last, MiB: the ledger's newest entries are remembered in it. */
const GROWTH_MIB = 64;

const values = (points: readonly Point[]) => points.map(({ value }) => value);
const spread = (all: readonly number[]) =>
  `p50 ${ms(median(all))}, p95 ${ms(quantile(all, 0.95))}, p99 ${ms(quantile(all, 0.99))}, most ${ms(most(all))}`;
const share = (value: number) => `${Math.round(100 * value)} %`;

/** @param which dashboards, servers and how long */
export function rowsOf(which: string, run: LoadRun, bare: LoadRun | null): Row[] {
  console.error(summary(run), bare === null ? '' : summary(bare));
  return [
    latencyRow(which, run, bare),
    driftRow(which, run),
    memoryRow(which, run),
    loopRow(which, run),
    answersRow(which, run),
    coresRow(which, run),
  ];
}

function latencyRow(which: string, run: LoadRun, bare: LoadRun | null): Row {
  const p99 = quantile(values(run.latencies), 0.99);
  const whole =
    run.unseen === 0 && run.gaps === 0 && run.closed === 0 && run.traffic.refused.size === 0;
  return {
    what: `update to the last of ${which} (load ${(loadavg()[1] ?? 0).toFixed(1)})`,
    ours: `${spread(values(run.latencies))}; since written ${spread(values(run.sinceWritten))}`,
    beside:
      bare === null
        ? ''
        : `bare socket.io broadcast of each update ${spread(values(bare.latencies))}`,
    result: `p99 ${ms(p99)}; ${run.unseen} of ${run.traffic.updates} unseen, ${run.gaps} gaps, ${run.closed} lost`,
    target: `p99 under ${P99_MS} ms, nothing unseen`,
    met: p99 < P99_MS && whole,
  };
}

/** A minute, or a third of a short run. */
const spanOf = ({ seconds }: LoadRun) => Math.min(60, seconds / 3);

function driftRow(which: string, run: LoadRun): Row {
  const minute = spanOf(run);
  const first = values(run.latencies.filter(({ at }) => at < minute));
  const last = values(run.latencies.filter(({ at }) => at >= run.seconds - minute));
  const ratio = quantile(last, 0.99) / quantile(first, 0.99);
  return {
    what: `last ${Math.round(minute)} s beside the first of ${which}, p99`,
    ours: spread(last),
    beside: `first ${spread(first)}`,
    result: times(ratio),
    target: 'at most 1.5x',
    met: ratio <= 1.5,
  };
}

function memoryRow(which: string, run: LoadRun): Row {
  const growth = run.samples.map((own) => memoryOf(own, spanOf(run), run.seconds));
  const each = (of: (one: (typeof growth)[number]) => string) => growth.map(of).join('; ');
  return {
    what: `memory of the server, ${which}: resident, heap after collections`,
    ours: each(({ end }) => `${end.rss.toFixed(0)} and ${end.heap.toFixed(0)} MiB`),
    beside: `second ${Math.round(spanOf(run))} s ${each(({ begin }) => `${begin.rss.toFixed(0)} and ${begin.heap.toFixed(0)} MiB`)}`,
    result: each(({ by }) => `${by < 0 ? '' : '+'}${by.toFixed(0)} MiB`),
    target: `resident at most +${GROWTH_MIB} MiB`,
    met: growth.every(({ by }) => by <= GROWTH_MIB),
  };
}

/** The lowest of the second span and of the last: what stays, whatever has not been collected yet. */
function memoryOf(own: LoadRun['samples'][number], span: number, seconds: number) {
  const between = (from: number, to: number) => {
    const part = own.filter(({ second }) => second >= from && second <= to);
    const least = (of: 'rssBytes' | 'heapBytes') => Math.min(...part.map((one) => one[of])) / MIB;
    return { rss: least('rssBytes'), heap: least('heapBytes') };
  };
  const [begin, end] = [between(span, 2 * span), between(seconds - span, seconds)];
  return { begin, end, by: end.rss - begin.rss };
}

function loopRow(which: string, run: LoadRun): Row {
  const lags = run.samples.flat().map((one) => one.lagMax);
  return {
    what: `event loop of the server held up, ${which}: worst of each second`,
    ours: spread(lags),
    beside: '',
    result: `p99 ${ms(quantile(lags, 0.99))}`,
    target: 'p99 under 500 ms',
    met: quantile(lags, 0.99) < 500,
  };
}

function answersRow(
  which: string,
  { traffic: { took, cases, decidedAgain, refused } }: LoadRun,
): Row {
  const p99 = quantile(took.decision, 0.99);
  const wrong = [...refused.values()].reduce((sum, count) => sum + count, 0);
  return {
    what: `answers meanwhile, ${which}: a decision`,
    ours: spread(took.decision),
    beside: `an update ${spread(took.update)}; a case with its advice ${spread(took.case)}`,
    result: `p99 ${ms(p99)}; ${cases} cases, ${decidedAgain} decided again on new advice, ${wrong} requests refused`,
    target: `p99 under ${P99_MS} ms, none refused`,
    met: p99 < P99_MS && wrong === 0,
  };
}

function coresRow(which: string, { cores, samples }: LoadRun): Row {
  const all = availableParallelism();
  const [dashboards, senders, machine] = [cores.dashboards, cores.senders, cores.machine].map(
    (points) => median(values(points)) / all,
  ) as [number, number, number];
  const servers = samples.map((own) => median(own.map(({ cpu }) => cpu)) / all);
  const known = dashboards + senders + servers.reduce((sum, one) => sum + one, 0);
  return {
    what: `share of the ${all} cores, ${which}: dashboards and senders`,
    ours: `dashboards ${share(dashboards)}, senders ${share(senders)}`,
    beside: `server ${servers.map(share).join('; ')}; others on the machine ${share(Math.max(0, machine - known))}; idle ${share(Math.max(0, 1 - machine))}`,
    result: share(dashboards + senders),
    target: 'told, not judged',
    met: true,
  };
}

function summary({ traffic, messages, megabytes, seconds, unseen, latencies }: LoadRun): string {
  const { updates, cases, refused } = traffic;
  const rate = `${Math.round(messages / seconds)} messages/s, ${(megabytes / seconds).toFixed(1)} MB/s`;
  return `${updates} updates, ${cases} cases, ${rate}; unseen ${unseen}; p50 ${ms(median(values(latencies)))}; refused ${JSON.stringify([...refused])}`;
}
