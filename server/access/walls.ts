/**
 * Wall screens: nobody types a password on one. A screen asks and shows a code; a chair enters it; from then on the secret in the
 * screen's own cookie is its sign-in. Of secret and code only hashes are kept; a code works once and for ten minutes.
 */
import { createHmac, hash, randomBytes, randomInt } from 'node:crypto';
import type { KnownWall, StoredWall, WallStore } from '../../db/walls.ts';
import type { SlowDown } from '#domain/access/slow-down.ts';
import { HOUR, iso, MINUTE, ms } from '#domain/clock.ts';
import { CODE_MINUTES, makeCode, readCode } from '#domain/walls/code.ts';
import type { WallSetup } from '#domain/walls/setup.ts';
import type { PairingCode } from '#wire/walls.ts';
import type { AccessEvents } from './events.ts';
import { GuessLimiter, type GuessLimiterParts, type Turn } from './guess-limiter.ts';
import { networkOf } from './place.ts';

/** A screen that was not heard for so long must be signed in anew. */
export const WALL_DAYS = 30;
const DAY = 24 * HOUR;
const SECRET_FORM = /^[A-Za-z0-9_-]{43}$/;
/** A screen's being there is noted at most so often. */
const TOUCH_MS = 10 * MINUTE;
/** Wrong codes of one account, and generously of one address: another chair there is not held up by a few mistakes. */
const GUESSES: SlowDown = {
  ...{ free: 10, underWay: 20 },
  ...{ firstWaitMs: 2 * MINUTE, longestWaitMs: 15 * MINUTE, forgiveMs: 15 * MINUTE },
};
const GUESSES_OF_ADDRESS: SlowDown = { ...GUESSES, free: 30, forgiveMs: 2 * MINUTE };
/** New codes of one address, sixty and then one in ten seconds: a room full of screens, not a flood. Each counts. */
const ASKS: SlowDown = {
  ...{ free: 60, underWay: 60 },
  ...{ firstWaitMs: MINUTE / 6, longestWaitMs: MINUTE, forgiveMs: MINUTE / 6 },
};

export interface WallsParts {
  store: WallStore;
  guesses: GuessLimiterParts;
  events: AccessEvents;
  /** Milliseconds. */
  clock: () => number;
  newId: () => string;
  /** Of the installation: without it a kept hash of so short a code could be tried out. */
  secret: string;
}

export class Walls {
  readonly #parts: WallsParts;
  readonly #guesses: GuessLimiter;

  constructor(parts: WallsParts) {
    this.#parts = parts;
    this.#guesses = new GuessLimiter(parts.guesses);
  }

