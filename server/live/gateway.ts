/**
 * The live gateway: socket.io under the namespace `/live`, websocket only. Lets in who is signed in, puts each socket among
 * its audience, and ends it when the right to be there ends. Source: contract, "Live".
 */
import { Server, type DefaultEventsMap, type Socket } from 'socket.io';
import {
  HEARTBEAT_MS,
  LIVE_NAMESPACE,
  type ClientToServer,
  type ServerToClient,
} from '#wire/live.ts';
import { breath, EVENT_LOOP } from '../../db/clockwork.ts';
import type { AccessEvent } from '../access/events.ts';
import { admit, end } from './admit.ts';
import { Audiences } from './audiences.ts';
import { backlogs } from './backlog.ts';
import { sendAway } from './drain.ts';
import { PACKS_ALONE_FROM, SharedFrames, takesFrames } from './frames.ts';
import { Entrance, type Comer } from './entrance.ts';
import { identifyAgain, type Identity } from './identify.ts';
import { Limiter } from './limits.ts';
import { DEFAULT_LIMITS, everyByTimer, NO_METERS, type GatewayParts } from './ports.ts';
import { LiveError } from './refusals.ts';
import type { AnySocket } from './requests.ts';

interface Data {
  who: string;
  identity: Identity;
}
type LiveSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, Data>;
interface Closable {
  conn: { close(): void };
}
type LiveServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, Data>;

export interface Gateway {
  io: LiveServer;
  /**
   * Lets nobody in any more and sends those who are there elsewhere, spread over `overMs` milliseconds; they are told what happens
   * until they go. Resolves when the time has passed, or at once when it is cut short.
   */
  drain(overMs: number, cut?: AbortSignal): Promise<void>;
  /** Ends every connection. The http server stays the caller's. */
  close(): Promise<void>;
}

/** Somewhat sooner than promised, so that a late timer keeps the promise. */
const BEAT_MS = HEARTBEAT_MS - 500;
/** How often it is asked whether those connected are still who they were. */
const RECHECK_MS = 60_000;
/** Connections about which it is asked in one turn; some 10 ms. */
const CHECKED_AT_ONCE = 20;

