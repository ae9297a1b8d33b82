/**
 * Who gets a socket, and who loses it for flooding. Everything that keeps count of strangers, of packets and of those who were shown
 * out comes together here; docs/decisions/0018 says why they are counted as they are.
 */
import type { IncomingMessage } from 'node:http';
import type { Clockwork } from '../../db/clockwork.ts';
import { networkOf } from '../access/place.ts';
import type { SignedIn } from '../access/principal.ts';
import { Door, type Stranger } from './door.ts';
import { identifyHandshake, type Handshake, type Identity } from './identify.ts';
import { Notes } from './notes.ts';
import { countPackets, showOut, type Line } from './packets.ts';
import type { Doorkeeper, FloodKind, LiveLimits, LiveLog, LiveMeters } from './ports.ts';
import { LiveError } from './refusals.ts';
import { Returning } from './returning.ts';

export interface EntranceParts {
  access: Doorkeeper;
  limits: LiveLimits;
  clockwork: Clockwork;
  log: LiveLog;
  meters: LiveMeters;
  /** Where a request comes from; null: from somebody through whom all the world comes, so that it cannot be counted by. */
  addressOf: (request: IncomingMessage) => string | null;
}

/** Somebody with a socket. */
interface Guest {
  network: string | null;
  stranger: Stranger;
  /** It was asked who it is: that is done once a connection. */
  asked: boolean;
}

/** A socket of socket.io, as far as it is looked at here. */
export interface Comer {
  readonly request: IncomingMessage;
  readonly handshake: Handshake;
  readonly conn: object;
}

/** Not knowing, or a factor that is missing, is not the comer's doing. */
const NO_FAULT: readonly string[] = ['INTERNAL', 'SECOND_FACTOR_NEEDED', 'MOVING'];
const TURNED_AWAY = 'Too many connections of your network have not said who they are.';

export class Entrance {
  readonly #parts: EntranceParts;
  readonly #clock: () => number;
  readonly #door: Door;
  /** By account or key: sockets of those who were asked beforehand and have not come in yet. */
  readonly #known: Door;
  /** By credential: how often it came with more connections than it may have. */
  readonly #overfull: Door;
  readonly #returning: Returning;
  readonly #notes: Notes;
  readonly #guests = new WeakMap<IncomingMessage, Guest>();

  constructor(parts: EntranceParts) {
    this.#parts = parts;
    const { limits, clockwork, log } = parts;
    this.#clock = () => clockwork.elapsed();
    this.#door = new Door(limits, this.#clock);
    const alone = { ...limits, unknown: Infinity };
    this.#known = new Door({ ...alone, unknownOfNetwork: limits.connections }, this.#clock);
    this.#overfull = new Door({ ...alone, unknownOfNetwork: Infinity }, this.#clock);
    this.#returning = new Returning(limits, this.#clock);
    this.#notes = new Notes(log, this.#clock);
  }

  /** Counts the packets of all websockets of this engine.io. */
  watch(engine: object): void {
    const { limits, clockwork } = this.#parts;
    countPackets(engine, {
      ...{ limits, clockwork, clock: this.#clock },
      onFlood: (request) => this.#note('packets', this.#networkOf(request)),
    });
  }

  /** For engine.io, before a request becomes a websocket. Where it is crowded, only for whoever is somebody. */
  readonly allowRequest = (
    request: IncomingMessage,
    answer: (error: string | null, allowed: boolean) => void,
  ): void => {
    const network = this.#networkOf(request);
    const letIn = (stranger: Stranger) => {
      this.#guests.set(request, { network, stranger, asked: false });
      request.socket.once('close', () => stranger.settle());
      // It went away while it was being asked about.
      if (request.socket.destroyed) stranger.settle();
      answer(null, true);
    };
    if (!this.#door.isCrowded(network)) return letIn(this.#door.enter(network));
    // Nobody else listens yet, and an error that nobody hears ends the process.
    const goneMeanwhile = () => undefined;
    request.socket.on('error', goneMeanwhile);
    void this.#isSomebody(request, network).then((who) => {
      request.socket.off('error', goneMeanwhile);
      if (who !== null) return letIn(this.#known.enter(who));
      this.#note('door', network);
      answer(TURNED_AWAY, false);
    });
  };

  /** @returns who it is @throws LiveError that is told to it */
  async identify({ request, handshake }: Comer): Promise<Identity> {
    const guest = this.#guestOf(request);
    try {
      if (guest.asked) throw new LiveError('TOO_MANY');
      guest.asked = true;
      const identity = await identifyHandshake(this.#parts.access, handshake);
      if (!this.#returning.mayReturn(nameOf(identity, guest.network))) {
        this.#note('return', guest.network, identity);
        throw new LiveError('FLOODING');
      }
      guest.stranger.settle();
      return identity;
    } catch (error) {
      if (error instanceof LiveError && !NO_FAULT.includes(error.code))
        this.#door.refused(guest.network);
      throw error;
    }
  }

  /** It went on sending after many of its messages were refused, and its connection is being ended. */
  flooded({ request, conn }: Comer, identity: Identity): void {
    const { network } = this.#guestOf(request);
    this.#returning.flooded(nameOf(identity, network));
    this.#note('messages', network, identity);
    const { clockwork, limits } = this.#parts;
    const { socket } = (conn as { transport: { socket: Line } }).transport;
    showOut(socket, limits.lastWordMs, clockwork);
  }

  /** It has all the connections that it may have and came with another: whoever goes on with that floods too. */
  overfull({ request }: Comer, identity: Identity): void {
    const { network } = this.#guestOf(request);
    const name = nameOf(identity, network);
    this.#door.refused(network);
    this.#overfull.refused(name);
    if (!this.#overfull.isCrowded(name)) return;
    this.#returning.flooded(name);
    this.#note('connections', network, identity);
  }

  /** To be called from time to time: what is back at its start needs no memory. */
  forget(): void {
    for (const counts of [this.#door, this.#known, this.#overfull, this.#returning, this.#notes])
      counts.forget();
  }

  async #isSomebody(request: IncomingMessage, network: string | null): Promise<string | null> {
    const { access } = this.#parts;
    try {
      const { headers } = request;
      const identity = await identifyHandshake(access, { headers, auth: undefined });
      const who = identity.principal.actor.id;
      const welcome = this.#returning.mayReturn(nameOf(identity, network));
      return welcome && !this.#known.isCrowded(who) ? who : null;
    } catch {
      // Nobody, or nobody can tell: then it could not come in later either.
      return null;
    }
  }

  #networkOf(request: IncomingMessage): string | null {
    const address = this.#parts.addressOf(request);
    return address === null ? null : networkOf(address);
  }

  #guestOf(request: IncomingMessage): Guest {
    const known = this.#guests.get(request);
    if (known !== undefined) return known;
    const guest = { network: this.#networkOf(request), stranger: NOT_COUNTED, asked: false };
    this.#guests.set(request, guest);
    return guest;
  }

  #note(because: FloodKind, network: string | null, identity?: SignedIn): void {
    this.#parts.meters.flooded(because);
    const who = identity?.principal.actor.id ?? null;
    const name = `${because} ${network} ${who}`;
    this.#notes.say(name, { because, network, who }, 'somebody floods the live connections');
  }
}

const NOT_COUNTED: Stranger = { settle: () => undefined };

/** What came back too soon: this session (or key, or wall screen) at this network, and nobody else of its account or its room. */
function nameOf({ session, principal }: SignedIn, network: string | null): string {
  return `${session ?? principal.actor.id} ${network}`;
}
