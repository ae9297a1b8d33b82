/** API keys of machines: shown once, kept as a hash, scoped, expiring, revocable. */
import { createHmac, hash, randomBytes } from 'node:crypto';
import type { ApiKeyStore, StoredApiKey } from '../../db/api-keys.ts';
import { iso, ms } from '#domain/clock.ts';
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
    };
    await store.insert(stored);
    return { key, stored };
  }

  /** The key of an id that was issued as repeatable: nothing of it is kept, it is reckoned from the installation's secret. */
  repeat(id: string): string {
    const bytes = createHmac('sha256', this.#parts.secret).update(`api key ${id}`).digest();
    return `${KEY_PREFIX}${bytes.toString('base64url')}`;
  }

  /** The key as it was issued, if it holds now; null for an unknown, expired or revoked one. */
  async verify(key: string): Promise<StoredApiKey | null> {
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
    if (found === null || found.revokedAt !== null || ms(found.expiresAt) <= now) return null;
    return found;
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
