/**
 * What a websocket may cost whatever is in it: how many frames it sends, and in how many pieces a message comes. Counted below
 * everything else, for pings, junk and messages to a namespace that is none never reach a handler. Source: RFC 6455, sections 5.4
 * (fragments), 5.5.2 (a ping must be answered) and 7.4.1 (1008: policy).
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clockwork } from '../../db/clockwork.ts';
import { Bucket } from './bucket.ts';
import type { LiveLimits } from './ports.ts';

const POLICY = 1008;

/** The part of a websocket of ws that is used. */
export interface Line {
  on(event: 'message' | 'ping' | 'pong', listener: () => void): Line;
  close(code: number, reason: string): void;
  pause(): void;
  terminate(): void;
}

/** The part of its server that is used. */
interface Lines {
  handleUpgrade(
    request: IncomingMessage,
    connection: Duplex,
    head: Buffer,
    done: (line: Line, request: IncomingMessage) => void,
  ): void;
}

/** Reads nothing more of somebody who floods; what it is still told it has so long to take in, then the line is cut. */
export function showOut(
  line: Pick<Line, 'pause' | 'terminate'>,
  lastWordMs: number,
  clockwork: Clockwork,
): void {
  line.pause();
  clockwork.after(lastWordMs, () => line.terminate());
}

export interface PacketParts {
  limits: Pick<LiveLimits, 'packets' | 'fragments' | 'lastWordMs'>;
  /** Milliseconds. */
  clock: () => number;
  clockwork: Clockwork;
  onFlood: (request: IncomingMessage) => void;
}

type MakesLines = new (options: object) => Lines;

/** The part of engine.io that makes websockets: `init` takes the class anew that stands in its options. */
interface Engine {
  opts: { wsEngine: MakesLines };
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
  Plain: MakesLines,
  { limits, clock, clockwork, onFlood }: PacketParts,
): MakesLines {
  return class CountedLines extends Plain {
    constructor(options: object) {
      super({ ...options, maxFragments: limits.fragments });
    }

    override handleUpgrade(
      request: IncomingMessage,
      connection: Duplex,
      head: Buffer,
      done: (line: Line, request: IncomingMessage) => void,
    ): void {
      super.handleUpgrade(request, connection, head, (line, of) => {
        const packets = new Bucket(limits.packets, clock);
        let over = false;
        const count = () => {
          if (over || packets.take()) return;
          over = true;
          onFlood(request);
          line.close(POLICY, 'FLOODING');
          showOut(line, limits.lastWordMs, clockwork);
        };
        line.on('message', count).on('ping', count).on('pong', count);
        done(line, of);
      });
    }
  };
}
