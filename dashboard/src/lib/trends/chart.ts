/** How the line of a trend is drawn: in ink, level from step to step, with gaps. */
import type uPlot from 'uplot';
import { tokenNumber, tokenText } from '#lib/ui/tokens.ts';
import { ticksOf } from './svg.ts';

export interface ChartParts {
  /** Top of the scale, places. */
  top: number;
  label: (at: number) => string;
  /** Told of the step under the pointer by its number. */
  onpoint: (index: number | null) => void;
}

const SECOND = 1_000;

export function chartOptions(
  host: HTMLElement,
  Plot: typeof uPlot,
  { top, label, onpoint }: ChartParts,
): uPlot.Options {
  const letters = Number.parseFloat(getComputedStyle(host).fontSize);
  const font = `${letters}px ${tokenText('--font', host)}`;
  const [ink, quiet, rule] = [
    tokenText('--ink', host),
    tokenText('--ink-3', host),
    tokenText('--line', host),
  ];
  const hair = tokenNumber('--hair');
  const stepped = Plot.paths.stepped?.({ align: 1 });
  const line = { ...(stepped === undefined ? {} : { paths: stepped }), points: { show: false } };
  const axis = { stroke: tokenText('--ink-2', host), font, ticks: { show: false } };
  return {
    width: host.clientWidth,
    height: host.clientHeight,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: true }, y: { range: [0, top] } },
    axes: [
      {
        ...axis,
        size: letters * 2,
        splits: (_chart, _axis, from, to) =>
          ticksOf(from * SECOND, to * SECOND).map((at) => at / SECOND),
        values: (_chart, splits) => splits.map((at) => label(at * SECOND)),
        grid: { stroke: rule, width: hair },
      },
      {
        ...axis,
        size: letters * 3,
        splits: () => [...new Set([0, Math.round(top / 2), top])],
        values: (_chart, splits) => splits.map(String),
        grid: { stroke: rule, width: hair },
      },
    ],
    series: [
      {},
      { ...line, stroke: quiet, width: hair, dash: [tokenNumber('--s-1'), tokenNumber('--s-1')] },
      { ...line, stroke: ink, width: tokenNumber('--focus') },
    ],
    hooks: { setCursor: [(chart) => onpoint(chart.cursor.idx ?? null)] },
  };
}