export function createGateway(parts: GatewayParts): Gateway {
  const { live, access, log, witness } = parts;
  const meters = { ...NO_METERS, ...parts.meters };
  const every = parts.every ?? everyByTimer;
  const { clockwork = EVENT_LOOP } = parts;
  const limits = { ...DEFAULT_LIMITS, ...parts.limits };
  const limiter = new Limiter(limits, Date.now);
  const entrance = new Entrance({
    ...{ access, limits, clockwork, log, meters },
    addressOf: parts.addressOf ?? (({ socket }) => socket.remoteAddress ?? null),
  });

  const io: LiveServer = new Server(parts.http, {
    transports: ['websocket'],
    serveClient: false,
    adapter: SharedFrames,
    allowRequest: entrance.allowRequest,
    maxHttpBufferSize: limits.messageBytes,
    perMessageDeflate: {
      threshold: PACKS_ALONE_FROM,
      // No memory between messages: a thousand idle dashboards must not hold a compressor each.
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      zlibDeflateOptions: { level: 3, memLevel: 7 },
      concurrencyLimit: 4,
    },
    // Whoever never enters the namespace is shown out.
    connectTimeout: limits.introduceMs,
    pingInterval: 10_000,
    pingTimeout: 10_000,
  });
  entrance.watch(io.engine);
  const nsp = io.of(LIVE_NAMESPACE);
  const audiences = new Audiences(nsp, {
    ...parts,
    meters,
    limits,
    backlog: backlogs(nsp.sockets),
  });

  /** Tells it why, and lets go of the connection: it would be there for another try, and another. */
  function refuse(socket: Comer & Closable, error: LiveError, next: (error: Error) => void): void {
    meters.refused(error.code);
    log.debug({ code: error.code }, 'a live connection was refused');
    next(error);
    clockwork.soon(() => socket.conn.close());
  }

  // The namespace that always exists serves nobody.
  io.use((socket, next) => refuse(socket, new LiveError('FORBIDDEN'), next));

  let draining = false;
  nsp.use((socket, next) => {
    if (draining) return refuse(socket, new LiveError('MOVING'), next);
    entrance.identify(socket).then(
      (identity) => {
        socket.data.identity = identity;
        socket.data.who = identity.principal.actor.id;
        next();
      },
      (error: unknown) => {
        if (!(error instanceof LiveError)) log.error({ err: error }, 'identifying failed');
        refuse(socket, error instanceof LiveError ? error : new LiveError('INTERNAL'), next);
      },
    );
  });

  nsp.on('connection', (socket: LiveSocket) => {
    takesFrames(socket.conn.transport);
    // A connection without a namespace would count for nobody.
    socket.once('disconnect', () => socket.conn.close());
    // It was being identified when the end began.
    if (draining) return end(anyOf(socket), 'MOVING', meters);
    admit(anyOf(socket), () => socket.data.identity.principal, {
      ...{ live, audiences, limiter, log, meters },
      onFlood: () => entrance.flooded(socket, socket.data.identity),
      onOverfull: () => entrance.overfull(socket, socket.data.identity),
      ...(witness === undefined
        ? {}
        : { onlooker: () => witness.onlookerOf(socket.data.identity) }),
    });
  });

  /**
   * Asks again who they are; one question for those who came with the same credentials. A few at a time: two thousand questions at
   * once keep everybody waiting for most of a second.
   */
  async function recheck(sockets: readonly LiveSocket[]): Promise<void> {
    const asked = new Map<string, Promise<Identity | null>>();
    const check = async (socket: LiveSocket) => {
      const { identity } = socket.data;
      const by = JSON.stringify([...identity.credentials, identity.principal]);
      let answer = asked.get(by);
      if (answer === undefined) asked.set(by, (answer = identifyAgain(access, identity)));
      const same = await answer;
      if (same === null) end(anyOf(socket), 'UNAUTHENTICATED', meters);
      else socket.data.identity = same;
    };
    for (let from = 0; from < sockets.length; from += CHECKED_AT_ONCE) {
      if (from > 0) await breath(clockwork);
      const some = sockets.slice(from, from + CHECKED_AT_ONCE).map(check);
      for (const outcome of await Promise.allSettled(some))
        // Not knowing is no reason to cut a control room off: the next round asks again.
        if (outcome.status === 'rejected')
          log.error({ err: outcome.reason as unknown }, 'a session could not be checked');
    }
  }

  const connected = () => [...nsp.sockets.values()] as LiveSocket[];

  const stops = [
    // Not at the next beat: somebody may be about to decide.
    parts.storage?.listen(() => audiences.heartbeat()) ?? (() => undefined),
    access.events.on((event) => {
      const concerned = connected().filter(({ data }) => concerns(event, data.identity));
      // Whoever came with the secret that still holds goes on, and so does who only has another second factor.
      if (event.what === 'key-rotated' || event.what === 'factor-changed') void recheck(concerned);
      else for (const socket of concerned) end(anyOf(socket), 'UNAUTHENTICATED', meters);
    }),
    every(BEAT_MS, () => {
      audiences.heartbeat();
      // It would not read a word of why.
      for (const { id, conn } of connected()) if (audiences.isHopeless(id)) conn.close(true);
      const over = connected().filter(({ data }) => data.identity.expiresAt <= Date.now());
      void recheck(over);
    }),
    every(RECHECK_MS, () => {
      limiter.forget();
      entrance.forget();
      witness?.sweep();
      void recheck(connected());
    }),
  ];

  return {
    io,
    drain(overMs, cut) {
      draining = true;
      return sendAway(connected(), overMs, cut);
    },
    async close() {
      for (const stop of stops) stop();
      audiences.close();
      io.disconnectSockets(true);
      io.engine?.close();
    },
  };
}

/** The socket as those see it who know no events by name. */
const anyOf = (socket: LiveSocket) => socket as AnySocket & LiveSocket;

/** A changed account opens anew: what it may see may be another picture. */
function concerns(event: AccessEvent, { principal, session }: Identity): boolean {
  switch (event.what) {
    case 'session-ended':
      return session === event.session;
    case 'account-changed':
    case 'factor-changed':
      return principal.actor.kind === 'account' && principal.actor.id === event.account;
    case 'key-revoked':
    case 'key-rotated':
      return principal.actor.kind === 'key' && principal.actor.id === event.key;
  }
}
