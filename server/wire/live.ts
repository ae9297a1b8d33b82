/**
 * The live protocol, both ways (contract, "Live"). Namespace `/live`, websocket. The client sends `follow`; the server answers
 * with a `snapshot` (in pieces, if so asked) or with the missed `entries`, then goes on with `entries`. A message covers (after, seq]; a client whose
 * last seq is not its `after` follows anew. At least one message every 5 s; after 12 s of silence the server is lost.
 */
import { z } from 'zod';
import type { AudienceEntry } from '#domain/entries.ts';
import type { CaseState, Iso } from '#domain/picture.ts';
import { LIVE_PROTOCOL } from './live-names.ts';
import type { FacilityKept, PictureSnapshot } from './views.ts';

export { HEARTBEAT_MS, LIVE_NAMESPACE, LIVE_PROTOCOL, LOST_AFTER_MS } from './live-names.ts';

export const followSchema = z.strictObject({
  /** Last seq that the client has; absent asks for a snapshot. */
  after: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  protocol: z.literal(LIVE_PROTOCOL),
  /** A snapshot comes in pieces, its facilities without views: for a replica on a device that is slow. */
  pieces: z.literal(true).optional(),
});
export type Follow = z.input<typeof followSchema>;

/** The server cannot keep what is written: `full` or `away`, since when. What it shows may be behind what other servers know. */
export interface StorageTroubleWire {
  fault: 'full' | 'away';
  since: Iso;
}

/** A part of a snapshot that ends with a `snapshot`. */
export interface PieceMessage {
  /** Serial of the snapshot, rising within a connection. */
  of: number;
  /** From 0. */
  nth: number;
  facilities: FacilityKept[];
  cases: CaseState[];
}

export interface SnapshotMessage {
  seq: number;
  /** The server's clock, by which ages are reckoned. */
  now: Iso;
  /** Its facilities and cases come after those of its pieces. */
  picture: PictureSnapshot;
  /** Its serial, and how many `piece` belong to it. Absent: it is whole by itself. */
  pieces?: { of: number; count: number };
  /** Absent: all is well. */
  storage?: StorageTroubleWire;
}

export interface EntriesMessage {
  after: number;
  seq: number;
  now: Iso;
  entries: AudienceEntry[];
  /** Absent: all is well. */
  storage?: StorageTroubleWire;
}

export const LIVE_REFUSALS = [
  'UNAUTHENTICATED',
  'SECOND_FACTOR_NEEDED',
  'FORBIDDEN',
  'MALFORMED',
  'PROTOCOL',
  'TOO_MANY',
  'FLOODING',
  'MOVING',
  'INTERNAL',
] as const;
export type LiveRefusal = (typeof LIVE_REFUSALS)[number];

export type Reply<T> = { ok: true; data: T } | { ok: false; code: LiveRefusal; message: string };

/** `caught-up`: the missed entries follow; `snapshot`: nothing was asked for, or what was asked for is too old. */
export interface FollowReply {
  mode: 'snapshot' | 'caught-up';
  seq: number;
}

export interface ServerToClient {
  piece: (message: PieceMessage) => void;
  snapshot: (message: SnapshotMessage) => void;
  entries: (message: EntriesMessage) => void;
  /** This server is about to end: open a connection anew, wherever it leads, then let go of this one. */
  moving: () => void;
  /** Why the server is about to end the connection, or why a message without acknowledgement was refused. */
  refused: (refusal: { ok: false; code: LiveRefusal; message: string }) => void;
}

export interface ClientToServer {
  follow: (message: Follow, reply?: (answer: Reply<FollowReply>) => void) => void;
}
