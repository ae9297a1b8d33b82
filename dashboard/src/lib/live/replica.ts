/**
 * The replica's own logic: snapshot and entries in, picture out. No socket, no runes, no clock of its own, so that it can be
 * tested as it is. Source: contract, "Live": a message covers (after, seq]; a client whose last seq is not its `after`
 * follows anew.
 */
import { applyAsSeen } from '#domain/apply.ts';
import { ms } from '#domain/clock.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import type { Picture } from '#domain/picture.ts';
import type {
  EntriesMessage,
  PieceMessage,
  SnapshotMessage,
  StorageTroubleWire,
} from '#wire/live.ts';
import { pictureFrom } from '#wire/views.ts';
import { Assembly, type WholeSnapshot } from './assembly.ts';

/**
 * What became of a message. `gap`: follow anew; `stale`: it came over a connection that is no longer ours; `part`: of something whose
 * rest has still to come.
 */
export type Outcome = 'applied' | 'gap' | 'stale' | 'duplicate' | 'part';

/** Names one connection; a message that comes with an older one is ignored. */
export type ConnectionToken = number;

export class Replica {
  picture: Picture | null = null;
  /** Last seq that is covered; null before the first snapshot. It can be past the last entry that was shown to us. */
  seq: number | null = null;
  /** Server's clock less the device's, milliseconds. */
  offset = 0;
  /** The server's time of the last message, milliseconds; null before the first. */
  heardAt: number | null = null;
  /** What the server said last: that it cannot keep what is written; null: it can. */
  storage: StorageTroubleWire | null = null;
  #connection: ConnectionToken = 0;
  #behind = false;
  readonly #assembly = new Assembly();

  /** A new connection: from here on only its messages count. */
  open(): ConnectionToken {
    this.#behind = false;
    this.#assembly.clear();
    this.#connection += 1;
    return this.#connection;
  }

  /** Nothing of what is still under way counts any more. */
  close(): void {
    this.#assembly.clear();
    this.#connection += 1;
  }

  /** Forgets everything: another person signs in. */
  clear(): void {
    this.close();
    this.picture = null;
    this.seq = null;
    this.heardAt = null;
    this.storage = null;
  }

  isCurrent(connection: ConnectionToken): boolean {
    return connection === this.#connection;
  }

  /** `deviceNow`: milliseconds on the device's clock at receipt. */
  onSnapshot(message: SnapshotMessage, connection: ConnectionToken, deviceNow: number): Outcome {
    if (!this.isCurrent(connection)) return 'stale';
    const whole = this.#assembly.addSnapshot(message);
    return whole === null ? 'part' : this.#take(whole, deviceNow);
  }

  /** A piece of a snapshot. `deviceNow`: milliseconds on the device's clock at receipt. */
  onPiece(message: PieceMessage, connection: ConnectionToken, deviceNow: number): Outcome {
    if (!this.isCurrent(connection)) return 'stale';
    const whole = this.#assembly.addPiece(message);
    return whole === null ? 'part' : this.#take(whole, deviceNow);
  }

  #take(message: WholeSnapshot, deviceNow: number): Outcome {
    this.#hear(message, deviceNow);
    this.picture = pictureFrom(message.picture);
    this.seq = message.seq;
    this.#behind = false;
    return 'applied';
  }

  /** Applies what is new and hands it to `onEntry` in order. After a gap nothing is applied until the next follow answers. */
  onEntries(
    message: EntriesMessage,
    connection: ConnectionToken,
    deviceNow: number,
    onEntry: (entry: AudienceEntry) => void = () => undefined,
  ): Outcome {
    if (!this.isCurrent(connection)) return 'stale';
    this.#hear(message, deviceNow);
    if (this.picture === null || this.seq === null || message.after > this.seq) {
      // One new follow for one gap, however many messages were already under way.
      const first = !this.#behind;
      this.#behind = true;
      return first ? 'gap' : 'stale';
    }
    this.#behind = false;
    if (message.seq < this.seq || (message.seq === this.seq && message.entries.length > 0))
      return 'duplicate';
    for (const entry of message.entries) {
      if (entry.seq <= this.seq) continue;
      this.picture = applyAsSeen(this.picture, entry);
      onEntry(entry);
    }
    this.seq = message.seq;
    return 'applied';
  }

  /** The server's time at a moment of the device's clock, both milliseconds. */
  serverNow(deviceNow: number): number {
    return deviceNow + this.offset;
  }

  #hear({ now, storage }: Pick<EntriesMessage, 'now' | 'storage'>, deviceNow: number): void {
    this.storage = storage ?? null;
    this.heardAt = ms(now);
    this.offset = this.heardAt - deviceNow;
  }
}
