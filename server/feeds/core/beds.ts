/** What feeds say of single beds, whichever dialect they speak. The book of beds makes counts of units out of it. */
import type { BedState } from '#domain/occupancy/unit-count.ts';
import type { UnitKind } from '#domain/words.ts';
import type { FeedMessage, FeedSubject, ItemOutcome } from './item.ts';
import type { FeedSender } from './intake.ts';

/** A bed by the names of its hospital's system; a part that the system leaves out is empty. */
export interface BedName {
  pointOfCare: string;
  room: string;
  bed: string;
}

/** One bed as a message has it. */
export interface BedWord {
  place: string;
  subject: FeedSubject;
  bed: BedName;
  /** Null: the message does not say. */
  state: BedState | null;
  /** False: the bed is gone for good. */
  inUse: boolean;
  /** Where the message itself says which unit it belongs to; else the facility's own map does. */
  unit: UnitKind | null;
  /** The source's own time, ISO UTC. */
  at: string | null;
}

/** Keeps the state of every bed and tells the intake what that makes of its unit. */
export interface BedBook {
  setBeds(
    message: FeedMessage,
    beds: readonly BedWord[],
    sender: FeedSender,
  ): Promise<ItemOutcome[]>;
}
