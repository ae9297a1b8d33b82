/** What happened over a span of time, coarse enough to draw on one strip: `GET /history`. */
import type { Iso } from '#domain/picture.ts';
import type { StopLevel, StopReason, StopScope } from '#domain/words.ts';

/** Emergency departments at one moment; null where it was not counted. */
export interface HistoryStep {
  at: Iso;
  stops: number | null;
  impending: number | null;
  eds: number | null;
}

/** A stop that ran within the span. */
export interface StopMark {
  id: string;
  facility: string;
  scope: StopScope;
  level: StopLevel;
  /** Null: not kept. */
  reason: StopReason | null;
  from: Iso;
  /** When it was or will be over: ended, or its own end. */
  end: Iso;
}

/** A decision of the span, of those that the caller may see. */
export interface DecisionMark {
  id: string;
  at: Iso;
  caseNumber: number;
  facility: string;
  overridden: boolean;
}

export interface HistoryWire {
  /** As asked, but never before the first entry. */
  from: Iso;
  to: Iso;
  /** Time of the first entry of the ledger: before it nothing can be shown. */
  begins: Iso;
  /** Between two steps; the last step stands at `to`, whatever that is. */
  stepMinutes: number;
  steps: HistoryStep[];
  /** By the moment at which they began. */
  stops: StopMark[];
  /** Oldest first. */
  decisions: DecisionMark[];
  /** Older marks were left out because there are too many. */
  truncated: boolean;
}
