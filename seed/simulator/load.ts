/** A load test: hospitals' observations at a steady rate, whatever their rhythm, and how long each took to be answered. */
import type { Action } from './actions.ts';
import type { Answered, Driver } from './driver.ts';
import { live, report } from './units.ts';
import { simulatedAt, type World } from './world.ts';

export interface LoadOptions {
  /** Observations a second. */
  rate: number;
  seconds: number;
  clock: () => number;
}

export interface LoadResult {
  sent: number;
  failed: number;
  seconds: number;
  /** Milliseconds from request to answer. */
  p50: number;
  p99: number;
}

/** Unit after unit, round and round. */
export function* observations(world: World, clock: () => number): Generator<Action, never> {
  const units = [...world.facilities.values()].flatMap((facility) =>
    facility.units.map((unit) => ({ facility, unit })),
  );
  for (let nth = 0; ; nth += 1) {
    const { facility, unit } = units[nth % units.length] as (typeof units)[number];
    const now = clock();
    const sim = simulatedAt(world, now);
    live(unit, sim, 1, facility.random);
    const body = report(unit, sim, new Date(now).toISOString());
    yield { kind: 'observe', facility: facility.id, unit: unit.kind, body };
  }
}

/** An open loop: requests leave on time, whether earlier ones were answered or not. */
export async function runLoad(
  world: World,
  driver: Driver,
  { rate, seconds, clock }: LoadOptions,
  answers: readonly Answered[],
): Promise<LoadResult> {
  const from = performance.now();
  const source = observations(world, clock);
  const under: Promise<unknown>[] = [];
  let sent = 0;
  while (performance.now() - from < seconds * 1000) {
    const due = Math.floor(((performance.now() - from) / 1000) * rate);
    for (; sent < due; sent += 1) under.push(driver.send(source.next().value));
    await new Promise((done) => setTimeout(done, 5));
  }
  await Promise.all(under);
  const took = answers.map((answer) => answer.ms).sort((a, b) => a - b);
  const at = (share: number) =>
    took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? 0;
  return {
    sent,
    failed: answers.filter((answer) => answer.status !== 200).length,
    seconds: (performance.now() - from) / 1000,
    p50: at(0.5),
    p99: at(0.99),
  };
}
