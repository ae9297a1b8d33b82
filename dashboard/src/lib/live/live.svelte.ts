/**
 * The picture as every page reads it: one connection for the whole program, outside all components. Entries are applied as they
 * come and shown once a frame; ages are reckoned on `now`, the server's clock. While somebody looks back (lib/past), `picture` and
 * `now` are those of then; `present`, `wallClock` and everything about the connection stay those of now.
 */
import { io } from 'socket.io-client';
import type { AudienceEntry } from '#domain/entries.ts';
import type { Picture } from '#domain/picture.ts';
import { LIVE_NAMESPACE } from '#wire/live-names.ts';
import type { LiveRefusal, StorageTroubleWire } from '#wire/live.ts';
import { inTurn } from '#lib/ui/turns.ts';
import { LiveConnection, type LiveSocket, type LiveStatus } from './connection.ts';

/** Entries that `changes` remembers. */
const CHANGES_KEPT = 200;
/** A hidden page gets no animation frames; it is kept up to date at this pace instead. */
const HIDDEN_FRAME_MS = 500;
const TICK_MS = 1_000;

function makeSocket(): LiveSocket {
  return io(LIVE_NAMESPACE, {
    transports: ['websocket'],
    autoConnect: false,
    reconnection: false,
    forceNew: true,
    withCredentials: true,
  });
}

class Live {
  /** The picture of now, also while somebody looks back. */
  present = $state.raw<Picture | null>(null);
  /** The server's clock, milliseconds; ticks each second, also while somebody looks back. */
  wallClock = $state(Date.now());
  #past = $state.raw<{ picture: Picture | null; now: number } | null>(null);
  status = $state<LiveStatus>('off');
  /** The server's time of the last message before it was lost, milliseconds. */
  lostSince = $state<number | null>(null);
  /** Connections that stood since the page began: each may be to another server. */
  connections = $state(0);
  /** The server's time of the last message, milliseconds. */
  heardAt = $state<number | null>(null);
  /** The server is there but cannot keep what is written; null: it can, as far as it said. */
  storage = $state.raw<StorageTroubleWire | null>(null);
  /** Recent entries, newest first. */
  changes = $state.raw<AudienceEntry[]>([]);

  /** What to do when the connection is refused for good. Set once, by the session. */
  onRefused: (code: LiveRefusal) => void = () => undefined;

  /** What pages show: the present, or the moment that is looked back at (null until it is there). */
  get picture(): Picture | null {
    return this.#past === null ? this.present : this.#past.picture;
  }

  /** The moment by which pages reckon ages, milliseconds. */
  get now(): number {
    return this.#past === null ? this.wallClock : this.#past.now;
  }

  /** Shows another moment in the place of the present; null shows the present again. */
  showPast(view: { picture: Picture | null; now: number } | null): void {
    this.#past = view;
  }

  readonly #listeners = new Set<(entries: AudienceEntry[]) => void>();
  #fresh: AudienceEntry[] = [];
  #framed = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  readonly #connection = new LiveConnection(makeSocket, {
    onStatus: (status) => {
      if (status === 'lost') this.lostSince = this.heardAt ?? this.wallClock;
      else if (status !== 'connecting') this.lostSince = null;
      this.status = status;
    },
    onConnected: () => (this.connections += 1),
    onPicture: () => this.#askFrame(),
    onEntry: (entry) => this.#fresh.push(entry),
    onRefused: (code) => {
      if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') this.stop();
      this.onRefused(code);
    },
  });

  /** Called with each batch of new entries, oldest first, after the picture moved. Answers how to stop. */
  onEntries(listener: (entries: AudienceEntry[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(this.#tick, TICK_MS);
    addEventListener('online', this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
    this.#connection.start(Date.now());
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    removeEventListener('online', this.#wake);
    document.removeEventListener('visibilitychange', this.#wake);
    this.#connection.stop();
    this.present = null;
    this.#past = null;
    this.changes = [];
    this.heardAt = null;
    this.storage = null;
    this.#fresh = [];
  }

  readonly #tick = () => {
    const device = Date.now();
    this.wallClock = this.#connection.replica.serverNow(device);
    this.#connection.tick(device);
  };

  readonly #wake = () => {
    if (document.visibilityState === 'visible') this.#connection.wake(Date.now());
  };

  #askFrame(): void {
    if (this.#framed) return;
    this.#framed = true;
    // The first is drawn at once and in a task of its own: within a frame it would be one piece with laying out and painting it.
    if (this.present === null) inTurn(this.#show);
    else if (document.visibilityState === 'visible') requestAnimationFrame(this.#show);
    else setTimeout(this.#show, HIDDEN_FRAME_MS);
  }

  readonly #show = () => {
    this.#framed = false;
    if (this.#timer === undefined) return;
    const { replica } = this.#connection;
    this.present = replica.picture;
    this.heardAt = replica.heardAt;
    this.storage = replica.storage;
    this.wallClock = replica.serverNow(Date.now());
    const fresh = this.#fresh;
    if (fresh.length === 0) return;
    this.#fresh = [];
    this.changes = [...fresh.toReversed(), ...this.changes].slice(0, CHANGES_KEPT);
    for (const listener of this.#listeners) listener(fresh);
  };
}

export const live = new Live();
