/**
 * Puts a snapshot together that comes in pieces. Nothing of it is there before all of it is, in whatever order they come: half a
 * country must not be taken for the whole. A piece that was lost is missed at the next message, as any other gap is.
 */
import type { PieceMessage, SnapshotMessage } from '#wire/live.ts';
import type { ReplicaSnapshot } from '#wire/views.ts';

/** A snapshot of which nothing is missing. */
export type WholeSnapshot = Omit<SnapshotMessage, 'picture'> & { picture: ReplicaSnapshot };

export class Assembly {
  /** The serial of the snapshot that is put together. */
  #of = -1;
  #pieces = new Map<number, PieceMessage>();
  #end: SnapshotMessage | null = null;

  clear(): void {
    this.#begin(-1);
  }

  /** The whole snapshot, once nothing of it is missing any more. */
  addPiece(message: PieceMessage): WholeSnapshot | null {
    if (!this.#isPresent(message.of)) return null;
    this.#pieces.set(message.nth, message);
    return this.#whole();
  }

  addSnapshot(message: SnapshotMessage): WholeSnapshot | null {
    if (message.pieces === undefined) return message;
    if (!this.#isPresent(message.pieces.of)) return null;
    this.#end = message;
    return this.#whole();
  }

  /** A later one takes the place of an earlier one, of which nothing counts any more. */
  #isPresent(of: number): boolean {
    if (of > this.#of) this.#begin(of);
    return of === this.#of;
  }

  #begin(of: number): void {
    this.#of = of;
    this.#pieces = new Map();
    this.#end = null;
  }

  #whole(): WholeSnapshot | null {
    const end = this.#end;
    if (end?.pieces === undefined || this.#pieces.size < end.pieces.count) return null;
    const pieces = [...this.#pieces.values()].sort((a, b) => a.nth - b.nth);
    // Let go of at once; the serial stays, so that what comes late of an earlier one is known for what it is.
    this.#begin(this.#of);
    const { picture } = end;
    return {
      ...end,
      picture: {
        ...picture,
        facilities: [...pieces.flatMap((one) => one.facilities), ...picture.facilities],
        cases: [...pieces.flatMap((one) => one.cases), ...picture.cases],
      },
    };
  }
}
