/**
 * Visit-level rows beside the ledger, for days only: what was said of visits (keyed hashes) and of beds, which place is which unit,
 * and the connections that say so. Only counts of units go on to the ledger. Source: capacity model, 3.3 and 3.4.
 */
import type { BedState, BedWord } from '#domain/occupancy/unit-count.ts';
import type { PlaceKey, VisitEvent } from '#domain/occupancy/visit.ts';
import type { Iso } from '#domain/picture.ts';
import type { UnitKind } from '#domain/words.ts';

/** Hours that a message's number is remembered, so that its repeat is known. */
export const CONTROL_KEPT_HOURS = 7 * 24;

/** What a message asks of the store: written whole, once. */
export interface Taking {
  facility: string;
  /** Hash of who sent it and of its number: the same again is a repeat. */
  control: string;
  at: Iso;
  visits: { visit: string; event: VisitEvent }[];
  beds: { place: PlaceKey; state: BedState; at: number }[];
  renames: { from: string; to: string }[];
}

/** What stands after a taking, of each visit that it touched. */
export interface Taken {
  repeated: boolean;
  /** How often the facility's book was written to, this time among them: who counted along knows whether somebody else wrote. */
  version: number;
  visits: { visit: string; events: VisitEvent[] }[];
}

/** A place of a hospital's system. `unit` null and not ignored: seen, and nobody said what it is. */
export interface PlaceRow {
  facility: string;
  pointOfCare: string;
  /** Empty: the whole point of care. */
  room: string;
  /** Empty: the whole room. */
  bed: string;
  unit: UnitKind | null;
  /** Somebody said that it is none of ours: an outpatient room, a corridor. */
  ignored: boolean;
  /** Times that an unmapped place was named. */
  seen: number;
  lastAt: Iso | null;
}

/** Somebody's system that speaks HL7 v2 to us, bound to one facility. */
export interface ConnectionRow {
  id: string;
  facility: string;
  name: string;
  /** MSH-3 and MSH-4 of its messages. */
  application: string;
  sendingFacility: string;
  /** SHA-256 of its client certificate, hexadecimal; null where the line is safe otherwise. */
  certificate: string | null;
  ackMode: 'auto' | 'original';
  moveOnUpdate: boolean;
  bedCodes: Record<string, BedState>;
  createdAt: Iso;
  revokedAt: Iso | null;
}

export interface OccupancyStore {
  /** Durable when it resolves; takings of one turn of the event loop share a commit. Beds keep the newest word. */
  take(taking: Taking): Promise<Taken>;
  /** Every visit with its events, for the start. */
  visits(facility: string): Promise<{ visit: string; events: VisitEvent[] }[]>;
  beds(facility: string): Promise<Map<PlaceKey, BedWord>>;
  /** How often anything that its counts are made of was written: takings, its map of places, its staffed beds. */
  version(facility: string): Promise<number>;
  /** Facilities of which there is anything. */
  facilities(): Promise<string[]>;

  places(facility: string): Promise<PlaceRow[]>;
  /** How far the map of each facility goes. */
  placeSums(): Promise<
    { facility: string; mapped: number; unmapped: number; lastAt: Iso | null }[]
  >;
  /** Says what one place is; the others stay. */
  mapPlace(facility: string, place: Omit<PlaceRow, 'seen' | 'lastAt' | 'facility'>): Promise<void>;
  /** Replaces the map of a facility; what was seen and is not in it stays, unmapped. */
  savePlaces(
    facility: string,
    rows: readonly Omit<PlaceRow, 'seen' | 'lastAt' | 'facility'>[],
  ): Promise<void>;
  /** Notes that a place was named that nobody mapped. */
  sawPlace(
    facility: string,
    place: Pick<PlaceRow, 'pointOfCare' | 'room' | 'bed'>,
    at: Iso,
  ): Promise<void>;
  /** A message itself said which unit the place belongs to; what somebody mapped stays. */
  learnPlace(
    facility: string,
    place: Pick<PlaceRow, 'pointOfCare' | 'room' | 'bed'>,
    unit: UnitKind,
  ): Promise<void>;
  /** Staffed beds by kind, where the facility configured them. */
  staffed(facility: string): Promise<Partial<Record<UnitKind, number>>>;
  saveStaffed(facility: string, staffed: Partial<Record<UnitKind, number>>): Promise<void>;

  connections(): Promise<ConnectionRow[]>;
  saveConnection(row: ConnectionRow): Promise<void>;
  /** False when there is none that stands. */
  revokeConnection(id: string, at: Iso): Promise<boolean>;

  /** Secrets by which visits become hashes, newest first. */
  secrets(facility: string): Promise<{ id: string; secret: Buffer; from: Iso }[]>;
  /** Adds it unless there is one that began after `since`, by another server; the secrets as they are then, newest first. */
  addSecret(
    facility: string,
    row: { id: string; secret: Buffer; from: Iso },
    since: Iso,
  ): Promise<{ id: string; secret: Buffer; from: Iso }[]>;

  /** Whether anything is kept of the visit. */
  knows(facility: string, visit: string): Promise<boolean>;
  /** Visits of which nothing was said since, at most 5,000. */
  quietVisits(since: Iso): Promise<{ facility: string; visit: string }[]>;
  /**
   * Erases the visits named (their term is over), numbers of messages that are old, and secrets that no visit needs
   * any more (never the newest); how many rows.
   */
  eraseDue(now: Iso, gone: readonly { facility: string; visit: string }[]): Promise<number>;
}
