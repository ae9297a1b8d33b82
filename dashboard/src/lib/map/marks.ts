/** A facility as the map draws it: plain values only, so that a mark that did not change is left alone. */
import { GRAVITY, type Glyph } from '#lib/status/status.ts';
import { sameFields } from './diff.ts';

export interface MapMark {
  id: string;
  lat: number;
  lon: number;
  glyph: Glyph;
  stale: boolean;
  level1: boolean;
  /** Short name, and what is spoken of the mark. */
  name: string;
  title: string;
  /** Free trauma bays · ICU beds, shown under the name when zoomed; empty for none. */
  figures: string;
  age: string;
  /** A line a unit, `name\tfigure\tage`, in place of the figures; absent or empty for none. */
  lines?: string;
  /** Patients on the way. */
  inbound: number;
  selected: boolean;
  /** Drawn faintly: it is not what this map is about. */
  faint?: boolean;
}

export const sameMark = (a: MapMark, b: MapMark): boolean => sameFields(a, b);

/** Higher is drawn later: the selected on top, then the gravest. */
export function stackOrder(mark: MapMark): number {
  return (mark.selected ? 100 : 0) + (10 - GRAVITY[mark.glyph]);
}

/** Marks grow with gravity: open 13, impending 15, stop 17 (tokens). */
export function sizeClass(glyph: Glyph): 'small' | 'middle' | 'large' {
  if (glyph === 'stop') return 'large';
  return glyph === 'impending' ? 'middle' : 'small';
}

/** Pixels that a letter of a name takes on average, and the lines of a label. */
const LETTER = 6.6;
const LINE = 14;
const PADDING = 2;

/** Size of the words at a mark, pixels, as they will about be. `scale`: how much larger than on a desk. */
export function labelSize(
  mark: MapMark,
  detailed: boolean,
  scale = 1,
): { width: number; height: number } {
  const lines = detailed ? linesOf(mark).map((parts) => parts.join(' ').length + 2) : [];
  const under =
    detailed && lines.length === 0 && mark.figures !== ''
      ? [mark.figures.length + mark.age.length + 1]
      : lines;
  const longest = Math.max(mark.name.length, ...under);
  return {
    width: scale * LETTER * longest,
    height: scale * (LINE * (1 + under.length) + PADDING),
  };
}

/** The rows of units at a mark: name, figure, age when it is old. */
export function linesOf({ lines = '' }: MapMark): string[][] {
  return lines === '' ? [] : lines.split('\n').map((line) => line.split('\t'));
}
