/**
 * The frames of MLLP: 0x0B, the message's bytes, 0x1C 0x0D. A read of the socket may hold half a frame or several; what stands outside
 * a frame is dropped. Source: HL7 MLLP release 1; capacity model, 3.1.
 */

const START = 0x0b;
const END = 0x1c;
const CARRIAGE_RETURN = 0x0d;

/** Bytes of one message. */
export const MOST_FRAME_BYTES = 1024 * 1024;

/** What the stream gave: a whole message, or one that grew past all measure and was dropped. */
export type Frame = { ok: true; bytes: Buffer } | { ok: false; code: 'TOO_LARGE' };

/** Takes bytes as they come and gives frames as they are whole. Holds at most one frame. */
export class FrameReader {
  readonly #most: number;
  #parts: Buffer[] = [];
  #size = 0;
  #inside = false;
  /** An end mark came and its carriage return has not yet. */
  #ending = false;
  /** The frame is too large: it is passed over up to its end. */
  #skipping = false;

  constructor(most = MOST_FRAME_BYTES) {
    this.#most = most;
  }

  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (!this.#inside) {
        if (byte === START) {
          this.#begin();
          from = at + 1;
        }
        continue;
      }
      if (this.#ending) {
        this.#ending = false;
        if (byte === CARRIAGE_RETURN) {
          frames.push(this.#whole());
          continue;
        }
        // An end mark inside the text: it belongs to the message.
        this.#keep(Buffer.from([END]));
        from = at;
      }
      if (byte === END) {
        this.#keep(chunk.subarray(from, at));
        this.#ending = true;
        from = at + 1;
      } else if (byte === START) {
        // A new message begins before the last one ended: that one is lost, and nobody was told that it arrived.
        this.#begin();
        from = at + 1;
      }
    }
    if (this.#inside && !this.#ending) this.#keep(chunk.subarray(from));
    return frames;
  }

  /** Bytes that wait for the rest of their frame. */
  get waiting(): number {
    return this.#size;
  }

  #begin(): void {
    this.#parts = [];
    this.#size = 0;
    this.#inside = true;
    this.#ending = false;
    this.#skipping = false;
  }

  #keep(bytes: Buffer): void {
    if (this.#skipping || bytes.length === 0) return;
    this.#size += bytes.length;
    if (this.#size > this.#most) {
      this.#skipping = true;
      this.#parts = [];
      this.#size = 0;
      return;
    }
    // A copy: the socket uses its buffer again.
    this.#parts.push(Buffer.from(bytes));
  }

  #whole(): Frame {
    const frame: Frame = this.#skipping
      ? { ok: false, code: 'TOO_LARGE' }
      : { ok: true, bytes: Buffer.concat(this.#parts) };
    this.#inside = false;
    this.#parts = [];
    this.#size = 0;
    return frame;
  }
}

/** A message as it goes out. */
export function frame(text: string): Buffer {
  return Buffer.concat([
    Buffer.from([START]),
    Buffer.from(text, 'utf8'),
    Buffer.from([END, CARRIAGE_RETURN]),
  ]);
}
