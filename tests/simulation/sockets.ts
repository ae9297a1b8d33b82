/** The live connection without a network: the client's end and the server's end of a socket, with a way in between. */
import type { LiveSocket } from '#lib/live/connection.ts';
import type { LiveNamespace } from '../../server/live/audiences.ts';
import type { Network } from './network.ts';
import type { Process, World } from './world.ts';

type Listener = (...message: unknown[]) => void;

/** How a message goes: as over TCP (in order; a loss breaks the connection), or each for itself. */
export interface Manner {
  ordered: boolean;
}

/** Of socket.io: a silent client is given up after so long, milliseconds. */
const PING_TIMEOUT_MS = 20_000;

/** The server's end, as the gateway and the audiences use a socket. */
export class ServerEnd {
  readonly id: string;
  readonly data: { who: string };
  readonly rooms: Set<string>;
  connected = true;
  readonly #line: Line;
  readonly #listeners = new Map<string, Listener[]>();
  readonly #gates: ((packet: unknown[], next: () => void) => void)[] = [];
  onEnd: () => void = () => undefined;

  constructor(id: string, who: string, line: Line) {
    this.id = id;
    this.data = { who };
    this.rooms = new Set([id]);
    this.#line = line;
  }

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  use(gate: (packet: unknown[], next: () => void) => void): void {
    this.#gates.push(gate);
  }

  join(room: string): void {
    this.rooms.add(room);
  }

  leave(room: string): void {
    this.rooms.delete(room);
  }

  emit(event: string, message: unknown): void {
    this.send(event, JSON.stringify(message));
  }

  /** What was made into text already: one text for all of a room. */
  send(event: string, text: string): void {
    if (this.connected) this.#line.down(event, text);
  }

  disconnect(): void {
    if (!this.connected) return;
    this.#line.down('disconnect', 'null');
    this.end();
  }

