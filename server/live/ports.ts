/** What the gateway asks of the rest of the server, small enough to be faked in a test. */
import type { Server as HttpServer } from 'node:http';
import type { Texts } from '#wire/views.ts';
import type { LiveRefusal } from '#wire/live.ts';
import type { AccessEvent } from '../access/events.ts';
import type { Clockwork } from '../../db/clockwork.ts';
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

/** Counters and gauges; the caller makes metrics of them. */
export interface LiveMeters {
  /** Open connections: +1 and -1. */
  connections(change: 1 | -1): void;
  refused(code: LiveRefusal): void;
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
  /** Longest message that is read, bytes. */
  messageBytes: number;
  /** What may wait for one socket behind what is being sent to it; beyond either it is told nothing until it has read on. */
  waitingBytes: number;
  waitingMessages: number;
}

export const DEFAULT_LIMITS: LiveLimits = {
  connections: 200,
  messages: 600,
  messagesPerSecond: 60,
  messageBytes: 64 * 1024,
  // Some snapshots' worth; a thousand sockets that read nothing at all cost a gigabyte at the very most.
  waitingBytes: 1024 * 1024,
  waitingMessages: 1_000,
};

export interface GatewayParts {
  /** The server whose upgrades are taken; absent: `io.attach` is called later. */
  http?: HttpServer;
  live: FollowedPicture;
  access: Doorkeeper;
  /** Whether what is written is kept; absent: always. */
  storage?: Pick<StorageWatch, 'trouble' | 'listen'> | undefined;
  texts: { atHand: Texts };
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
