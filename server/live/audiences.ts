/**
 * Tells each audience what happened. Sockets of equal audiences share a room: one projection, one message, serialised once.
 * The messages of a room form a chain: each covers (after, seq] and begins where the one before ended; a socket enters the
 * room with exactly the seq at which the chain stands.
 */
import type { Namespace } from 'socket.io';
import {
  audienceKey,
  projectEntry,
  projectPicture,
  type Audience,
} from '#domain/audience/project.ts';
import { iso } from '#domain/clock.ts';
import { seenCase, type Onlooker, type SeenCase } from '#domain/accountability/looks.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import type { Picture } from '#domain/picture.ts';
import type {
  ClientToServer,
  EntriesMessage,
  Follow,
  FollowReply,
  ServerToClient,
} from '#wire/live.ts';
import { snapshotOf } from '#wire/views.ts';
import type { Principal } from '#domain/access/table.ts';
import { Seats } from './seats.ts';
import { EVENT_LOOP, type Clockwork } from '../../db/clockwork.ts';
import type { Change } from '../desk/live-picture.ts';
import { NO_BACKLOG, type Backlog } from './backlog.ts';
import { Laggards } from './laggards.ts';
import { Pace } from './pace.ts';
import { tellInPieces } from './pieces.ts';
import {
  DEFAULT_LIMITS,
  type FollowedPicture,
  type GatewayParts,
  type LiveLimits,
  type LiveLog,
  type LiveMeters,
  type LiveWitness,
} from './ports.ts';

export type LiveNamespace = Namespace<ClientToServer, ServerToClient>;

/** A socket as the audiences see it. */
export interface Follower {
  readonly id: string;
  readonly connected: boolean;
  emit(event: 'entries', message: EntriesMessage): unknown;
  join(room: string): unknown;
  leave(room: string): unknown;
  disconnect?(close: boolean): unknown;
}

interface Room {
  /** Of the socket.io room. */
  name: string;
  audience: Audience;
  /** The chain stands here. */
  seq: number;
  members: Map<string, Follower>;
  /** Those who wait for a snapshot. */
  waiting: Map<string, { follower: Follower; done: (reply: FollowReply) => void }>;
}

/** Entries in one message of a catch-up. */
const CATCH_UP_CHUNK = 500;
/** Snapshots are gathered for so many times what the last ones took, milliseconds at most. */
const GATHER = { times: 4, most: 250 } as const;

export class Audiences {
  readonly #nsp: LiveNamespace;
  readonly #live: FollowedPicture;
  readonly #texts: GatewayParts['texts'];
  readonly #log: LiveLog;
  readonly #meters: LiveMeters;
  readonly #rooms = new Map<string, Room>();
  /** Room of each follower. */
  readonly #roomOf = new Map<string, Room>();
  readonly #witness: LiveWitness | null;
  readonly #seats: Seats;
  /** Followers whose snapshots come in pieces. */
  readonly #inPieces = new Set<string>();
  #serial = 0;
  /** Who looks at each follower; absent: nobody is written down. */
  readonly #onlookers = new Map<string, Onlooker>();
  readonly #stopListening: () => void;
  #pending: Change[] = [];
  readonly #clockwork: Clockwork;
  readonly #storage: GatewayParts['storage'];
  readonly #laggards: Laggards;
  readonly #pace: Pace;
  /** How to call them off. */
  #snapshotsDue: (() => void) | null = null;
  /** Milliseconds that the last snapshots took. */
  #snapshotCost = 0;

