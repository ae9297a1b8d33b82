/**
 * What waits for a socket that does not read as fast as it is told. engine.io hands the next messages to the network only when
 * the ones before are out of its hands, so what lies in its buffer is what the other side's slowness costs us.
 */
import type { Socket } from 'socket.io';

export interface Backlog {
  /** Messages, and the characters or bytes in them, that wait behind what is being sent. */
  messages: number;
  bytes: number;
  /** Something is being sent, so that even an empty buffer is not the end of it. */
  sending: boolean;
}

/** Nothing waits: what a transport answers that knows no backlog. */
export const NO_BACKLOG: Backlog = { messages: 0, bytes: 0, sending: false };

/** The part of an engine.io connection that is read. */
export interface Outbox {
  readonly writeBuffer: readonly { readonly data?: unknown }[];
  readonly transport: { readonly writable: boolean };
}

/** Of a socket that reads along it is nothing to count. */
export function backlogOf({ writeBuffer, transport }: Outbox): Backlog {
  const messages = writeBuffer.length;
  const sending = !transport.writable;
  if (messages === 0) return sending ? SENDING : NO_BACKLOG;
  let bytes = 0;
  for (const { data } of writeBuffer) bytes += sizeOf(data);
  return { messages, bytes, sending };
}
const SENDING: Backlog = { ...NO_BACKLOG, sending: true };

/** By id; of one who is gone nothing waits. */
export function backlogs(
  sockets: ReadonlyMap<string, Pick<Socket, 'conn'>>,
): (id: string) => Backlog {
  return (id) => {
    const socket = sockets.get(id);
    return socket === undefined ? NO_BACKLOG : backlogOf(socket.conn as unknown as Outbox);
  };
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length;
  return data instanceof Uint8Array ? data.byteLength : 0;
}
