/**
 * What a websocket may cost whatever is in it: how many frames it sends, and in how many pieces a message comes. Counted below
 * everything else, for pings, junk and messages to a namespace that is none never reach a handler. Source: RFC 6455, sections 5.4
 * (fragments), 5.5.2 (a ping must be answered) and 7.4.1 (1008: policy).
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ServerOptions, WebSocket, WebSocketServer } from 'ws';
import type { Clockwork } from '../../db/clockwork.ts';
import { Bucket } from './bucket.ts';
import type { LiveLimits } from './ports.ts';

const POLICY = 1008;

/** Reads nothing more of somebody who floods; what it is still told it has so long to take in, then the line is cut. */
export function showOut(
  socket: Pick<WebSocket, 'pause' | 'terminate'>,
  lastWordMs: number,
  clockwork: Clockwork,
): void {
  socket.pause();
  clockwork.after(lastWordMs, () => socket.terminate());
}

export interface PacketParts {
  limits: Pick<LiveLimits, 'packets' | 'fragments' | 'lastWordMs'>;
  /** Milliseconds. */
  clock: () => number;
  clockwork: Clockwork;
  onFlood: (request: IncomingMessage) => void;
}

type MakesWebSockets = new (options: ServerOptions) => WebSocketServer;

/** The part of engine.io that makes websockets: `init` takes the class anew that stands in its options. */
interface Engine {
  opts: { wsEngine: MakesWebSockets };
  init(): void;
}

/** From now on each websocket has a count of what it sends. To be called before there is one. */
export function countPackets(engine: object, parts: PacketParts): void {
  const { opts } = engine as Engine;
  opts.wsEngine = counted(opts.wsEngine, parts);
  (engine as Engine).init();
}

/** What engine.io has as its websockets is ws, but of ws it hands on the length of a message only and not the number of its fragments. */
function counted(
  Plain: MakesWebSockets,
  { limits, clock, clockwork, onFlood }: PacketParts,
): MakesWebSockets {
  return class CountedWebSockets extends Plain {
    constructor(options: ServerOptions) {
      super({ ...options, maxFragments: limits.fragments });
    }

    override handleUpgrade(
      request: IncomingMessage,
      line: Duplex,
      head: Buffer,
      done: (socket: WebSocket, request: IncomingMessage) => void,
    ): void {
      super.handleUpgrade(request, line, head, (socket, of) => {
        const packets = new Bucket(limits.packets, clock);
        let over = false;
        const count = () => {
          if (over || packets.take()) return;
          over = true;
          onFlood(request);
          socket.close(POLICY, 'FLOODING');
          showOut(socket, limits.lastWordMs, clockwork);
        };
        socket.on('message', count).on('ping', count).on('pong', count);
        done(socket, of);
      });
    }
  };
}
