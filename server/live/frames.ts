/**
 * One frame for all who hear the same. socket.io builds a message once, but as soon as compression is agreed with the other side
 * each connection packs it by itself; here it is packed once, and thousands of screens cost thousands of short writes. What is
 * said to one alone goes the usual way. Sources: RFC 6455 section 5.2 (frames), RFC 7692 sections 7.1 and 7.2 (permessage-deflate:
 * without context takeover a message can be read by itself, whoever it was packed for).
 */
import { constants, deflateRawSync } from 'node:zlib';
import { Adapter, type BroadcastOptions } from 'socket.io-adapter';

/** A message from here on is packed for all at once, bytes; a shorter one gains little. */
const PACK_FROM = 1024;
/** What goes the usual way is packed from here on, bytes: beside the event loop, for each by itself. */
export const PACKS_ALONE_FROM = 32 * 1024;
/** As many hear the same: from here on it costs less to pack it at once, however long it is. */
const MANY = 4;
/** Of what is packed beside the event loop a character is at most so many bytes. */
const BYTES_A_CHARACTER = 3;

const LEVEL = { level: 3, memLevel: 7 } as const;
/** RFC 7692 section 7.2.1: what a sender takes off the end. */
const TAIL = 4;

const FIN = 0x80;
const PACKED = 0x40;
const TEXT = 0x01;

/** Header and payload of an unmasked text message in one frame. */
export function frameOf(payload: Buffer, packed: boolean): [Buffer, Buffer] {
  const first = FIN | (packed ? PACKED : 0) | TEXT;
  const { length } = payload;
  if (length < 126) return [Buffer.from([first, length]), payload];
  const header = Buffer.alloc(length < 65_536 ? 4 : 10);
  header[0] = first;
  header[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return [header, payload];
}

export function pack(payload: Buffer): Buffer {
  const packed = deflateRawSync(payload, { ...LEVEL, finishFlush: constants.Z_SYNC_FLUSH });
  return packed.subarray(0, packed.length - TAIL);
}

/** What was agreed with the other side, as ws keeps it. */
interface Agreed {
  params: { server_no_context_takeover?: boolean; server_max_window_bits?: number };
}

/** Whether it reads the very same packed bytes as all others. */
function readsPacked({ socket }: Connection['transport']): boolean {
  const agreed = socket?._extensions?.['permessage-deflate'];
  return (
    agreed?.params.server_no_context_takeover === true &&
    // A smaller window than ours was asked for.
    agreed.params.server_max_window_bits === undefined
  );
}

interface Packet {
  data?: unknown;
  options?: { wsPreEncodedFrame?: unknown };
}

/** The part of an engine.io connection that is used; `_extensions` is of ws, whose public getter tells the names only. */
interface Connection {
  readonly writeBuffer: readonly Packet[];
  readonly transport: { readonly socket?: { readonly _extensions?: Record<string, Agreed> } };
}

/** Something waits that will be packed beside the event loop: a ready frame behind it would overtake it. */
const waitsBehind = ({ writeBuffer }: Connection) =>
  writeBuffer.some(
    ({ data, options }) =>
      options?.wsPreEncodedFrame === undefined &&
      (typeof data !== 'string' || data.length * BYTES_A_CHARACTER >= PACKS_ALONE_FROM),
  );

interface Receiver {
  client: { conn: Connection; writeToEngine(packets: readonly unknown[], options: object): void };
}

/** The adapter of socket.io for one process, but for how a broadcast is packed. */
export class SharedFrames extends Adapter {
  override broadcast(packet: { nsp?: string }, opts: BroadcastOptions): void {
    const nsp = this.nsp as { name: string };
    const { encoder } = this as unknown as { encoder: { encode(packet: object): unknown[] } };
    packet.nsp = nsp.name;
    const encoded = encoder.encode(packet);
    const receivers = this.#receivers(opts);
    const frames = framesOf(encoded, receivers.length);
    const options = { preEncoded: true, volatile: opts.flags?.volatile };
    for (const { client } of receivers) {
      const ready = frames !== null && !waitsBehind(client.conn) ? frames(client.conn) : undefined;
      client.writeToEngine(encoded, { ...options, wsPreEncodedFrame: ready });
    }
  }

  /** No rooms: everybody. */
  #receivers({ rooms, except }: BroadcastOptions): Receiver[] {
    const { sockets } = this.nsp as { sockets: ReadonlyMap<string, Receiver> };
    const idsIn = (names: Iterable<string>) =>
      new Set([...names].flatMap((name) => [...(this.rooms.get(name) ?? [])]));
    const without = idsIn(except ?? []);
    const ids = rooms.size === 0 ? this.sids.keys() : idsIn(rooms);
    return [...ids].flatMap((id) => (without.has(id) ? [] : (sockets.get(id) ?? [])));
  }
}

/** Null: it goes the usual way. */
function framesOf(
  encoded: readonly unknown[],
  receivers: number,
): ((to: Connection) => [Buffer, Buffer]) | null {
  const [text] = encoded;
  if (encoded.length !== 1 || typeof text !== 'string') return null;
  // "4" is a message of engine.io.
  const payload = Buffer.from(`4${text}`);
  if (payload.length >= PACKS_ALONE_FROM && receivers < MANY) return null;
  const plain = frameOf(payload, false);
  if (payload.length < PACK_FROM) return () => plain;
  let packed: [Buffer, Buffer] | null = null;
  return ({ transport }) =>
    readsPacked(transport) ? (packed ??= frameOf(pack(payload), true)) : plain;
}

/**
 * engine.io writes no ready frame to a connection that packs, because a message packed by itself takes its time and would be
 * overtaken; `waitsBehind` sees to that here.
 */
export function takesFrames(transport: object): void {
  (transport as { perMessageDeflate?: unknown }).perMessageDeflate = null;
}