  constructor(
    nsp: LiveNamespace,
    parts: Pick<GatewayParts, 'live' | 'texts' | 'log' | 'clockwork' | 'storage' | 'witness'> & {
      meters: LiveMeters;
      limits?: LiveLimits;
      /** What waits for a socket; absent: nothing ever does. */
      backlog?: (id: string) => Backlog;
    },
  ) {
    this.#nsp = nsp;
    this.#live = parts.live;
    this.#texts = parts.texts;
    this.#log = parts.log;
    this.#meters = parts.meters;
    this.#clockwork = parts.clockwork ?? EVENT_LOOP;
    this.#pace = new Pace(this.#clockwork, () => this.#flush());
    this.#storage = parts.storage;
    this.#witness = parts.witness ?? null;
    this.#seats = new Seats(parts.live, (follower, audience) => {
      this.#move(follower, audience).catch((error: unknown) => {
        parts.log.error({ err: error }, 'a connection could not be given another audience');
        follower.disconnect?.(true);
      });
    });
    const { backlog = () => NO_BACKLOG, limits = DEFAULT_LIMITS } = parts;
    this.#laggards = new Laggards(backlog, limits, parts.meters);
    this.#stopListening = parts.live.listen((changes) => {
      if (this.#rooms.size === 0) return;
      this.#seats.changed(changes);
      this.#pending.push(...changes);
      this.#pace.due();
    });
  }

  /**
   * Lets somebody follow by the rights that they have by now, whatever they opened since. Resolves as `follow` does.
   * @param principal who it is by now
   * @param asked what it has already, and whether its snapshots are to come in pieces
   * @param onlooker whose looks are written down; absent: nobody's
   */
  seat(
    follower: Follower,
    principal: () => Principal,
    { after, pieces }: Pick<Follow, 'after' | 'pieces'>,
    onlooker?: Onlooker,
  ): Promise<FollowReply> {
    if (pieces === true) this.#inPieces.add(follower.id);
    else this.#inPieces.delete(follower.id);
    const { audience, goesOn } = this.#seats.take(follower, principal);
    return this.follow(follower, audience, goesOn ? after : undefined, onlooker);
  }

  /** Starts or goes on; resolves when the snapshot or the missed entries are on their way. */
  follow(
    follower: Follower,
    audience: Audience,
    after: number | undefined,
    onlooker?: Onlooker,
  ): Promise<FollowReply> {
    if (onlooker !== undefined) this.#onlookers.set(follower.id, onlooker);
    if (this.#laggards.has(follower.id) || this.#laggards.isOver(follower.id))
      return this.#later(follower, audience);
    const room = this.#roomFor(audience);
    this.#roomOf.set(follower.id, room);
    const missed = after === undefined ? null : this.#live.changesAfter(after);
    if (after !== undefined && missed !== null) {
      const reply = this.#catchUp(follower, room, after, missed);
      if (reply !== null) return Promise.resolve(reply);
    }
    // What it missed is more than it can be told at once.
    if (this.#laggards.isOver(follower.id)) return this.#later(follower, audience);
    return new Promise((done) => {
      room.waiting.set(follower.id, { follower, done });
      const patience = Math.min(GATHER.times * this.#snapshotCost, GATHER.most);
      this.#snapshotsDue ??= this.#clockwork.after(patience, () => this.#sendSnapshots());
    });
  }

  /** What it may see is something else from now on: a new snapshot, in the room of its new audience. */
  async #move(follower: Follower, audience: Audience): Promise<void> {
    // It is told nothing now, and of the new audience when it is told again.
    if (this.#laggards.move(follower.id, audience)) return;
    const onlooker = this.#onlookers.get(follower.id);
    const room = this.#roomOf.get(follower.id);
    if (room === undefined) return;
    this.#leave(follower.id);
    await follower.leave(room.name);
    await this.follow(follower, audience, undefined, onlooker);
  }

  left(id: string): void {
    this.#laggards.left(id);
    this.#leave(id);
    this.#seats.left(id);
    this.#inPieces.delete(id);
    this.#onlookers.delete(id);
    this.#witness?.left(id);
  }

  #leave(id: string): void {
    const room = this.#roomOf.get(id);
    if (room === undefined) return;
    this.#roomOf.delete(id);
    room.members.delete(id);
    room.waiting.get(id)?.done({ mode: 'snapshot', seq: room.seq });
    room.waiting.delete(id);
    if (room.members.size === 0 && room.waiting.size === 0)
      this.#rooms.delete(audienceKey(room.audience));
  }

  /** To every room, whether anything happened or not: what was hidden moves its seq here. */
  heartbeat(): void {
    this.#seats.changed();
    for (const { follower, audience, done } of this.#laggards.takeReady())
      void this.follow(follower, audience, undefined, this.#onlookers.get(follower.id)).then(done);
    this.#flush();
    const { seq } = this.#live.picture;
    for (const room of this.#rooms.values()) if (room.members.size > 0) this.#send(room, seq, []);
  }

  /** Whether it neither reads on nor leaves room for an answer, and must be shown out. */
  isHopeless(id: string): boolean {
    return this.#laggards.isHopeless(id);
  }

  close(): void {
    this.#stopListening();
    this.#pace.done();
    this.#snapshotsDue?.();
    this.#pending = [];
  }

  #roomFor(audience: Audience): Room {
    const key = audienceKey(audience);
    let room = this.#rooms.get(key);
    if (room === undefined) {
      const { seq } = this.#live.picture;
      const name = `audience:${key}`;
      room = { name, audience, seq, members: new Map(), waiting: new Map() };
      this.#rooms.set(key, room);
    }
    return room;
  }

  #flush(): void {
    this.#pace.done();
    const changes = this.#pending;
    const last = changes.at(-1);
    if (last === undefined) return;
    this.#pending = [];
    this.#pace.begin();
    for (const room of this.#rooms.values()) {
      if (room.members.size === 0) continue;
      const fresh = changes.filter(({ entry }) => entry.seq > room.seq);
      const entries = this.#project(fresh, room.audience);
      if (entries === null) {
        // A chain with a hole: whoever is in the room sees it at the next message and follows anew.
        room.seq = last.entry.seq;
      } else if (entries.length > 0) this.#send(room, last.entry.seq, entries);
    }
    this.#meters.fannedOut(this.#pace.end());
    this.#meters.told?.(changes.map(({ entry }) => entry));
  }

  #send(room: Room, seq: number, entries: AudienceEntry[]): void {
    const message = { after: room.seq, seq, ...this.#now(), entries };
    this.#nsp.to(room.name).emit('entries', message);
    this.#told(room.members.keys(), room.audience, casesIn(entries));
    room.seq = seq;
    this.#meters.sent(entries.length === 0 ? 'heartbeat' : 'entries', room.members.size);
    for (const [id, follower] of room.members)
      if (this.#laggards.isOver(id)) void this.#later(follower, room.audience);
  }

  /** Tells it nothing until it has read what waits for it; then a snapshot. */
  #later(follower: Follower, audience: Audience): Promise<FollowReply> {
    const room = this.#roomOf.get(follower.id);
    if (room !== undefined) {
      this.#nsp.in(follower.id).socketsLeave(room.name);
      this.#leave(follower.id);
    }
    return new Promise((done) => this.#laggards.add(follower, audience, done));
  }

  /** Null: it could not be projected, which is a fault of ours and is logged. */
  #project(changes: readonly Change[], audience: Audience): AudienceEntry[] | null {
    try {
      const entries: AudienceEntry[] = [];
      for (const { entry, before, after } of changes) {
        const seen = projectEntry(entry, before, after, audience);
        if (seen !== null) entries.push(seen);
      }
      return entries;
    } catch (error) {
      this.#log.error({ err: error, audience: audienceKey(audience) }, 'projecting failed');
      return null;
    }
  }

  #catchUp(
    follower: Follower,
    room: Room,
    after: number,
    missed: readonly Change[],
  ): FollowReply | null {
    const entries = this.#project(missed, room.audience);
    if (entries === null) return null;
    const { seq } = this.#live.picture;
    this.#standAt(room, seq);
    // Its picture holds the others already, told by whichever server it comes from.
    this.#told([follower.id], room.audience, Object.keys(this.#live.picture.cases));
    let from = after;
    do {
      const part = entries.splice(0, CATCH_UP_CHUNK);
      const to = entries.length === 0 ? seq : (part.at(-1)?.seq ?? seq);
      follower.emit('entries', { after: from, seq: to, ...this.#now(), entries: part });
      this.#meters.sent('entries', 1);
      from = to;
      if (entries.length > 0 && this.#laggards.isOver(follower.id)) return null;
    } while (entries.length > 0);
    this.#enter(follower, room);
    return { mode: 'caught-up', seq };
  }

  /** Writes down which cases were told to whom. */
  #told(ids: Iterable<string>, audience: Audience, cases: readonly string[]): void {
    const witness = this.#witness;
    if (witness === null || cases.length === 0) return;
    const { picture } = this.#live;
    let seen: SeenCase[] | null = null;
    for (const id of ids) {
      const onlooker = this.#onlookers.get(id);
      if (onlooker === undefined) continue;
      seen ??= cases.flatMap((caseId) => {
        const one = picture.cases[caseId];
        return (one && seenCase(one, picture, audience)) ?? [];
      });
      witness.told(id, onlooker, seen);
    }
  }

  /** All who wait, room by room, with one message each. */
  #sendSnapshots(): void {
    this.#snapshotsDue = null;
    const began = this.#clockwork.elapsed();
    const { picture } = this.#live;
    for (const room of this.#rooms.values()) {
      if (room.waiting.size === 0) continue;
      const waiting = [...room.waiting.values()];
      room.waiting.clear();
      this.#standAt(room, picture.seq);
      const seen = projectPicture(picture, room.audience);
      const ids = waiting.map(({ follower }) => follower.id);
      this.#tell(ids, seen, room.audience.inbound);
      this.#meters.sent('snapshot', waiting.length);
      this.#told(ids, room.audience, Object.keys(seen.cases));
      for (const { follower, done } of waiting) {
        this.#enter(follower, room);
        done({ mode: 'snapshot', seq: picture.seq });
      }
    }
    this.#snapshotCost = this.#clockwork.elapsed() - began;
  }

  /** One message for all who want it whole, and one row of pieces for the others. */
  #tell(ids: readonly string[], seen: Picture, inbound: boolean): void {
    const head = { seq: seen.seq, ...this.#now() };
    const inPieces = ids.filter((id) => this.#inPieces.has(id));
    const whole = ids.filter((id) => !this.#inPieces.has(id));
    if (inPieces.length > 0) tellInPieces(this.#nsp.to(inPieces), (this.#serial += 1), head, seen);
    if (whole.length === 0) return;
    const options = { now: this.#live.now(), inbound, texts: this.#texts.atHand };
    this.#nsp.to(whole).emit('snapshot', { ...head, picture: snapshotOf(seen, options) });
  }

  /** Brings the chain to the present seq, so that a socket can enter there. */
  #standAt(room: Room, seq: number): void {
    this.#flush();
    if (room.members.size === 0) room.seq = seq;
    else if (room.seq < seq) this.#send(room, seq, []);
  }

  #enter(follower: Follower, room: Room): void {
    room.members.set(follower.id, follower);
    // In one process this takes effect at once.
    void follower.join(room.name);
  }

  /** The server's time, and what it cannot do just now. */
  #now(): Pick<EntriesMessage, 'now' | 'storage'> {
    const now = iso(this.#live.now());
    const trouble = this.#storage?.trouble ?? null;
    if (trouble === null) return { now };
    return { now, storage: { fault: trouble.fault, since: iso(trouble.since) } };
  }
}

function casesIn(entries: readonly AudienceEntry[]): string[] {
  return [...new Set(entries.flatMap(({ shown }) => shown?.cases.map(({ id }) => id) ?? []))];
}