  /** Something arrived. */
  hear(event: string, text: string, answer: (text: string) => void): void {
    if (!this.connected) return;
    const packet = [
      event,
      JSON.parse(text) as unknown,
      (reply: unknown) => answer(JSON.stringify(reply)),
    ];
    const pass = (nth: number): void => {
      const gate = this.#gates[nth];
      if (gate !== undefined) return gate(packet, () => pass(nth + 1));
      for (const listener of this.#listeners.get(event) ?? []) listener(...packet.slice(1));
    };
    pass(0);
  }

  /** The process that it lives in died. */
  die(told: boolean): void {
    this.connected = false;
    this.#line.died(told);
  }

  /** The client is gone, as far as is known here. */
  end(): void {
    if (!this.connected) return;
    this.connected = false;
    for (const listener of this.#listeners.get('disconnect') ?? []) listener();
    this.onEnd();
  }
}

/** One connection between a page and a server. */
export interface Line {
  down(event: string, text: string): void;
  /** The server died. Told: its system says so at once; otherwise nobody does. */
  died(told: boolean): void;
}

/** Who takes connections in. */
export interface Door {
  readonly process: Process;
  /** Null: refused, or nobody there. */
  welcome(who: string, line: Line): ServerEnd | null;
}

/** The client's end, as the dashboard uses a socket.io socket. */
export class ClientEnd implements LiveSocket {
  connected = false;
  readonly #listeners = new Map<string, Listener[]>();
  readonly #world: World;
  readonly #network: Network;
  readonly #page: Process;
  readonly #door: Door;
  readonly #who: string;
  readonly #manner: Manner;
  #end: ServerEnd | null = null;
  #dropped = false;
  /** In order: nothing arrives before what was sent earlier. */
  #lastUp = 0;
  #lastDown = 0;
  /** Told of all that comes, before it is read. */
  onHeard: (event: string, text: string) => void = () => undefined;
  /** For the mutants: what the page makes of it. */
  spoil: (event: string, message: unknown) => unknown = (_event, message) => message;

  constructor(parts: {
    world: World;
    network: Network;
    page: Process;
    door: Door;
    who: string;
    manner: Manner;
  }) {
    this.#world = parts.world;
    this.#network = parts.network;
    this.#page = parts.page;
    this.#door = parts.door;
    this.#who = parts.who;
    this.#manner = parts.manner;
  }

  on(event: string, listener: unknown): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener as Listener]);
  }

  connect(): void {
    const { process: server } = this.#door;
    const name = `${this.#page.name} connects to ${server.name}`;
    this.#network.send('live', this.#page, server, name, () => {
      if (this.#dropped || this.#end !== null) return;
      const line: Line = {
        down: (event, text) => this.#fromServer(event, text),
        died: (told) => this.#serverDied(told),
      };
      this.#end = this.#door.welcome(this.#who, line);
      if (this.#end !== null) line.down('connect', 'null');
    });
  }

  disconnect(): void {
    if (this.#dropped) return;
    this.#dropped = true;
    this.connected = false;
    this.#breakUp();
  }

  emit(event: 'follow', ...[message, reply]: unknown[]): void {
    const { process: server } = this.#door;
    const text = JSON.stringify(message);
    const answer = (replied: string) =>
      void this.#network.send('live', server, this.#page, 'reply', () => {
        if (!this.#dropped)
          (reply as ((value: unknown) => void) | undefined)?.(JSON.parse(replied));
      });
    this.#go(this.#page, server, `${this.#page.name} ${event}`, () =>
      this.#end?.hear(event, text, answer),
    );
  }

  #fromServer(event: string, text: string): void {
    const { process: server } = this.#door;
    const sum = `${this.#page.name} hears ${event} ${text.length}`;
    this.#go(server, this.#page, sum, () => {
      if (this.#dropped) return;
      if (event === 'connect') this.connected = true;
      if (event === 'disconnect') this.connected = false;
      const message = JSON.parse(text) as unknown;
      this.onHeard(event, text);
      const read = this.spoil(event, message);
      for (const listener of this.#listeners.get(event) ?? []) listener(read);
    });
  }

  #go(from: Process, to: Process, label: string, arrives: () => void): void {
    if (!this.#manner.ordered) {
      this.#network.send('live', from, to, label, arrives);
      return;
    }
    const { now } = this.#world;
    const up = from === this.#page;
    const at = Math.max(up ? this.#lastUp : this.#lastDown, now + this.#network.delay('live'));
    if (up) this.#lastUp = at;
    else this.#lastDown = at;
    const { live } = this.#network.weather;
    const sent =
      !this.#world.random.chance(live.lost) &&
      !this.#network.isCut(from.name, to.name) &&
      this.#world.after(at - now, to, label, arrives);
    // TCP loses nothing: the connection ends, and each side hears of it in its own time.
    if (sent === false) this.#breakUp();
  }

  /** Both ends learn that it is over: soon where word comes through, at the next silence where not. */
  #breakUp(): void {
    const { process: server } = this.#door;
    const end = this.#end;
    const through = !this.#network.isCut(this.#page.name, server.name);
    const gone = through ? this.#network.delay('live') : PING_TIMEOUT_MS;
    this.#world.after(gone, server, `${server.name} loses ${this.#page.name}`, () => end?.end());
    this.#world.after(gone, this.#page, `${this.#page.name} loses ${server.name}`, () => {
      if (this.#dropped || !this.connected) return;
      this.connected = false;
      for (const listener of this.#listeners.get('disconnect') ?? []) listener();
    });
  }

  #serverDied(told: boolean): void {
    if (!told || this.#dropped) return;
    this.#world.after(this.#network.delay('live'), this.#page, 'reset', () => {
      if (this.#dropped || !this.connected) return;
      this.connected = false;
      for (const listener of this.#listeners.get('disconnect') ?? []) listener();
    });
  }
}

/** The rooms of one server: what `Audiences` uses of a socket.io namespace. */
export function roomsOf(ends: ReadonlyMap<string, ServerEnd>, everyRoom: boolean): LiveNamespace {
  const to = (rooms: string | string[]) => ({
    emit(event: string, message: unknown) {
      const wanted = [rooms].flat();
      const text = JSON.stringify(message);
      for (const end of ends.values())
        if (everyRoom || wanted.some((room) => end.rooms.has(room))) end.send(event, text);
    },
  });
  return { to } as unknown as LiveNamespace;
}
