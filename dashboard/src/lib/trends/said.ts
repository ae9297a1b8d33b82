/** A trend in a sentence and as a file, in the chosen language. Pure. */
import type { Content } from '#lib/export/tables.ts';
import { sortableTime, type Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import type { TrendStep } from '#wire/trends.ts';
import { tellSteps } from './series.ts';

/** "Nu 13 vrij van 88 (6 van 7 bekend); minst 9 om 03:15, meest 20 om 14:00. Van 2 uur is niets bekend." */
export function trendSentence(
  steps: readonly TrendStep[],
  now: number,
  t: Words['trends'],
  format: Format,
): string {
  const { now: last, least, most, gapHours } = tellSteps(steps);
  if (last === null || least === null || most === null) return t.nothingKnown;
  const at = (step: TrendStep) => format.time(step.at, now);
  const parts = [
    t.nowFree(format.count(last.available), format.count(last.staffed)),
    ...(last.of > 1 ? [t.ofWhich(last.known, last.of)] : []),
    least.available === most.available
      ? t.always(format.count(least.available))
      : t.between(format.count(least.available), at(least), format.count(most.available), at(most)),
    ...(gapHours > 0 ? [t.gap(gapHours)] : []),
  ];
  return parts.join(' ');
}

/** Every step, not only those of the table on the page. */
export function trendTable(steps: readonly TrendStep[], { trends: t }: Words): Content<TrendStep> {
  return {
    rows: steps,
    columns: [
      { name: t.time, of: (step) => sortableTime(step.at) },
      { name: t.free, of: (step) => step.available },
      { name: t.staffed, of: (step) => step.staffed },
      { name: t.known, of: (step) => step.known },
      { name: t.outOf, of: (step) => step.of },
    ],
  };
}
