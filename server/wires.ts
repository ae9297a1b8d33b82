/**
 * What a connection may cost before anybody is known on it: how long a request may take to come in, how large its headers are, how many
 * connections there are. Whoever sends slowly on purpose loses the connection; nobody else notices.
 */
import { STATUS_CODES, type Server, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { Counter, Gauge, type Registry } from 'prom-client';
import { networkOf } from './access/place.ts';
import { trustNobody, type TrustedProxies } from './access/proxies.ts';

export interface WireLimits {
  /** For the headers of a request, from its first byte or the opening of the connection. Milliseconds. */
  headersMs: number;
  /** For a request with its body: the largest feed over a slow line. Milliseconds, at least `headersMs`. */
  requestMs: number;
  /** A connection between two requests: longer than a balancer keeps its own, or it sends into a closed one. Milliseconds. */
  keepAliveMs: number;
  /** Without a byte either way: somebody who does not read the answer. Milliseconds. Sockets of the live picture have beats of their own. */
  silentMs: number;
  /** How often that is looked at. Milliseconds. */
  everyMs: number;
  headerBytes: number;
  headerCount: number;
  connections: number;
  /** Connections of one address that have not brought a request yet: a room opens dozens at once, each for a moment. 0: no limit. */
  waitingOfAddress: number;
}

export const USUAL_WIRES: WireLimits = {
  headersMs: 10_000,
  requestMs: 120_000,
  keepAliveMs: 65_000,
  silentMs: 120_000,
  everyMs: 2_000,
  headerBytes: 16_384,
  headerCount: 100,
  connections: 20_000,
  waitingOfAddress: 500,
};

/** Why a connection was ended: there are too many, too many of its address wait, it was too slow, it was no request. */
export const WIRE_ENDS = ['full', 'waiting', 'slow', 'malformed'] as const;
export type WireEnd = (typeof WIRE_ENDS)[number];

/** What stands open and what was ended, since the start. */
export interface WireFigures {
  open: () => number;
  ended: Readonly<Record<WireEnd, number>>;
}

/** What the server is made with. */
export function serverOptions(limits: WireLimits): ServerOptions {
  return {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.everyMs,
    maxHeaderSize: limits.headerBytes,
    insecureHTTPParser: false,
  };
}

/** The limits that a server takes once it is made. Of a trusted proxy any number may wait: all the world comes from its address. */
export function limitWires(
  http: Server,
  limits: WireLimits,
  proxies: TrustedProxies = trustNobody,
): WireFigures {
  http.maxHeadersCount = limits.headerCount;
  http.maxConnections = limits.connections;
  http.setTimeout(limits.silentMs);
  const ended: Record<WireEnd, number> = { full: 0, waiting: 0, slow: 0, malformed: 0 };
  let open = 0;
  const waiting = new Map<string, Set<Socket>>();
  const settle = (socket: Socket, address: string) => {
    const of = waiting.get(address);
    if (of === undefined || !of.delete(socket)) return;
    if (of.size === 0) waiting.delete(address);
  };
  const addresses = new WeakMap<Socket, string>();
  http.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => (open -= 1));
    const peer = socket.remoteAddress ?? null;
    if (limits.waitingOfAddress === 0 || proxies(peer)) return;
    const address = networkOf(peer);
    addresses.set(socket, address);
    const of = waiting.get(address) ?? new Set<Socket>();
    if (of.size >= limits.waitingOfAddress) {
      ended.waiting += 1;
      socket.destroy();
      return;
    }
    waiting.set(address, of.add(socket));
    socket.once('close', () => settle(socket, address));
  });
  const served = (socket: Socket) => settle(socket, addresses.get(socket) ?? 'unknown');
  http.on('request', ({ socket }) => served(socket));
  http.on('upgrade', ({ socket }) => served(socket));
  http.on('drop', () => (ended.full += 1));
  http.on('timeout', (socket: Socket) => {
    ended.slow += 1;
    socket.destroy();
  });
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Whoever went away by himself was not ended by us.
    const gone = error.code === 'ECONNRESET' || error.code === 'EPIPE' || !socket.writable;
    if (!gone) ended[error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'slow' : 'malformed'] += 1;
    refuse(socket as Socket & Answering, error.code);
  });
  return { open: () => open, ended };
}

/** The answer that is under way on a connection; Node keeps it there. */
interface Answering {
  _httpMessage?: { headersSent: boolean } | null;
}

const REFUSALS: ReadonlyMap<string | undefined, number> = new Map([
  ['HPE_HEADER_OVERFLOW', 431],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
]);

/** As Node does where nobody listens: says why, unless it would stand in the middle of an answer, and ends the connection. */
function refuse(socket: Socket & Answering, code: string | undefined): void {
  const status = REFUSALS.get(code) ?? 400;
  if (socket.writable && socket._httpMessage?.headersSent !== true)
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
  socket.destroy();
}

/** The figures among the others. */
export function wireMeters(registry: Registry, { open, ended }: WireFigures): void {
  new Gauge({
    name: 'spoedkaart_connections',
    help: 'Open connections over HTTP, those of live sockets among them',
    registers: [registry],
    collect() {
      this.set(open());
    },
  });
  new Counter({
    name: 'spoedkaart_connections_ended_total',
    help: 'Connections that were ended because there were too many, too many of one address waited, or they were too slow or no requests',
    labelNames: ['because'],
    registers: [registry],
    collect() {
      this.reset();
      for (const because of WIRE_ENDS) this.inc({ because }, ended[because]);
    },
  });
}
