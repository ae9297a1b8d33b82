/** The answer of `rank`: every hospital site of the picture is a candidate or rejected, never both, never neither. */
import type { Iso } from '../picture.ts';
import type { NoteCode, PenaltyCode, RejectionCode } from '../words.ts';
import type { TravelEngine } from './travel.ts';

/** Facts that a rule used: numbers, times, ids. Sentences are made from code and facts in either language. */
export type Facts = Record<string, string | number | boolean | null | string[]>;

export interface Penalty {
  code: PenaltyCode;
  /** Equivalent minutes, one decimal; 0 is a penalty that was waived or does not count, and says why. */
  minutes: number;
  because: Facts;
}

export interface RankingNote {
  code: NoteCode;
  because: Facts;
}

export interface Candidate {
  facility: string;
  /** 1, 2, 3 through all tiers. */
  rank: number;
  tier: number;
  /** Transport minutes plus penalties, one decimal. */
  score: number;
  minutes: { value: number; low: number; high: number; engine: TravelEngine; reliable: boolean };
  penalties: Penalty[];
  /** Stands in a group of more than one whose scores differ by less than 3 minutes from the group's first. */
  tie: boolean;
  notes: RankingNote[];
}

export interface Rejected {
  facility: string;
  code: RejectionCode;
  because: Facts;
}

export interface Ranking {
  /** Seq of the picture that was used. */
  seq: number;
  policy: { id: string; version: number };
  /** The `now` that was used. */
  at: Iso;
  travelTimes: { engine: TravelEngine };
  candidates: Candidate[];
  rejected: Rejected[];
  /** Hard rules that were relaxed because nothing was left, in the order of relaxing; usually empty. */
  relaxed: RejectionCode[];
}
