/** The run over time as a drawing beside the results; only of a run that is kept. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ms } from '../support/bench.ts';
import { bySpan, most, plot, share, type Line, type Tone } from './plot.ts';
import type { LoadRun, Point } from './told.ts';

const MIB = 2 ** 20;
/** Points of a line at most. */
const POINTS = 120;

export function draw(file: string, title: string, run: LoadRun): void {
  if (!process.argv.includes('--keep')) return;
  const { seconds, latencies, samples, cores } = run;
  const span = Math.max(1, seconds / POINTS);
  const each = (
    name: string,
    tones: readonly Tone[],
    of: (one: LoadRun['samples'][number][number]) => number,
  ): Line[] =>
    samples.map((own, nth) => ({
      name: samples.length > 1 ? `${name} ${nth + 1}` : name,
      tone: tones[nth] ?? 'plain',
      points: bySpan(
        own.map((one) => ({ at: one.second, value: of(one) })),
        span,
        most,
      ),
    }));
  const line = (name: string, tone: Tone, points: readonly Point[], of = most): Line => ({
    name,
    tone,
    points: bySpan(points, span, of),
  });
  const panels = [
    {
      title: 'to the last screen',
      told: ms,
      lines: [
        line('most', 'pale', latencies),
        line('p99', 'first', latencies, share(0.99)),
        line('p95', 'second', latencies, share(0.95)),
        line('p50', 'plain', latencies, share(0.5)),
      ],
    },
    {
      title: 'event loop held up',
      told: ms,
      lines: each('most', ['first', 'second'], (one) => one.lagMax),
    },
    {
      title: 'memory of the server',
      told: (value: number) => `${value.toFixed(0)} MiB`,
      lines: [
        ...each('resident', ['first', 'second'], (one) => one.rssBytes / MIB),
        ...each('heap', ['plain', 'pale'], (one) => one.heapBytes / MIB),
      ],
    },
    {
      title: 'cores',
      told: (value: number) => value.toFixed(1),
      lines: [
        ...each('server', ['first', 'second'], (one) => one.cpu),
        line('dashboards', 'plain', cores.dashboards),
        line('all', 'pale', cores.machine),
      ],
    },
  ];
  writeFileSync(join(import.meta.dirname, '..', file), plot(title, seconds, panels));
}
