/** The exact position of a case: beside the ledger, for 24 hours. The ledger holds it rounded to 100 m. */
import type { Iso, Position } from '#domain/picture.ts';

/** Keeps exact positions beside the ledger until they are due. */
export interface CasePrivateStore {
  /** A later position replaces the earlier one, and its time of erasure. */
  keep(caseId: string, position: Position, eraseAt: Iso): Promise<void>;
  /** Null when it was erased or never kept. */
  read(caseId: string): Promise<Position | null>;
  /** Until when it is kept; null when it was erased or never kept. */
  until(caseId: string): Promise<Iso | null>;
  /** The cases whose positions are due at `now`. */
  due(now: Iso): Promise<string[]>;
  /** How many should have been erased before `then` and were not. */
  overdue(then: Iso): Promise<number>;
  /** How many were erased. */
  eraseDue(now: Iso): Promise<number>;
}
