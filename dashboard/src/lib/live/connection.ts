/**
 * Keeps one socket open to the live namespace and feeds the replica: follows at each connection, follows anew at a gap, calls
 * the server lost after 12 s of silence, and tries again. A server that is about to end says so: then the next connection is opened
 * while this one goes on, and nobody calls a server lost that announced its end, before it is silent for 12 s. No runes: what
 * changes is told to a listener.
 */
import type { AudienceEntry } from '#domain/entries.ts';
import { LIVE_PROTOCOL, LOST_AFTER_MS } from '#wire/live-names.ts';
import type {
  ClientToServer,
  Follow,
  FollowReply,
  LiveRefusal,
  Reply,
  ServerToClient,
} from '#wire/live.ts';
import { Replica, type ConnectionToken, type Outcome } from './replica.ts';

/** What we use of a socket.io client socket. */
export interface LiveSocket {
  readonly connected: boolean;
  connect(): unknown;
  disconnect(): unknown;
  emit(event: 'follow', ...message: Parameters<ClientToServer['follow']>): unknown;
  on<K extends keyof ServerToClient>(event: K, listener: ServerToClient[K]): unknown;
  on(event: 'connect' | 'disconnect' | 'moving', listener: () => void): unknown;
  on(event: 'connect_error', listener: (error: Error & { data?: unknown }) => void): unknown;
}

export type LiveStatus = 'off' | 'connecting' | 'live' | 'lost';

export interface Listener {
  onStatus: (status: LiveStatus) => void;
  /** A connection stands; it may be to another server than the one before. */
  onConnected?: () => void;
  /** The picture or the server's time moved. */
  onPicture: (replica: Replica) => void;
  onEntry: (entry: AudienceEntry) => void;
  /** The session is over, or may do nothing before a second factor is set up. */
  onRefused: (code: LiveRefusal) => void;
}

/** What no further attempt mends. */
const FOR_GOOD: readonly LiveRefusal[] = ['UNAUTHENTICATED', 'SECOND_FACTOR_NEEDED'];
/** Between two attempts, milliseconds. */
export const RETRY_MS = 1_500;

export class LiveConnection {
  readonly replica = new Replica();
  status: LiveStatus = 'off';
  readonly #makeSocket: () => LiveSocket;
  readonly #listener: Listener;
  readonly #clock: () => number;
  #socket: LiveSocket | null = null;
  /** Opened beside the other, to take its place once it stands. */
  #next: LiveSocket | null = null;
  /** Its server said that it is about to end, and nothing was heard over another one yet. */
  #leaving: LiveSocket | null = null;
  /** On the device's clock. */
  #lastHeard = 0;
  #lastTried = 0;

  /** @param clock of the device, milliseconds. */
  constructor(makeSocket: () => LiveSocket, listener: Listener, clock: () => number = Date.now) {
    this.#makeSocket = makeSocket;
    this.#listener = listener;
    this.#clock = clock;
  }

