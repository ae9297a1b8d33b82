/** A decision looked back at: what was known then, what was advised, what became of it. `GET /api/v1/decisions/{id}/replay`. */
import type { EntryKind } from '#domain/entries.ts';
import type { FacilityState, Iso, Region } from '#domain/picture.ts';
import type { Policy } from '#domain/routing/policy.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import type { Acknowledgement, CaseStep } from '#domain/words.ts';
import type { CaseWire } from './views.ts';

/** An entry of the case, without what it holds of the patient: who did what when, and its place in the chain. */
export interface HistoryLine {
  seq: number;
  at: Iso;
  kind: EntryKind;
  /** Organisation that did it; the role where there is none. */
  by: string;
  /** Hospital that a decision chose or that answered. */
  facility: string | null;
  decision: string | null;
  step: CaseStep | null;
  answer: Acknowledgement | null;
  prev: string;
  hash: string;
}

export interface ReplayWire {
  identical: boolean;
  ranking: Ranking;
  picture: { seq: number; at: Iso };
  /** Facilities, when not identical. */
  differences: string[];
  /** Version that made the stored ranking, and the hash under which it stands in the ledger. */
  software: string;
  storedHash: string;
  /** The case as it was entered then. */
  case: CaseWire;
  /** The facilities as they were known then, as the caller may see them: the state that the views work on. */
  facilities: FacilityState[];
  regions: Region[];
  /** The rules' numbers as they were then. */
  policy: Policy | null;
  /** Oldest first; a hospital is shown its own part. */
  history: HistoryLine[];
}
