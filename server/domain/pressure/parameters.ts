/**
 * The numbers of the pressure of a region, as data with where each comes from. All of them are proposals: they say what weighs
 * how much, not what was measured, and need the approval of a region's medical managers (docs/decisions/0010-pressure.md).
 */

/** What the pressure is made of, in the order in which it is told. */
export const PRESSURE_PARTS = ['ed', 'trauma-bay', 'icu'] as const;
export type PressurePartId = (typeof PRESSURE_PARTS)[number];

/** A number with its ground. */
export interface Ground {
  source: string;
  evidence: 'evidence' | 'proposal';
}

export interface PressureParameters {
  id: string;
  version: number;
  /** Points of 100 that a part can give when all of it is under pressure; they add up to 100. */
  points: Record<PressurePartId, number>;
  /** What an emergency department with an impending stop counts, of one with a stop (1). 0 to 1. */
  impendingCounts: number;
  /** Share of the staffed places that is free when a part is calm: from there to none free its points rise in a line. 0 to 1. */
  calmFreeShare: Record<Exclude<PressurePartId, 'ed'>, number>;
  /** Points between the lowest and the highest pressure that may be true, from which no figure is given. 0 to 100. */
  mostWidth: number;
  sources: Record<'points' | 'impendingCounts' | 'calmFreeShare' | 'mostWidth', Ground>;
}

const proposal = (source: string): Ground => ({ source, evidence: 'proposal' });

/** The shipped parameters. */
export const PRESSURE_1: PressureParameters = {
  id: 'pressure/1',
  version: 1,
  points: { ed: 50, 'trauma-bay': 25, icu: 25 },
  impendingCounts: 0.5,
  calmFreeShare: { 'trauma-bay': 0.5, icu: 0.2 },
  mostWidth: 50,
  sources: {
    points: proposal(
      'A stop turns patients away now, so the departments weigh as much as the bays and the beds behind them together.',
    ),
    impendingCounts: proposal('An impending stop still receives: it counts half of a stop.'),
    calmFreeShare: proposal(
      'A unit is calm with half of its bays or a fifth of its intensive-care beds free. Intensive care usually runs four fifths full, so that is not pressure yet.',
    ),
    mostWidth: proposal(
      'A range of more than half of the scale says nothing that can be compared.',
    ),
  },
};
