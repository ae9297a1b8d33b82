/**
 * The pressure of a region: one figure from 0 (calm) to 100 (every emergency department stopped, no bay and no intensive-care
 * bed free), the sum of three parts in points. What is not known is neither good nor bad: it makes a range of the figure, from
 * the least to the most that may be true. A report that grew old keeps what it said and may have become worse since, so
 * silence never lowers the pressure. Decision: docs/decisions/0010-pressure.md.
 */
import type { UnitView } from '../capacity/unit-view.ts';
import {
  PRESSURE_1,
  PRESSURE_PARTS,
  type PressureParameters,
  type PressurePartId,
} from './parameters.ts';

/** A facility as the pressure needs it: its views at the moment; null where it has no such unit. */
export type PressureSite = Readonly<Record<PressurePartId, UnitView | null>>;

/** From the least to the most that may be true. */
export interface Span {
  low: number;
  high: number;
}

/** One part, in whole points of `most`. */
export interface PressurePart extends Span {
  id: PressurePartId;
  /** Points that the part can give at most. */
  most: number;
  /** Units of which enough is known now (not stale), of those that exist. */
  known: number;
  of: number;
  /** Departments with a stop and with an impending one, as last heard; 0 for the other parts. */
  stops: number;
  impending: number;
  /** Free and staffed places as last heard; null when nothing is known, and for departments. */
  free: number | null;
  staffed: number | null;
}

export interface Pressure extends Span {
  /** The figure: the middle of the range; null when the range is too wide to say one. */
  value: number | null;
  /** Parts that the region has; their points add up to `low` and to `high`. */
  parts: PressurePart[];
}

/** Pressure of the facilities of one region; null when they have none of the units that it is made of. */
export function pressureOf(
  sites: readonly PressureSite[],
  parameters: PressureParameters = PRESSURE_1,
): Pressure | null {
  const present = PRESSURE_PARTS.filter((id) => sites.some((site) => site[id] !== null));
  if (present.length === 0) return null;
  const shares = wholePoints(present, parameters);
  const parts = present.map((id): PressurePart => {
    const views = sites.flatMap((site) => site[id] ?? []);
    const most = shares.get(id) ?? 0;
    const { load, ...facts } =
      id === 'ed' ? departments(views, parameters) : places(views, parameters.calmFreeShare[id]);
    return {
      id,
      most,
      low: Math.round(most * load.low),
      high: Math.round(most * load.high),
      ...facts,
    };
  });
  const low = parts.reduce((sum, part) => sum + part.low, 0);
  const high = parts.reduce((sum, part) => sum + part.high, 0);
  const isSaid = high - low <= parameters.mostWidth;
  return { low, high, value: isSaid ? Math.round((low + high) / 2) : null, parts };
}

/** The heaviest first; one without a figure by the middle of its range, one without any pressure last. */
export function heavierPressure(a: Pressure | null, b: Pressure | null): number {
  const middle = (one: Pressure | null) => (one === null ? -1 : one.low + one.high);
  return middle(b) - middle(a);
}

/** What a part that the region lacks would give goes to the others, in whole points that add up to 100. */
function wholePoints(
  present: readonly PressurePartId[],
  { points }: PressureParameters,
): Map<PressurePartId, number> {
  const total = present.reduce((sum, id) => sum + points[id], 0);
  let [given, weight] = [0, 0];
  return new Map(
    present.map((id) => {
      weight += points[id];
      const upTo = Math.round((100 * weight) / total);
      const share = upTo - given;
      given = upTo;
      return [id, share];
    }),
  );
}

type Facts = Pick<PressurePart, 'known' | 'of' | 'stops' | 'impending' | 'free' | 'staffed'> & {
  /** Share of the part that is under pressure, 0 to 1. */
  load: Span;
};

function departments(views: readonly UnitView[], { impendingCounts }: PressureParameters): Facts {
  let [low, high, known, stops, impending] = [0, 0, 0, 0, 0];
  for (const view of views) {
    const said = saidBy(view, impendingCounts);
    low += said ?? 0;
    // Nothing said, or said too long ago: it may have come to a stop since.
    high += said === null || isOld(view) ? 1 : said;
    if (said !== null && !isOld(view)) known += 1;
    if (view.status === 'closed') stops += 1;
    if (view.status === 'limited') impending += 1;
  }
  const of = views.length;
  const load = { low: low / of, high: high / of };
  return { load, known, of, stops, impending, free: null, staffed: null };
}

function saidBy({ status }: UnitView, impendingCounts: number): number | null {
  switch (status) {
    case 'closed':
      return 1;
    case 'limited':
      return impendingCounts;
    case 'open':
      return 0;
    case 'unknown':
      return null;
  }
}

/** An announced stop holds until its own end, however long ago the figures came in. */
function isOld(view: UnitView): boolean {
  return view.trust === 'stale' && view.runningStops.length === 0;
}

function places(views: readonly UnitView[], calmFreeShare: number): Facts {
  const of = views.length;
  let [known, heard, free, staffed, mayBeFull] = [0, 0, 0, 0, 0];
  for (const view of views) {
    if (view.effectiveAvailable === null || view.staffed === null) continue;
    const here = Math.min(view.effectiveAvailable, view.staffed);
    heard += 1;
    free += here;
    staffed += view.staffed;
    if (view.trust === 'stale') mayBeFull += here;
    else known += 1;
  }
  const none = { stops: 0, impending: 0, known, of };
  if (heard === 0) return { ...none, load: { low: 0, high: 1 }, free: null, staffed: null };
  const loadAt = (free: number) => {
    if (staffed === 0) return 1;
    return Math.min(1, Math.max(0, 1 - free / staffed / calmFreeShare));
  };
  // Units that were never heard count by their number: at the least calm, at the most full.
  const share = heard / of;
  const load = {
    low: share * loadAt(free),
    high: share * loadAt(free - mayBeFull) + (1 - share),
  };
  return { ...none, load, free, staffed };
}