  start(now: number): void {
    if (this.#socket !== null) return;
    this.#lastHeard = now;
    this.#lastTried = now;
    this.#set('connecting');
    this.#socket = this.#wire(this.#makeSocket());
    this.#socket.connect();
  }

  stop(): void {
    this.replica.clear();
    this.#leaving = null;
    this.#drop();
    this.#set('off');
  }

  /** Called each second: silence is noticed here, and a lost server is tried again. */
  tick(now: number): void {
    if (this.#socket === null) return;
    // A device whose clock was put back must not wait for the time that it comes again.
    this.#lastHeard = Math.min(this.#lastHeard, now);
    this.#lastTried = Math.min(this.#lastTried, now);
    if (now - this.#lastHeard > LOST_AFTER_MS && this.status !== 'lost') this.#set('lost');
    // A connection that is open but silent is as good as gone, so it is replaced and not waited for.
    const silent = now - this.#lastHeard > LOST_AFTER_MS;
    if ((silent || !this.#socket.connected) && now - this.#lastTried >= this.#patience())
      return this.#retry(now);
    if (
      this.#leaving !== null &&
      now - this.#lastTried >= (this.#next === null ? RETRY_MS : LOST_AFTER_MS)
    )
      this.#openNext(now);
  }

  /** At once: the device came back online or the page into sight. */
  wake(now: number): void {
    if (this.#socket !== null && (!this.#socket.connected || this.status === 'lost'))
      this.#retry(now);
  }

  #patience(): number {
    return this.#socket?.connected === true ? LOST_AFTER_MS : RETRY_MS;
  }

  #retry(now: number): void {
    this.#lastTried = now;
    this.#drop();
    this.#socket = this.#wire(this.#makeSocket());
    this.#socket.connect();
  }

  #drop(): void {
    const sockets = [this.#socket, this.#next];
    this.#socket = null;
    this.#next = null;
    this.replica.close();
    for (const socket of sockets) socket?.disconnect();
  }

  #openNext(now: number): void {
    this.#lastTried = now;
    this.#next?.disconnect();
    this.#next = this.#wire(this.#makeSocket());
    this.#next.connect();
  }

  /** The one beside it takes the place of the present one. */
  #takeNext(): void {
    const gone = this.#socket;
    this.#socket = this.#next;
    this.#next = null;
    this.replica.close();
    gone?.disconnect();
  }

  #wire(socket: LiveSocket): LiveSocket {
    let token: ConnectionToken = -1;
    const mine = () => this.#socket === socket;
    socket.on('connect', () => {
      if (socket === this.#next) this.#takeNext();
      if (!mine()) return;
      token = this.replica.open();
      this.#listener.onConnected?.();
      this.#follow(socket);
    });
    socket.on('moving', () => {
      if (!mine() || this.#leaving !== null) return;
      this.#leaving = socket;
      this.#openNext(this.#clock());
    });
    socket.on('disconnect', () => {
      if (!mine()) return;
      if (this.#leaving === null) this.#set('lost');
      else if (this.#next !== null) this.#takeNext();
    });
    socket.on('connect_error', (error) => {
      if (socket === this.#next) {
        this.#next = null;
        // Refused by a server that goes on holding the line.
        socket.disconnect();
      }
      const code = refusalOf(error);
      if (mine() && code !== null) this.#listener.onRefused(code);
    });
    socket.on('piece', (message) => {
      const now = this.#clock();
      this.#settle(socket, this.replica.onPiece(message, token, now), now);
    });
    socket.on('snapshot', (message) => {
      const now = this.#clock();
      this.#settle(socket, this.replica.onSnapshot(message, token, now), now);
    });
    socket.on('entries', (message) => {
      const now = this.#clock();
      const { onEntry } = this.#listener;
      this.#settle(socket, this.replica.onEntries(message, token, now, onEntry), now);
    });
    socket.on('refused', ({ code }) => {
      if (mine()) this.#listener.onRefused(code);
    });
    return socket;
  }

  #follow(socket: LiveSocket): void {
    const { seq, picture } = this.replica;
    const message: Follow =
      seq === null || picture === null
        ? { protocol: LIVE_PROTOCOL, pieces: true }
        : { after: seq, protocol: LIVE_PROTOCOL, pieces: true };
    socket.emit('follow', message, (answer: Reply<FollowReply>) => {
      if (!answer.ok && this.#socket === socket) this.#listener.onRefused(answer.code);
    });
  }

  #settle(socket: LiveSocket, outcome: Outcome, now: number): void {
    if (outcome === 'stale' || this.#socket !== socket) return;
    this.#lastHeard = now;
    // Whoever sends a large picture over a slow line is not silent, but nothing can be shown yet.
    if (outcome === 'part') return;
    if (socket !== this.#leaving) this.#leaving = null;
    if (outcome === 'gap') return this.#follow(socket);
    this.#set('live');
    this.#listener.onPicture(this.replica);
  }

  #set(status: LiveStatus): void {
    if (status === this.status) return;
    this.status = status;
    this.#listener.onStatus(status);
  }
}

function refusalOf(error: Error & { data?: unknown }): LiveRefusal | null {
  const data = error.data;
  const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : null;
  return FOR_GOOD.find((one) => one === code || one === error.message) ?? null;
}
