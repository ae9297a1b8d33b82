/**
 * Visits by keyed hashes: HMAC-SHA-256 of facility and visit number under a secret of the facility that is changed every month and
 * erased when no visit needs it any more. Without the secret a hash leads nowhere. Source: capacity model, 3.4.
 */
import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { iso, ms } from '#domain/clock.ts';
import type { OccupancyStore } from '../../../db/occupancy.ts';

/** Days after which new visits get a new secret. */
export const SECRET_DAYS = 30;
const DAY_MS = 86_400_000;

interface Secret {
  id: string;
  /** Prepared once: taking it up anew for each hash would cost nine times the hash. */
  secret: KeyObject;
  from: string;
}

export class VisitKeys {
  readonly #store: OccupancyStore;
  readonly #clock: () => number;
  readonly #random: (bytes: number) => Buffer;
  readonly #secrets = new Map<string, Secret[]>();

  constructor(
    store: OccupancyStore,
    clock: () => number,
    random: (bytes: number) => Buffer = randomBytes,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
  }

  /** The hash under which the visit is kept: that of an older secret where it is known by one. */
  async keyOf(facility: string, number: string): Promise<string> {
    const secrets = await this.#current(facility);
    const [newest, ...older] = secrets.map((secret) => hashOf(secret, facility, number));
    for (const key of older) if (await this.#store.knows(facility, key)) return key;
    return newest ?? '';
  }

  async #current(facility: string): Promise<Secret[]> {
    let known = this.#secrets.get(facility) ?? (await this.#store.secrets(facility)).map(prepared);
    const now = this.#clock();
    const [newest] = known;
    if (newest === undefined || now - ms(newest.from) >= SECRET_DAYS * DAY_MS) {
      const made = {
        id: this.#random(6).toString('hex'),
        secret: this.#random(32),
        from: iso(now),
      };
      const since = iso(now - SECRET_DAYS * DAY_MS);
      known = (await this.#store.addSecret(facility, made, since)).map(prepared);
    }
    this.#secrets.set(facility, known);
    return known;
  }

  /** After an erasure: what is gone must not be used from memory. */
  forget(): void {
    this.#secrets.clear();
  }
}

const prepared = ({ id, secret, from }: { id: string; secret: Buffer; from: string }): Secret => ({
  ...{ id, from },
  secret: createSecretKey(secret),
});

/** The secret's name stands before the hash, so that one can see which secrets are still needed. */
function hashOf({ id, secret }: Secret, facility: string, number: string): string {
  const hash = createHmac('sha256', secret).update(`${facility}|${number}`).digest('base64url');
  return `${id}:${hash}`;
}
