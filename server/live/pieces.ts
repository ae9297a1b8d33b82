/**
 * The snapshot of a follower that asked for pieces: each is taken in by a slow device within a task of its own, between which it
 * answers a hand. The whole country in one message holds a phone up for a quarter of a second.
 */
import type { Picture } from '#domain/picture.ts';
import type { PieceMessage, ServerToClient, SnapshotMessage } from '#wire/live.ts';
import { keptOf, snapshotWithout } from '#wire/views.ts';

/** Facilities or cases in one piece: some 60 kB, of which 2 are left when it is compressed. */
const MOST = 16;

/** Whoever is told; a socket.io room will do. */
export interface Told {
  emit<K extends 'piece' | 'snapshot'>(
    event: K,
    ...message: Parameters<ServerToClient[K]>
  ): unknown;
}

/**
 * @param of serial, that rises with each snapshot of this server
 * @param picture as the audience may see it
 */
export function tellInPieces(
  to: Told,
  of: number,
  head: Omit<SnapshotMessage, 'picture' | 'pieces'>,
  picture: Picture,
): void {
  const facilities = Object.values(picture.facilities).map(keptOf);
  const cases = Object.values(picture.cases);
  const pieces: Pick<PieceMessage, 'facilities' | 'cases'>[] = [
    ...parted(facilities).map((part) => ({ facilities: part, cases: [] })),
    ...parted(cases).map((part) => ({ facilities: [], cases: part })),
  ];
  for (const [nth, piece] of pieces.entries()) to.emit('piece', { of, nth, ...piece });
  const count = pieces.length;
  to.emit('snapshot', { ...head, picture: snapshotWithout(picture), pieces: { of, count } });
}

function parted<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < all.length; at += MOST) parts.push(all.slice(at, at + MOST));
  return parts;
}