  /** Before a code is entered by an account at an address. */
  beginGuess(account: string, address: string | null): Promise<Turn> {
    return this.#guesses.begin([
      { name: `wall code account ${account}`, rule: GUESSES },
      {
        name: `wall code address ${networkOf(address)}`,
        rule: GUESSES_OF_ADDRESS,
        outlivesSuccess: true,
      },
    ]);
  }

  /** Before a screen at an address is given a code; to be ended as a failure. */
  beginAsk(address: string | null): Promise<Turn> {
    const name = `wall ask address ${networkOf(address)}`;
    return this.#guesses.begin([{ name, rule: ASKS, outlivesSuccess: true }]);
  }

  /**
   * A new code for the screen that holds the secret, or for a new screen.
   * @returns null when the screen is signed in already; `secret` is set when it must be given to the screen.
   */
  async ask(secret: string | undefined): Promise<(PairingCode & { secret: string | null }) | null> {
    const { store, clock, newId } = this.#parts;
    const known = secret === undefined ? null : await this.#behind(secret);
    if (known !== null && known.paired !== null && this.#holds(known.paired)) return null;
    const now = clock();
    const expiresAt = iso(now + CODE_MINUTES * MINUTE);
    const code = makeCode((limit) => randomInt(limit));
    const told = { code, expiresAt, holdsMs: CODE_MINUTES * MINUTE };
    await store.forgetUnpaired(iso(now - DAY));
    if (known !== null && known.paired === null)
      if (await store.renewCode(known.id, this.#hashOf(code), expiresAt))
        return { ...told, secret: null };
    const made = randomBytes(32).toString('base64url');
    await store.ask({
      id: newId(),
      secretHash: hash('sha256', made, 'hex'),
      codeHash: this.#hashOf(code),
      codeExpiresAt: expiresAt,
      at: iso(now),
    });
    return { ...told, secret: made };
  }

  /** Where the screen with this secret stands. */
  async stateOf(
    secret: string | undefined,
  ): Promise<{ state: 'none' | 'waiting' | 'paired'; expiresAt: string | null }> {
    const nothing = { state: 'none', expiresAt: null } as const;
    const known = secret === undefined ? null : await this.#behind(secret);
    if (known === null) return nothing;
    if (known.paired !== null)
      return this.#holds(known.paired) ? { state: 'paired', expiresAt: null } : nothing;
    const { codeExpiresAt: until } = known;
    const waits = until !== null && ms(until) > this.#parts.clock();
    return waits ? { state: 'waiting', expiresAt: until } : nothing;
  }

  /** Signs in the screen that shows this code; null when no screen does, or no longer. */
  async pair(typed: string, order: { name: string; setup: WallSetup; by: string }) {
    const { store, clock } = this.#parts;
    const code = readCode(typed);
    if (code === null) return null;
    // Found by a keyed hash: how long that takes says nothing about the code.
    return store.pair({ codeHash: this.#hashOf(code), ...order, at: iso(clock()) });
  }

  /** The screen that holds this secret now; null for an unknown, waiting, expired or revoked one. */
  async verify(secret: string): Promise<StoredWall | null> {
    const known = await this.#behind(secret);
    if (known === null || known.paired === null || !this.#holds(known.paired)) return null;
    const { store, clock } = this.#parts;
    const { id, lastSeenAt } = known.paired;
    const now = clock();
    if (now - ms(lastSeenAt) < TOUCH_MS) return known.paired;
    await store.touch(id, iso(now));
    return { ...known.paired, lastSeenAt: iso(now) };
  }

  /** Those that hold now, by name. */
  async list(): Promise<StoredWall[]> {
    return (await this.#parts.store.list()).filter((one) => this.#holds(one));
  }

  async find(id: string): Promise<StoredWall | null> {
    const found = await this.#parts.store.find(id);
    return found !== null && this.#holds(found) ? found : null;
  }

  /** Holds at once: the screen is told to look again. Null when there is no such screen. */
  async change(id: string, name: string, setup: WallSetup): Promise<StoredWall | null> {
    const changed = await this.#parts.store.change(id, name, setup);
    if (changed !== null) this.#parts.events.emit({ what: 'session-ended', session: id });
    return changed;
  }

  /** False when there is no such screen. Holds at once; what the screen holds open ends. */
  async revoke(id: string): Promise<boolean> {
    const { store, clock, events } = this.#parts;
    const known = await store.revoke(id, iso(clock()));
    if (known) events.emit({ what: 'session-ended', session: id });
    return known;
  }

  #behind(secret: string): Promise<KnownWall | null> {
    return SECRET_FORM.test(secret)
      ? this.#parts.store.findBySecret(hash('sha256', secret, 'hex'))
      : Promise.resolve(null);
  }

  #holds(wall: StoredWall): boolean {
    return wall.revokedAt === null && ms(expiryOf(wall)) > this.#parts.clock();
  }

  #hashOf(code: string): string {
    return createHmac('sha256', this.#parts.secret).update(`wall code ${code}`).digest('hex');
  }
}

/** When a screen that is not heard any more must be signed in anew. */
export function expiryOf(wall: StoredWall): string {
  return iso(ms(wall.lastSeenAt) + WALL_DAYS * DAY);
}
