/** A real gateway on a port of its own over a real ledger in memory, with fake people, and clients that remember all they hear. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { breakGlass } from '#domain/accountability/break-glass.ts';
import type { Look } from '#domain/accountability/looks.ts';
import { audienceOf } from '#domain/access/table.ts';
import { applyAsSeen } from '#domain/apply.ts';
import { MINUTE } from '#domain/clock.ts';
import type { Picture } from '#domain/picture.ts';
import {
  LIVE_NAMESPACE,
  type ClientToServer,
  type EntriesMessage,
  type Follow,
  type FollowReply,
  type Reply,
  type ServerToClient,
  type SnapshotMessage,
} from '#wire/live.ts';
import { pictureFrom } from '#wire/views.ts';
import { sha256 } from '../../db/chain.ts';
import { EVENT_LOOP } from '../../db/clockwork.ts';
import { openStores, type Stores } from '../../db/open.ts';
import { AccessEvents } from '../../server/access/events.ts';
import type { SignedIn } from '../../server/access/principal.ts';
import { LivePicture } from '../../server/desk/live-picture.ts';
import { TextBook } from '../../server/desk/text-book.ts';
import { Witness } from '../../server/desk/witness.ts';
import { createGateway, type Gateway } from '../../server/live/gateway.ts';
import type { Every, GatewayParts, LiveLimits } from '../../server/live/ports.ts';
import { NOW } from '../builders.ts';
import { landEntries, PEOPLE, SYSTEM, type PersonName } from './land.ts';
import { ANYBODY, play, type Move } from './moves.ts';

export const TRUSTED_ORIGIN = 'https://spoedkaart.example';

/** Who may come in: a key is `key-of-NAME`, a session cookie `session=NAME`. */
export class FakeAccess {
  readonly events = new AccessEvents();
  readonly trustedOrigins = [TRUSTED_ORIGIN];
  readonly #inside = new Map<string, SignedIn>();
  /** Set: identifying fails with it. */
  fault: Error | null = null;

  constructor() {
    for (const name of Object.keys(PEOPLE) as PersonName[]) this.admit(name);
  }

  admit(name: PersonName, over: Partial<SignedIn> = {}): void {
    this.#inside.set(name, {
      principal: PEOPLE[name],
      email: null,
      session: `session-of-${name}`,
      expiresAt: Number.MAX_SAFE_INTEGER,
      ...over,
    });
  }

  /** Its session is over; nobody is told. */
  expel(name: PersonName): void {
    this.#inside.delete(name);
  }

  async identify(headers: Headers): Promise<SignedIn | null> {
    if (this.fault !== null) throw this.fault;
    const bearer = /^Bearer key-of-(.+)$/.exec(headers.get('authorization') ?? '')?.[1];
    const cookie = /^session=(.+)$/.exec(headers.get('cookie') ?? '')?.[1];
    return this.#inside.get(bearer ?? cookie ?? '') ?? null;
  }

  identifyAtDoor = (headers: Headers): Promise<SignedIn | null> => this.identify(headers);
}

export interface LiveServer {
  live: LivePicture;
  access: FakeAccess;
  gateway: Gateway;
  url: string;
  /** What was logged as an error: a test that expects none says so. */
  errors: object[];
  warnings: object[];
  /** By what somebody flooded, for each connection that was ended or not let in for it. */
  floods: string[];
  refused: string[];
  /** Sockets that are told nothing until they have read on. */
  lagging(): number;
  /** Moves the server's clock, carries the move out and says whether it was written. */
  move(move: Partial<Move> & Pick<Move, 'do'>): Promise<boolean>;
  /** Breaks the glass of a case in somebody's name; whether it was written. */
  breakGlass(name: PersonName, wanted: string): Promise<boolean>;
  /** Time passes and nothing happens. */
  pass(minutes: number): void;
  /** What was written down of who saw what, oldest first. */
  looks(): Promise<Look[]>;
  witness: Witness;
  /** Turns the heartbeat, or the check of sessions, by hand. */
  beat(): void;
  recheck(): void;
  close(): Promise<void>;
}

