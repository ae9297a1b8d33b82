/** What came of a run, from what all processes told. */
import type { Crowd } from './crowd.ts';
import type { Sample } from './messages.ts';
import type { Traffic } from './traffic.ts';

export interface Point {
  /** Seconds since the first update. */
  at: number;
  value: number;
}

/** Milliseconds of a core in the second before `at`. */
export interface Used {
  at: number;
  /** By the process that sends. */
  senders: number;
  /** By everything on the machine. */
  machine: number;
}

export interface LoadRun {
  seconds: number;
  /** Milliseconds from sending an update until the last dashboard of all had it. */
  latencies: Point[];
  /** The same from the moment that the ledger gives the entry, which comes before it is durable. */
  sinceWritten: Point[];
  /** By server. */
  samples: (Sample & { second: number })[][];
  /** Shares of one core, by second. */
  cores: { dashboards: Point[]; senders: Point[]; machine: Point[] };
  traffic: Pick<Traffic, 'updates' | 'cases' | 'decidedAgain' | 'refused' | 'took'>;
  /** Updates that did not come to every dashboard. */
  unseen: number;
  gaps: number;
  closed: number;
  messages: number;
  megabytes: number;
}

/** @param from when the first update was sent, as `clock` */
export function told(
  seconds: number,
  from: number,
  traffic: Traffic,
  crowds: readonly Crowd[],
  samples: readonly Sample[][],
  used: readonly Used[],
): LoadRun {
  const second = (at: number) => (at - from) / 1_000;
  const during = <T extends { at: number }>(all: readonly T[]) =>
    all.filter(({ at }) => second(at) > 1 && second(at) <= seconds);
  const sum = (of: keyof Crowd['total']) => crowds.reduce((all, { total }) => all + total[of], 0);
  const share = (of: 'senders' | 'machine') =>
    during(used).map((one) => ({ at: second(one.at), value: one[of] / 1_000 }));
  return {
    seconds,
    ...latenciesOf(second, traffic, crowds),
    samples: samples.map((own) => during(own).map((one) => ({ ...one, second: second(one.at) }))),
    cores: {
      dashboards: ofDashboards(second, crowds, seconds),
      senders: share('senders'),
      machine: share('machine'),
    },
    traffic,
    gaps: sum('gaps'),
    closed: sum('closed'),
    messages: sum('messages'),
    megabytes: sum('bytes') / 1e6,
  };
}

function latenciesOf(
  second: (at: number) => number,
  traffic: Traffic,
  [first, ...others]: readonly Crowd[],
): Pick<LoadRun, 'latencies' | 'sinceWritten' | 'unseen'> {
  const latencies: Point[] = [];
  const sinceWritten: Point[] = [];
  const seqs = [...(first?.arrived ?? [])].sort(([a], [b]) => a - b);
  for (const [seq, { subject, written, at }] of seqs) {
    const sent = subject === null ? undefined : traffic.sent.get(subject)?.shift();
    const elsewhere = others.map((one) => one.arrived.get(seq)?.at);
    if (sent === undefined || elsewhere.includes(undefined)) continue;
    const last = Math.max(at, ...(elsewhere as number[]));
    latencies.push({ at: second(sent), value: last - sent });
    if (written !== null) sinceWritten.push({ at: second(sent), value: last - written });
  }
  return { latencies, sinceWritten, unseen: traffic.updates - latencies.length };
}

/** Their processes tell a few times a second: added up by the second. */
function ofDashboards(
  second: (at: number) => number,
  crowds: readonly Crowd[],
  seconds: number,
): Point[] {
  const bySecond = new Map<number, number>();
  for (const { at, used } of crowds.flatMap(({ cpu }) => cpu)) {
    const whole = Math.floor(second(at));
    bySecond.set(whole, (bySecond.get(whole) ?? 0) + used / 1_000);
  }
  return [...bySecond]
    .filter(([at]) => at >= 1 && at < seconds)
    .sort(([a], [b]) => a - b)
    .map(([at, value]) => ({ at: at + 0.5, value }));
}
