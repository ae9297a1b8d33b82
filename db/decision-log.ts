/** The decision log: a read model for questions over all decisions, filled by a follower of the ledger. */
import type { Entry } from '#domain/entries.ts';
import type { Iso } from '#domain/picture.ts';
import type { Category, OverrideReason, Urgency } from '#domain/words.ts';

/** One decision with what its filters and the rights of its readers need. */
export interface DecisionRow {
  decisionId: string;
  /** Of the entry that made the decision. */
  seq: number;
  at: Iso;
  caseId: string;
  caseNumber: number;
  room: string;
  caseRegion: string;
  facility: string;
  facilityRegion: string;
  /** Hospitals that were told of the case up to and with this decision: they may see it. */
  toldFacilities: string[];
  /** Regions of those hospitals. */
  toldRegions: string[];
  overridden: boolean;
  overrideReason: OverrideReason | null;
  tie: boolean;
  /** Null when the ranking had rejected the facility. */
  rank: number | null;
  advised: string | null;
  policyId: string;
  policyVersion: number;
  urgency: Urgency | null;
  category: Category;
  /** A red criterion was met. */
  red: boolean;
  facilityLevel: 1 | 2 | 3 | null;
  facilityDesignated: boolean;
  replaces: string | null;
  /** Of the text store. */
  noteId: string | null;
}

/** What the asker may see: the union of what is named. Nothing named is nothing seen. */
export interface DecisionScope {
  /** Everything. */
  all?: boolean;
  /** Cases of this dispatch room. */
  room?: string;
  /** Cases of which one of these was told. */
  facilities?: readonly string[];
  /** Cases that lie in one of these or were told to a hospital of one. */
  regions?: readonly string[];
}

/** What is asked of the log: filters, the caller's rights, and the page. */
export interface DecisionQuery {
  scope: DecisionScope;
  /** Of the case or of the destination. */
  region?: string;
  facility?: string;
  /** From this moment on. */
  from?: Iso;
  /** Before this moment. */
  to?: Iso;
  overridden?: boolean;
  /** `next` of the page before. */
  cursor?: string;
  /** Default 100, most 1,000. */
  limit?: number;
}

/** The cursor was not made by `query`. */
export class InvalidCursor extends Error {
  override name = 'InvalidCursor';
}

/** Counts, never shares: a share of nothing is unknown, and who shows it says so. */
export interface Indicators {
  /** Cases of category TRAUMA_SEVERE or TBI_SEVERE. */
  severe: { cases: number; toLevel1: number; toDesignated: number };
  /** All decisions, replaced ones too. */
  decisions: number;
  overridden: number;
  /** Overridden, and the reason is still owed. */
  owingReason: number;
  byReason: Partial<Record<OverrideReason, number>>;
}

/** The read model of decisions. It may be dropped and filled anew from the ledger. */
export interface DecisionLog {
  /** Keeps the row; the same decision again replaces it. */
  recordDecision(row: DecisionRow): Promise<void>;
  /** Without a note the decision keeps its own. False when there is no such decision. */
  explainOverride(
    decisionId: string,
    reason: OverrideReason,
    noteId: string | null,
  ): Promise<boolean>;
  /**
   * Takes a group of entries in: `toRow` makes the row of each decision, `override-explained` is done here. Entries up to
   * `lastSeq` are passed over, so a group may come twice. At once, without waiting, so that a follower can call it.
   */
  apply(entries: readonly Entry[], toRow: (entry: DecisionEntry) => DecisionRow | null): void;
  /**
   * Seq of the last entry that changed the log through `apply`; 0 at first. After a restart everything later must be applied:
   * `read({after: lastSeq, kinds: DECISION_LOG_KINDS})`.
   */
  lastSeq(): Promise<number>;
  /** One decision, if the asker may see it. */
  find(decisionId: string, scope: DecisionScope): Promise<DecisionRow | null>;
  /**
   * Where severely injured patients were taken, over the last decision of each case that the asker may see; a decision that
   * was replaced does not count. Both ways of counting: level-1 sites, and designated trauma centres.
   */
  indicators(query: Pick<DecisionQuery, 'scope' | 'region' | 'from' | 'to'>): Promise<Indicators>;
  /** Newest first. @throws InvalidCursor */
  query(query: DecisionQuery): Promise<{ rows: DecisionRow[]; next: string | null }>;
}

export type DecisionEntry = Extract<Entry, { kind: 'decision-made' }>;

/** The kinds of entry that change the log. */
export const DECISION_LOG_KINDS = ['decision-made', 'override-explained'] as const;
