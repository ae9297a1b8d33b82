/** What the gateway asks of the rest of the server, small enough to be faked in a test. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Texts } from '#wire/views.ts';
import type { LiveRefusal } from '#wire/live.ts';
import type { AccessEvent } from '../access/events.ts';
import type { Clockwork } from '../../db/clockwork.ts';
import type { BucketSize } from './bucket.ts';
import type { SignedIn } from '../access/principal.ts';
import type { Change } from '../desk/live-picture.ts';
import type { StorageWatch } from '../desk/storage-watch.ts';
import type { Entry } from '#domain/entries.ts';
import type { Picture } from '#domain/picture.ts';
import type { Onlooker, SeenCase } from '#domain/accountability/looks.ts';

/** The part of LivePicture that is followed. */
export interface FollowedPicture {
  readonly picture: Picture;
  /** Milliseconds. */
  now(): number;
  listen(listener: (changes: readonly Change[]) => void): () => void;
  /** Null: no longer remembered, or not there yet. */
  changesAfter(seq: number): readonly Change[] | null;
  /** Resolves when what other servers wrote is here. */
  refresh(): Promise<void>;
}

/** The part of Access that decides who may come in and says when that has ended. */
export interface Doorkeeper {
  identify(headers: Headers): Promise<SignedIn | null>;
  /** Those included who must set up a second factor before anything else. */
  identifyAtDoor(headers: Headers): Promise<SignedIn | null>;
  events: { on(listener: (event: AccessEvent) => void): () => void };
  /** Origins whose pages may connect; what sends no origin is no browser. */
  trustedOrigins: readonly string[];
}

/** Writes down which cases a connection is told of, and when it ended. Never waits. */
export interface LiveWitness {
  onlookerOf(who: SignedIn): Onlooker;
  told(connection: string, onlooker: Onlooker, seen: readonly SeenCase[]): void;
  left(connection: string): void;
  sweep(): void;
}

/** As of pino. */
export interface LiveLog {
  debug(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/**
 * How somebody flooded: went on with `messages` that were refused; sent `packets` without end, whatever was in them; opened more
 * `connections` than an account may have, again and again; came back too soon (`return`); was turned away at the `door` because many of
 * its network had not said who they are.
 */
export const FLOOD_KINDS = ['messages', 'packets', 'connections', 'return', 'door'] as const;
export type FloodKind = (typeof FLOOD_KINDS)[number];

/** Counters and gauges; the caller makes metrics of them. */
export interface LiveMeters {
  /** Open connections: +1 and -1. */
  connections(change: 1 | -1): void;
  refused(code: LiveRefusal): void;
  /** A connection that was ended, or not let in, because somebody floods. */
  flooded(because: FloodKind): void;
  /** A message to `receivers` sockets. */
  sent(kind: 'snapshot' | 'entries' | 'heartbeat', receivers: number): void;
  /** Milliseconds to project, serialise and hand over one group of changes to all audiences. */
  fannedOut(milliseconds: number): void;
  /** These entries were handed to whoever may see them. */
  told?(entries: readonly Pick<Entry, 'seq' | 'at'>[]): void;
  /** Sockets that are told nothing until they have read what waits for them: +1 and -1. */
  lagging(change: 1 | -1): void;
}

export const NO_METERS: LiveMeters = {
  connections: () => undefined,
  refused: () => undefined,
  flooded: () => undefined,
  sent: () => undefined,
  fannedOut: () => undefined,
  lagging: () => undefined,
};

/** Calls `work` every `everyMs` until the returned function is called; a test has one that it turns by hand. */
export type Every = (everyMs: number, work: () => void) => () => void;

export const everyByTimer: Every = (everyMs, work) => {
  const timer = setInterval(work, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};

export interface LiveLimits {
  /** Open connections of one account or key. */
  connections: number;
  /** Messages of one account or key that may come at once; they come back at `messagesPerSecond`. */
  messages: number;
  messagesPerSecond: number;
  /** Messages of one connection that are served, whatever its account may send. */
  ofConnection: BucketSize;
  /** Messages of one connection that are refused; beyond it is ended. */
  refused: BucketSize;
  /** Frames of one connection, whatever is in them; beyond it is ended. */
  packets: BucketSize;
  /** Longest message that is read, bytes, and in how many fragments it may come. */
  messageBytes: number;
  fragments: number;
  /** To say who one is, milliseconds. */
  introduceMs: number;
  /** Sockets that have not said who they are: of one network (0: never counted), and of all. */
  unknownOfNetwork: number;
  unknown: number;
  /** Of one network: how often a socket may turn out to be nobody before those who come are asked beforehand. */
  nobodies: BucketSize;
  /** Whoever was shown out for flooding stays out so long, twice as long the next time, at most so long. Milliseconds. */
  returnMs: number;
  returnMostMs: number;
  /** For somebody who floods to hear why the connection ends, milliseconds. */
  lastWordMs: number;
  /** What may wait for one socket behind what is being sent to it; beyond either it is told nothing until it has read on. */
  waitingBytes: number;
  waitingMessages: number;
}

export const DEFAULT_LIMITS: LiveLimits = {
  connections: 200,
  messages: 600,
  messagesPerSecond: 60,
  // A dashboard sends one message when it connects and one after each gap.
  ofConnection: { most: 300, perSecond: 10 },
  refused: { most: 100, perSecond: 1 },
  packets: { most: 1_000, perSecond: 20 },
  // The longest that is meant brings a key: some hundred bytes.
  messageBytes: 16 * 1024,
  fragments: 64,
  introduceMs: 10_000,
  unknownOfNetwork: 500,
  unknown: 5_000,
  nobodies: { most: 300, perSecond: 5 },
  returnMs: 5_000,
  returnMostMs: 60_000,
  lastWordMs: 1_000,
  // Some snapshots' worth; a thousand sockets that read nothing at all cost a gigabyte at the very most.
  waitingBytes: 1024 * 1024,
  waitingMessages: 1_000,
};

export interface GatewayParts {
  /** The server whose upgrades are taken. */
  http: HttpServer;
  live: FollowedPicture;
  access: Doorkeeper;
  /** Whether what is written is kept; absent: always. */
  storage?: Pick<StorageWatch, 'trouble' | 'listen'> | undefined;
  texts: { atHand: Texts };
  /** Where a request comes from, null where that tells nobody apart; absent: the other end of its connection. */
  addressOf?: (request: IncomingMessage) => string | null;
  /** Absent: nobody writes it down, as in a test of the gateway alone. */
  witness?: LiveWitness;
  log: LiveLog;
  /** Those that are left out go nowhere. */
  meters?: Partial<LiveMeters>;
  every?: Every;
  limits?: Partial<LiveLimits>;
  /** Default the event loop's. */
  clockwork?: Clockwork;
}
