/** On an empty installation: a link, printed at start, by which the first administrator makes an account. It works once. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccountRecord, Accounts } from './accounts.ts';
import type { Auth } from './auth.ts';

const IDENTIFIER = 'first-administrator';
export const LINK_HOURS = 24;

export class FirstAdministrator {
  readonly #auth: Auth;
  readonly #accounts: Accounts;
  readonly #clock: () => number;

  constructor(auth: Auth, accounts: Accounts, clock: () => number) {
    this.#auth = auth;
    this.#accounts = accounts;
    this.#clock = clock;
  }

  /** The token of a new link, of which only the hash is kept; an earlier one ends. Null when there is an account already. */
  async invite(): Promise<string | null> {
    if (!(await this.#accounts.none())) return null;
    const { internalAdapter } = await this.#auth.$context;
    await internalAdapter.deleteVerificationByIdentifier(IDENTIFIER);
    const token = randomBytes(32).toString('base64url');
    await internalAdapter.createVerificationValue({
      identifier: IDENTIFIER,
      value: hash('sha256', token, 'hex'),
      expiresAt: new Date(this.#clock() + LINK_HOURS * 3_600_000),
    });
    return token;
  }

  /** Null for a token that is unknown, used or too old, or when there is an account already. */
  async accept(order: {
    token: string;
    email: string;
    password: string;
  }): Promise<AccountRecord | null> {
    const { internalAdapter } = await this.#auth.$context;
    const kept = await internalAdapter.findVerificationValue(IDENTIFIER);
    if (kept === null || kept.expiresAt.getTime() <= this.#clock()) return null;
    const given = Buffer.from(hash('sha256', order.token, 'hex'));
    const wanted = Buffer.from(kept.value);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
    // Taken by one caller only, however many come at once.
    if ((await internalAdapter.consumeVerificationValue(IDENTIFIER)) === null) return null;
    if (!(await this.#accounts.none())) return null;
    const made = await this.#accounts.create({
      email: order.email,
      password: order.password,
      role: 'administrator',
      scope: { room: null, facilities: [], regions: [] },
    });
    return typeof made === 'string' ? null : made;
  }
}
