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
