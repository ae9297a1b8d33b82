/** A trend as a line, a sentence, a table and a drawing. */
import { describe, expect, it } from 'vitest';
import { iso, MINUTE } from '#domain/clock.ts';
import { trendSentence, trendTable } from '#lib/trends/said.ts';
import { listedSteps, tellSteps, topOf } from '#lib/trends/series.ts';
import { sparkEnd, sparkPath } from '#lib/trends/spark.ts';
import { stepLine, ticksOf, trendSvg } from '#lib/trends/svg.ts';
import { formats } from '#lib/words/format.ts';
import { nl } from '#lib/words/nl/index.ts';
import type { TrendStep } from '#wire/trends.ts';
import { NOW } from '../builders.ts';

/** Quarters up to now. */
function stepsOf(values: (number | null)[], known = 1, of = 1): TrendStep[] {
  return values.map((available, index) => ({
    at: iso(NOW - (values.length - 1 - index) * 15 * MINUTE),
    available,
    staffed: available === null ? null : 9,
    known: available === null ? 0 : known,
    of,
  }));
}

describe('the line of a cell', () => {
  it('is level until the next step and breaks where nothing was known', () => {
    expect(sparkPath([2, 1, null, 2])).toBe('M0 0H33.3V20H66.7M100 0');
  });

  it('lies on the ground where nothing is free, and is not there where nothing is known', () => {
    expect(sparkPath([0, 0])).toBe('M0 40H100V40');
    expect(sparkPath([null, null])).toBe('');
  });

  it('ends in a dot only when the figure of now is known', () => {
    expect(sparkEnd([4, 1])).toBe(0.75);
    expect(sparkEnd([4, null])).toBeNull();
    expect(sparkEnd([])).toBeNull();
  });
});

describe('a trend in words', () => {
  const say = (steps: TrendStep[]) => trendSentence(steps, NOW, nl.trends, formats.nl);

  it('says now, least and most with their moments', () => {
    expect(say(stepsOf([3, 1, 2]))).toBe(
      'Nu 2 vrij van 9 bemand. Minst 1 (13:45), meest 3 (13:30).',
    );
  });

  it('says how many of a region are known, and takes the extremes where most are', () => {
    const steps = stepsOf([3, 4, 5], 5, 7);
    const fewer = steps.map((step, index) => (index === 0 ? { ...step, known: 1 } : step));
    expect(say(fewer)).toBe(
      'Nu 5 vrij van 9 bemand. 5 van 7 ziekenhuizen bekend. Minst 4 (13:45), meest 5 (14:00).',
    );
  });

  it('says how long nothing was known, and does not call that 0', () => {
    expect(say(stepsOf([null, null, null, null, 2]))).toBe(
      'Nu 2 vrij van 9 bemand. Steeds 2. Van 1 uur is niets bekend.',
    );
    expect(say(stepsOf([null, null]))).toBe('Van deze tijd is niets bekend.');
    expect(tellSteps([]).now).toBeNull();
  });
});

describe('a trend in numbers', () => {
  it('lists whole hours of a day and now, newest first', () => {
    const steps = stepsOf(Array.from({ length: 12 }, () => 1));
    expect(listedSteps(steps, 24).map((step) => formats.nl.time(step.at, NOW))).toEqual([
      '14:00',
      '13:00',
      '12:00',
    ]);
  });

  it('has every step in the file, the unknown as an empty cell', () => {
    const { rows, columns } = trendTable(stepsOf([null, 2]), nl);
    const free = columns.find((column) => column.name === 'Vrij');
    expect(rows.map((row) => free?.of(row))).toEqual([null, 2]);
  });
});

describe('a trend as a drawing', () => {
  const same = (value: number) => value;
  const drawing = (steps: TrendStep[], title = 'IC') =>
    trendSvg({
      ...{ title, caption: 'c', free: 'vrij', staffed: 'bemand', steps, label: String },
      ...{ ink: 'black', quiet: 'grey', line: 'silver', paper: 'white', font: 'sans-serif' },
    });

  it('breaks the line where nothing was known', () => {
    const line = stepLine(stepsOf([1, null, 2]), 'available', (at) => (at - NOW) / MINUTE, same);
    expect(line).toBe('M-30 1H-15M0 2');
  });

  it('has a round top that holds every step', () => {
    expect(topOf(stepsOf([4]))).toBe(10);
    expect(topOf([{ at: iso(NOW), available: 2, staffed: 3, known: 1, of: 1 }])).toBe(3);
    expect(topOf([])).toBe(1);
  });

  it('leaves out what is staffed where a few free of many would lie flat', () => {
    const many = [{ at: iso(NOW), available: 13, staffed: 88, known: 1, of: 1 }];
    expect(topOf(many)).toBe(20);
    expect(drawing(many)).not.toContain('bemand');
    expect(drawing(stepsOf([4, 5]))).toContain('bemand');
  });

  it('has its ticks at whole hours of the Dutch clock', () => {
    const day = ticksOf(NOW - 24 * 60 * MINUTE, NOW).map((at) => formats.nl.clock(at));
    expect(day).toEqual(['16:00:00', '20:00:00', '00:00:00', '04:00:00', '08:00:00', '12:00:00']);
    expect(ticksOf(NOW - 7 * 24 * 60 * MINUTE, NOW)).toHaveLength(7);
  });

  it('stays one drawing whatever a hospital is called', () => {
    expect(drawing(stepsOf([1, 2]), 'A & <B>')).toContain('A &amp; &lt;B&gt;');
    expect(drawing(stepsOf([1, 2])).match(/<svg/g)).toHaveLength(1);
  });
});