export async function startLive(
  options: {
    remembered?: number;
    limits?: Partial<LiveLimits>;
    /** Milliseconds, by which floods and those who return are reckoned; default the machine's. */
    elapsed?: () => number;
  } = {},
): Promise<LiveServer> {
  const stores: Stores = openStores('file::memory:');
  let now = NOW;
  const live = await LivePicture.open({
    ledger: stores.ledger,
    clock: () => now,
    ...(options.remembered === undefined ? {} : { remembered: options.remembered }),
  });
  await live.carryOut({
    by: SYSTEM,
    decide: () => ({ ok: true, entries: landEntries(), guards: [] }),
    answer: () => null,
  });
  const http: HttpServer = createServer((_request, response) => response.end('up'));
  const access = new FakeAccess();
  const errors: object[] = [];
  const warnings: object[] = [];
  const floods: string[] = [];
  const refused: string[] = [];
  let lagging = 0;
  const turns: { everyMs: number; work: () => void }[] = [];
  const every: Every = (everyMs, work) => {
    turns.push({ everyMs, work });
    return () => undefined;
  };
  const log: GatewayParts['log'] = {
    debug: () => undefined,
    warn: (facts) => warnings.push(facts),
    error: (facts) => errors.push(facts),
  };
  const witness = new Witness({
    log: stores.accessLog,
    clock: () => live.now(),
    hash: (text) => sha256(text),
    onFault: (error) => errors.push({ err: error }),
  });
  const gateway = createGateway({
    http,
    live,
    access,
    texts: new TextBook(stores.texts),
    log,
    witness,
    every,
    limits: options.limits,
    ...(options.elapsed === undefined
      ? {}
      : { clockwork: { ...EVENT_LOOP, elapsed: options.elapsed } }),
    meters: {
      refused: (code) => refused.push(code),
      flooded: (because) => floods.push(because),
      lagging: (change) => (lagging += change),
    },
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const turn = (wanted: (everyMs: number) => boolean) =>
    turns.filter(({ everyMs }) => wanted(everyMs)).forEach(({ work }) => work());
  let serial = 0;
  return {
    live,
    access,
    gateway,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    errors,
    warnings,
    floods,
    refused,
    lagging: () => lagging,
    async move(move) {
      now += (move.wait ?? 0) * MINUTE;
      serial += 1;
      const whole: Move = { a: 0, b: 0, c: 0, wait: 0, ...move };
      const id = serial;
      const outcome = await live.carryOut({
        by: ANYBODY,
        decide: (picture, at) => play(picture, whole, at, id),
        answer: () => null,
      });
      return outcome.ok;
    },
    async breakGlass(name, wanted) {
      serial += 1;
      const command = {
        ...{ id: `glass-${serial}`, case: wanted, code: 'takes-over' as const },
        text: { id: `text-${serial}`, hash: '' },
      };
      const who = PEOPLE[name];
      const outcome = await live.carryOut({
        by: who.actor,
        decide: (picture, at) => breakGlass(picture, command, audienceOf(who), at),
        answer: () => null,
      });
      return outcome.ok;
    },
    pass(minutes) {
      now += minutes * MINUTE;
    },
    witness,
    async looks() {
      await witness.settled();
      const wanted = { scope: { all: true }, limit: 1_000 } as const;
      return (await stores.accessLog.query(wanted)).looks.reverse();
    },
    beat: () => turn((everyMs) => everyMs <= 5_000),
    recheck: () => turn((everyMs) => everyMs > 5_000),
    async close() {
      await gateway.close();
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
      await witness.close();
      await live.close();
      await stores.close();
    },
  };
}

type ClientSocket = Socket<ServerToClient, ClientToServer>;

interface Messages {
  snapshot: SnapshotMessage;
  entries: EntriesMessage;
  refused: { code: string };
  moving: undefined;
  disconnect: string;
  connect_error: Error & { data?: { code?: string } };
}
export type Heard = { [E in keyof Messages]: { event: E; message: Messages[E] } }[keyof Messages];

export interface ClientOptions {
  namespace?: string;
  key?: string | null;
  headers?: Record<string, string>;
  auth?: Record<string, unknown>;
}

/** One connection at a time; keeps its picture as the contract says, and counts the holes in the chain. */
export class Client {
  socket: ClientSocket;
  picture: Picture | null = null;
  seq: number | null = null;
  gaps = 0;
  /** The present connection has brought something. */
  followed = false;
  snapshots = 0;
  readonly heard: Heard[] = [];
  /** Every packet as it came over the wire. */
  raw = '';
  #waiting: { matches: () => boolean; done: () => void }[] = [];
  readonly #url: string;
  readonly #options: ClientOptions;

  constructor(url: string, options: ClientOptions) {
    this.#url = url;
    this.#options = options;
    this.socket = this.#open();
  }

  /** Opens a new connection and, once it stands, follows from where it was. */
  reconnect(): void {
    this.drop();
    this.socket = this.#open();
    this.socket.on('connect', () => this.follow());
  }

  /** Pulls the plug. */
  drop(): void {
    this.socket.io.engine?.close();
    this.socket.disconnect();
  }

  follow(): void {
    const { seq, socket } = this;
    socket.emit('follow', seq === null ? { protocol: 1 } : { after: seq, protocol: 1 });
  }

  ask(message: unknown): Promise<Reply<FollowReply>> {
    return new Promise((done) => this.socket.emit('follow', message as Follow, done));
  }

  /** Resolves when the condition holds; looked at after everything that is heard. */
  when(matches: () => boolean): Promise<void> {
    if (matches()) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ matches, done }));
  }

  /** The next message of the kind, or one that came already. */
  async first<E extends keyof Messages>(event: E): Promise<Messages[E]> {
    const find = () => this.heard.find((one) => one.event === event);
    await this.when(() => find() !== undefined);
    return find()?.message as Messages[E];
  }

  #open(): ClientSocket {
    const { namespace = LIVE_NAMESPACE, key, headers, auth } = this.#options;
    const socket: ClientSocket = io(`${this.#url}${namespace}`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth: { ...(key == null ? {} : { key }), ...auth },
      extraHeaders: headers ?? {},
    });
    this.followed = false;
    const mine = () => this.socket === socket;
    socket.io.on('open', () =>
      socket.io.engine.on('message', (data) => {
        this.raw += String(data);
      }),
    );
    socket.on('connect', () => this.#tell());
    socket.on('snapshot', (message) => {
      if (!mine()) return;
      this.snapshots += 1;
      this.picture = pictureFrom(message.picture);
      this.seq = message.seq;
      this.followed = true;
      this.#hear({ event: 'snapshot', message });
    });
    socket.on('entries', (message) => {
      if (!mine()) return;
      this.#take(message);
      this.#hear({ event: 'entries', message });
    });
    socket.on('refused', (message) => this.#hear({ event: 'refused', message }));
    socket.on('moving', () => this.#hear({ event: 'moving', message: undefined }));
    socket.on('disconnect', (message) => this.#hear({ event: 'disconnect', message }));
    socket.on('connect_error', (message) => this.#hear({ event: 'connect_error', message }));
    return socket;
  }

  #take(message: EntriesMessage): void {
    if (this.picture === null || message.after !== this.seq) {
      this.gaps += 1;
      return this.follow();
    }
    this.picture = message.entries.reduce(applyAsSeen, this.picture);
    this.seq = message.seq;
    this.followed = true;
  }

  #hear(one: Heard): void {
    this.heard.push(one);
    this.#tell();
  }

  #tell(): void {
    const ready = this.#waiting.filter(({ matches }) => matches());
    this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
    for (const { done } of ready) done();
  }
}
