import { ask } from './feeds/ask.ts';
import { hear, start } from './fan-out/messages.ts';
import { FACILITIES, movement, reportOfAll, type Ready } from './feeds/messages.ts';
import { ms, perSecond, times, type Bench, type Row } from './support/bench.ts';
import { inTurns, median, quantile } from './support/stats.ts';
import { MllpLine } from '../seed/simulator/feeds/mllp-line.ts';

const BLOCKS = 6;
const LINES = 50;
const ON_ONE = 1_000;
const ON_MANY = 5_000;
const REPORTS = 25;

export const feedsBench: Bench = {
  name: 'feeds',
  how:
    `ADT messages of HL7 v2 over MLLP on 1 line and on ${LINES}, each line waiting for its answer, which comes when the movement is durable; beside ` +
    'a bare TCP server that writes the same bytes to a file, calls fdatasync (each line by itself, synchronously) and sends them back. A FHIR Bundle of a MeasureReport of each of ' +
    `${FACILITIES} facilities, every figure news, posted one after the other; beside a bare Hono route that keeps the body so. Each server is a process ` +
    `of its own, the sender another; ${BLOCKS} blocks each, in turns.`,
  async run() {
    const children = ['../feeds/ours.ts', '../feeds/bare.ts'].map(start);
    const [ours, bare] = await Promise.all(children.map((one) => hear<Ready>(one)));
    if (ours === undefined || bare === undefined) throw new Error('a server did not start');
    const senders = [new Sender(ours), new Sender(bare)] as const;
    try {
      const rows: Row[] = [];
      for (const [lines, messages] of [
        [1, ON_ONE],
        [LINES, ON_MANY],
      ] as const) {
        for (const one of senders) await one.movements(lines, messages / 4);
        const { a, b } = await inTurns(
          BLOCKS,
          () => senders[0].movements(lines, messages),
          () => senders[1].movements(lines, messages),
        );
        rows.push(rateRow(lines, a, b));
      }
      for (const one of senders) await one.reports(ours.facilities, 5);
      const { a, b } = await inTurns(
        BLOCKS,
        () => senders[0].reports(ours.facilities, REPORTS),
        () => senders[1].reports(ours.facilities, REPORTS),
      );
      return [...rows, reportRow(a.flat(), b.flat(), senders[0].bytes)];
    } finally {
      for (const one of senders) one.close();
      for (const child of children) if (child.connected) child.disconnect();
    }
  },
};

/** Sends to one of the servers what is sent to both. */
class Sender {
  readonly #ready: Ready;
  readonly #lines: MllpLine[] = [];
  readonly #sent: number[] = [];
  #reports = 0;
  bytes = 0;

  constructor(ready: Ready) {
    this.#ready = ready;
  }

  /** Messages acknowledged a second. */
  async movements(lines: number, messages: number): Promise<number> {
    const { line: address, senders } = this.#ready;
    const each = Math.floor(messages / lines);
    while (this.#lines.length < lines) this.#lines.push(new MllpLine(address));
    const from = performance.now();
    await Promise.all(
      this.#lines.slice(0, lines).map(async (line, n) => {
        for (let i = 0; i < each; i += 1) {
          const nth = this.#sent[n] ?? 0;
          this.#sent[n] = nth + 1;
          const code = await line.send(
            movement(n, senders[n % senders.length] ?? '', nth, Date.now()),
          );
          // The bare one sends back what it got, which has no such segment.
          if (code !== 'AA' && code !== '') throw new Error(`a movement was answered ${code}`);
        }
      }),
    );
    return ((each * lines) / (performance.now() - from)) * 1000;
  }

  /** Milliseconds of each. */
  async reports(facilities: readonly string[], count: number): Promise<number[]> {
    const took: number[] = [];
    for (let n = 0; n < count; n += 1) {
      const body = reportOfAll(facilities, (this.#reports += 1));
      this.bytes = body.length;
      took.push(await ask(this.#ready, body));
    }
    return took;
  }

  close(): void {
    for (const line of this.#lines) line.close();
  }
}

function rateRow(lines: number, ours: readonly number[], bare: readonly number[]): Row {
  const ratio = median(ours.map((rate, block) => rate / (bare[block] ?? NaN)));
  const least = lines === 1 ? 0.33 : 1;
  return {
    what: `HL7 v2 movements acknowledged, ${lines} line${lines === 1 ? '' : 's'}`,
    ours: perSecond(median(ours)),
    beside: `bare echo with fdatasync ${perSecond(median(bare))}`,
    result: times(ratio),
    target: `at least ${least.toFixed(2)}x`,
    met: ratio >= least,
  };
}

function reportRow(ours: readonly number[], bare: readonly number[], bytes: number): Row {
  const rate = 1000 / (ours.reduce((sum, one) => sum + one, 0) / ours.length);
  const p99 = quantile(ours, 0.99);
  return {
    what: `FHIR report of ${FACILITIES} facilities, p99`,
    ours: `${ms(p99)} (median ${ms(median(ours))}, ${perSecond(rate)})`,
    beside: `bare Hono route with fdatasync, the same ${Math.round(bytes / 1024)} KiB ${ms(quantile(bare, 0.99))} (median ${ms(median(bare))})`,
    result: `${times(median(ours) / median(bare))} of the median`,
    target: 'under 500 ms',
    met: p99 < 500,
  };
}
