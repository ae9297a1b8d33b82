/**
 * Sockets that read too slowly. They are told no entries; once they have read all that waits for them they begin anew with a
 * snapshot, which is shorter than what they missed. Who does not read on is shown out. So nobody's slowness costs memory.
 */
import type { Audience } from '#domain/audience/project.ts';
import type { FollowReply } from '#wire/live.ts';
import type { Follower } from './audiences.ts';
import type { Backlog } from './backlog.ts';
import type { LiveLimits, LiveMeters } from './ports.ts';

export interface Laggard {
  follower: Follower;
  audience: Audience;
  /** Answers its last question to follow. */
  done: (reply: FollowReply) => void;
  /** Heartbeats since it was told nothing more. */
  beats: number;
}

/** Heartbeats, about a minute: a dashboard gives a silent connection up long before. */
const PATIENCE = 40;
/** Of the bounds: answers and refusals are sent whatever waits, and this is where that ends too. */
const HOPELESS = 4;

export class Laggards {
  readonly #all = new Map<string, Laggard>();
  readonly #backlog: (id: string) => Backlog;
  readonly #limits: Pick<LiveLimits, 'waitingBytes' | 'waitingMessages'>;
  readonly #meters: LiveMeters;

  constructor(
    backlog: (id: string) => Backlog,
    limits: Pick<LiveLimits, 'waitingBytes' | 'waitingMessages'>,
    meters: LiveMeters,
  ) {
    this.#backlog = backlog;
    this.#limits = limits;
    this.#meters = meters;
  }

  /** More waits for it than may. */
  isOver(id: string, times = 1): boolean {
    const { messages, bytes } = this.#backlog(id);
    const { waitingBytes, waitingMessages } = this.#limits;
    return bytes > times * waitingBytes || messages > times * waitingMessages;
  }

  has(id: string): boolean {
    return this.#all.has(id);
  }

  /** A later question takes the place of an earlier one: the snapshot answers both. */
  add(follower: Follower, audience: Audience, done: Laggard['done'] = () => undefined): void {
    const known = this.#all.get(follower.id);
    if (known === undefined) this.#meters.lagging(1);
    this.#all.set(follower.id, { follower, audience, done, beats: known?.beats ?? 0 });
  }

  /** Its snapshot will be of another audience. False: it does not lag. */
  move(id: string, audience: Audience): boolean {
    const known = this.#all.get(id);
    if (known !== undefined) known.audience = audience;
    return known !== undefined;
  }

  left(id: string): void {
    if (this.#all.delete(id)) this.#meters.lagging(-1);
  }

  /** Takes those out that have read everything; to be asked once a heartbeat. */
  takeReady(): Laggard[] {
    const ready: Laggard[] = [];
    for (const [id, laggard] of this.#all) {
      laggard.beats += 1;
      const { messages, sending } = this.#backlog(id);
      if (messages > 0 || sending) continue;
      ready.push(laggard);
      this.left(id);
    }
    return ready;
  }

  /** Neither reads on nor leaves room for an answer. */
  isHopeless(id: string): boolean {
    return (this.#all.get(id)?.beats ?? 0) > PATIENCE || this.isOver(id, HOPELESS);
  }
}
