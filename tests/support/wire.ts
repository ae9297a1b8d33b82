/**
 * A websocket as thin as can be, so that two thousand of them leave the cores to the server: whole messages as they came, not
 * unpacked. A server sends a message in one frame here; anything else is an error. Source: RFC 6455 section 5.2, RFC 7692.
 */
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { constants, inflateRawSync } from 'node:zlib';

export interface Wire {
  /** At most 125 characters. */
  say(text: string): void;
  end(): void;
}

export interface Ears {
  /** Before anything is heard. */
  opened(wire: Wire): void;
  message(payload: Buffer, packed: boolean): void;
  closed(): void;
}

const TEXT = 0x1;
const CLOSE = 0x8;

/** Rejects when the server refuses. */
export function openWire(url: string, headers: Record<string, string>, ears: Ears): Promise<void> {
  return new Promise((done, fail) => {
    const asked = request(url, {
      agent: false,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        'sec-websocket-extensions': 'permessage-deflate; client_no_context_takeover',
        ...headers,
      },
    });
    asked.on('error', fail);
    asked.on('response', ({ statusCode }) => fail(new Error(`refused with ${statusCode}`)));
    asked.on('upgrade', (_response, socket: Socket, head: Buffer) => {
      let rest = head;
      const take = (part: Buffer) => {
        rest = readAll(rest.length === 0 ? part : Buffer.concat([rest, part]), ears);
      };
      socket.on('data', take);
      socket.on('error', () => undefined);
      socket.on('close', () => ears.closed());
      ears.opened({
        say: (text) => void socket.write(masked(text)),
        end: () => void socket.destroy(),
      });
      done();
      take(Buffer.alloc(0));
    });
    asked.end();
  });
}

/** @returns what is not a whole frame yet */
function readAll(bytes: Buffer, ears: Ears): Buffer {
  let from = 0;
  for (;;) {
    if (bytes.length - from < 2) break;
    const [first, second] = [bytes[from] ?? 0, bytes[from + 1] ?? 0];
    const head = second < 126 ? 2 : second === 126 ? 4 : 10;
    if (bytes.length - from < head) break;
    const length =
      head === 2
        ? second
        : head === 4
          ? bytes.readUInt16BE(from + 2)
          : Number(bytes.readBigUInt64BE(from + 2));
    const to = from + head + length;
    if (bytes.length < to) break;
    if ((first & 0x80) === 0) throw new Error('a message in several frames');
    const kind = first & 0xf;
    if (kind === TEXT) ears.message(bytes.subarray(from + head, to), (first & 0x40) !== 0);
    else if (kind !== CLOSE) throw new Error(`a frame of kind ${kind}`);
    from = to;
  }
  return from === bytes.length ? EMPTY : Buffer.from(bytes.subarray(from));
}
const EMPTY = Buffer.alloc(0);

/** With a mask of zeros, which changes nothing. */
function masked(text: string): Buffer {
  return Buffer.concat([
    Buffer.from([0x80 | TEXT, 0x80 | text.length, 0, 0, 0, 0]),
    Buffer.from(text),
  ]);
}

export function unpack(payload: Buffer): string {
  return inflateRawSync(payload, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
}
