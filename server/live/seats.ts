/** By which rights each follower follows: those that it has by now, with the cases whose glass its account broke. */
import { audienceOf, withOpened, type Principal } from '#domain/access/table.ts';
import { everOpened, openedBy } from '#domain/accountability/break-glass.ts';
import { audienceKey, type Audience } from '#domain/audience/project.ts';
import type { Change } from '../desk/live-picture.ts';
import type { Follower } from './audiences.ts';
import type { FollowedPicture } from './ports.ts';

interface Seat {
  follower: Follower;
  principal: () => Principal;
  audience: Audience;
}

export class Seats {
  readonly #live: Pick<FollowedPicture, 'picture' | 'now'>;
  readonly #move: (follower: Follower, audience: Audience) => void;
  readonly #seats = new Map<string, Seat>();
  /** Somebody follows a case that they opened. */
  #opens = false;

  /** @param move told of each follower that is to be shown something else from now on */
  constructor(
    live: Pick<FollowedPicture, 'picture' | 'now'>,
    move: (follower: Follower, audience: Audience) => void,
  ) {
    this.#live = live;
    this.#move = move;
  }

  /** `goesOn`: what it holds already can be gone on with; otherwise it begins with a snapshot. */
  take(follower: Follower, principal: () => Principal): { audience: Audience; goesOn: boolean } {
    const { picture } = this.#live;
    const audience = audienceNow(principal(), openedBy(picture, this.#live.now()));
    this.#seats.set(follower.id, { follower, principal, audience });
    this.#opens ||= audience.opened !== undefined;
    return { audience, goesOn: !everOpened(picture, principal().actor.id) };
  }

  left(id: string): void {
    this.#seats.delete(id);
  }

  /**
   * A glass was broken or its time is over: those concerned are moved before they are told anything else. Without changes: time passed.
   */
  changed(changes?: readonly Change[]): void {
    const broken = changes?.some(({ entry }) => entry.kind === 'glass-broken') ?? true;
    if (!this.#opens && !broken) return;
    const opened = openedBy(this.#live.picture, this.#live.now());
    this.#opens = opened.size > 0;
    for (const seat of [...this.#seats.values()]) {
      const { id } = seat.principal().actor;
      if (seat.audience.opened === undefined && !opened.has(id)) continue;
      const audience = audienceNow(seat.principal(), opened);
      if (audienceKey(audience) === audienceKey(seat.audience)) continue;
      seat.audience = audience;
      this.#move(seat.follower, audience);
    }
  }
}

function audienceNow(principal: Principal, opened: ReadonlyMap<string, string[]>): Audience {
  return audienceOf(withOpened(principal, opened.get(principal.actor.id)));
}
