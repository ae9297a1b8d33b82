/** API keys of machines: shown once, kept as a hash, scoped, expiring, revocable. */
import { createHmac, hash, randomBytes } from 'node:crypto';
import type { ApiKeyStore, StoredApiKey } from '../../db/api-keys.ts';
import { HOUR, iso, ms } from '#domain/clock.ts';
import type { AccessEvents } from './events.ts';
import type { KeyScope } from './scope.ts';

export const KEY_PREFIX = 'spk_';
const KEY_FORM = /^spk_[A-Za-z0-9_-]{43}$/;
/** A lookup is believed for so long: another server's revocation is seen within it. */
const CACHED_MS = 5_000;
const MOST_CACHED = 2_000;

export interface KeyRingParts {
  store: ApiKeyStore;
  events: AccessEvents;
  /** Milliseconds. */
  clock: () => number;
  newId: () => string;
  secret: string;
  onFault?: (fault: unknown) => void;
}

/** A rotation that is not possible now. */
export type RotationRefusal = 'UNKNOWN_KEY' | 'KEY_OVER' | 'KEY_ROTATING';

export interface IssuedKey {
  /** The key itself: this once. */
  key: string;
  stored: StoredApiKey;
}

export class KeyRing {
  readonly #parts: KeyRingParts;
  readonly #cache = new Map<string, { found: StoredApiKey | null; until: number }>();

  constructor(parts: KeyRingParts) {
    this.#parts = parts;
    // Also what another server did to a key.
    parts.events.on((event) => {
      if (event.what === 'key-revoked' || event.what === 'key-rotated') this.#cache.clear();
    });
  }

  /**
   * @param expiresAt ISO time, later than now.
   * @param repeatable the request may come again under its idempotency key: the key is then one that can be said again.
   */
  async issue(
    order: { name: string; scope: KeyScope; expiresAt: string; createdBy: string },
    repeatable = false,
  ): Promise<IssuedKey> {
    const { store, clock, newId } = this.#parts;
    const id = newId();
    const key = repeatable
      ? this.repeat(id)
      : `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
    const stored: StoredApiKey = {
      id,
      name: order.name,
      hash: hash('sha256', key, 'hex'),
      prefix: key.slice(0, KEY_PREFIX.length + 6),
      role: 'machine',
      scope: order.scope,
      createdAt: iso(clock()),
      expiresAt: order.expiresAt,
      revokedAt: null,
      lastUsedAt: null,
      createdBy: order.createdBy,
      rotatedAt: null,
      previous: null,
    };
    await store.insert(stored);
    return { key, stored };
  }

  /**
   * Another secret for the same key: rights, owner of what it sends and expiry's length stay. The secret before goes on for a while.
   * @param overlapHours 0 or more; never beyond the key's own end
   * @param expiresAt ISO time, later than now; default as long from now as the key was given before
   */
  async rotate(
    id: string,
    { overlapHours, expiresAt }: { overlapHours: number; expiresAt?: string | undefined },
    repeatable = false,
  ): Promise<IssuedKey | RotationRefusal> {
    const { store, clock, events } = this.#parts;
    const now = clock();
    const found = (await store.list()).find((one) => one.id === id);
    if (found === undefined) return 'UNKNOWN_KEY';
    if (found.revokedAt !== null || ms(found.expiresAt) <= now) return 'KEY_OVER';
    // A third secret would end the first one unseen.
    if (found.previous !== null && ms(found.previous.until) > now) return 'KEY_ROTATING';
    const at = iso(now);
    const key = repeatable
      ? this.repeat(id, at)
      : `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
    const lasted = ms(found.expiresAt) - ms(found.rotatedAt ?? found.createdAt);
    const stored = await store.rotate({
      id,
      seen: found.hash,
      hash: hash('sha256', key, 'hex'),
      prefix: key.slice(0, KEY_PREFIX.length + 6),
      at,
      expiresAt: expiresAt ?? iso(now + lasted),
      previousUntil: iso(Math.min(now + overlapHours * HOUR, ms(found.expiresAt))),
    });
    if (stored === null) return 'KEY_ROTATING';
    events.emit({ what: 'key-rotated', key: id });
    return { key, stored };
  }

  /** The secret before holds no longer from now on. False when there is no such key. */
  async endPrevious(id: string): Promise<boolean> {
    const { store, clock, events } = this.#parts;
    const known = await store.endPrevious(id, iso(clock()));
    if (known) events.emit({ what: 'key-rotated', key: id });
    return known;
  }

  /**
   * The secret of a key that was issued or rotated as repeatable: nothing of it is kept, it is reckoned from the installation's.
   * @param rotatedAt of its last rotation; null: at its issue
   */
  repeat(id: string, rotatedAt: string | null = null): string {
    const of = rotatedAt === null ? `api key ${id}` : `api key ${id} rotated ${rotatedAt}`;
    const bytes = createHmac('sha256', this.#parts.secret).update(of).digest();
    return `${KEY_PREFIX}${bytes.toString('base64url')}`;
  }

  /** The key, if this secret of it holds now; null for an unknown, expired, revoked or replaced one. `until`: when that ends. */
  async verify(key: string): Promise<(StoredApiKey & { until: string }) | null> {
    if (!KEY_FORM.test(key)) return null;
    const { store, clock, onFault } = this.#parts;
    const hashed = hash('sha256', key, 'hex');
    const now = clock();
    let known = this.#cache.get(hashed);
    if (known === undefined || known.until <= now) {
      known = { found: await store.findByHash(hashed), until: now + CACHED_MS };
      if (this.#cache.size >= MOST_CACHED) this.#cache.clear();
      this.#cache.set(hashed, known);
      if (known.found !== null)
        store.touch(known.found.id, iso(now)).catch((fault: unknown) => onFault?.(fault));
    }
    const { found } = known;
    if (found === null || found.revokedAt !== null) return null;
    const { previous } = found;
    const until = previous?.hash === hashed ? previous.until : found.expiresAt;
    return ms(until) <= now ? null : { ...found, until };
  }

  /** The key with this id, if it holds now: for what works on its behalf. */
  async holding(id: string): Promise<StoredApiKey | null> {
    const found = (await this.#parts.store.list()).find((one) => one.id === id);
    if (found === undefined || found.revokedAt !== null) return null;
    return ms(found.expiresAt) > this.#parts.clock() ? found : null;
  }

  list(): Promise<StoredApiKey[]> {
    return this.#parts.store.list();
  }

  /** False when there is no such key. Holds at once; what the key holds open is told to end. */
  async revoke(id: string): Promise<boolean> {
    const { store, clock, events } = this.#parts;
    const known = await store.revoke(id, iso(clock()));
    if (!known) return false;
    this.#cache.clear();
    events.emit({ what: 'key-revoked', key: id });
    return true;
  }
}
