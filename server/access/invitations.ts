/**
 * Links by which somebody who was given an account chooses its password: nobody else ever knows it. A link works once and for a
 * week, and a newer one ends it. Only a random value is kept; the link is reckoned from it with the installation's secret, so that
 * neither the database alone nor an answer that is sent again gives anything away that was not meant for the asker.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { iso } from '#domain/clock.ts';
import type { AccountRecord, Accounts } from './accounts.ts';
import type { Auth } from './auth.ts';

export const INVITATION_DAYS = 7;
const DAY_MS = 86_400_000;
const PREFIX = 'invitation:';
const TOKEN_FORM = /^([\w-]{1,100})\.([\w-]{43})$/;
const MOST_LISTED = 5_000;

export interface Invitation {
  token: string;
  /** ISO time. */
  expiresAt: string;
}

export interface InvitationParts {
  auth: Auth;
  accounts: Accounts;
  secret: string;
  /** Milliseconds. */
  clock: () => number;
}

export class Invitations {
  readonly #parts: InvitationParts;

  constructor(parts: InvitationParts) {
    this.#parts = parts;
  }

  /** A new link for the account; an earlier one ends. */
  async invite(account: string): Promise<Invitation> {
    const { internalAdapter } = await this.#parts.auth.$context;
    await internalAdapter.deleteVerificationByIdentifier(PREFIX + account);
    const value = randomBytes(32).toString('base64url');
    const expiresAt = new Date(this.#parts.clock() + INVITATION_DAYS * DAY_MS);
    await internalAdapter.createVerificationValue({
      identifier: PREFIX + account,
      value,
      expiresAt,
    });
    return { token: this.#token(account, value), expiresAt: expiresAt.toISOString() };
  }

  /** The link that stands, to say it again to whoever asked for it; null when it was used or is too old. */
  async standing(account: string): Promise<Invitation | null> {
    const kept = await this.#kept(account);
    if (kept === null) return null;
    return {
      token: this.#token(account, kept.value),
      expiresAt: kept.expiresAt.toISOString(),
    };
  }

  /** Until when a link stands, by account. */
  async open(): Promise<Map<string, string>> {
    const { adapter } = await this.#parts.auth.$context;
    const rows = await adapter.findMany<{ identifier: string; expiresAt: Date }>({
      model: 'verification',
      where: [{ field: 'identifier', operator: 'starts_with', value: PREFIX }],
      limit: MOST_LISTED,
    });
    const now = this.#parts.clock();
    return new Map(
      rows
        .filter((row) => row.expiresAt.getTime() > now)
        .map((row) => [row.identifier.slice(PREFIX.length), iso(row.expiresAt.getTime())]),
    );
  }

  /** Address of the account that a link is for; null for a link that is unknown, used or too old. */
  async emailOf(token: string): Promise<string | null> {
    const account = await this.#accountOf(token);
    return account === null ? null : ((await this.#parts.accounts.find(account))?.email ?? null);
  }

  /** Null for a link that is unknown, used or too old, or whose account is closed. */
  async accept(token: string, password: string): Promise<AccountRecord | null> {
    const account = await this.#accountOf(token);
    if (account === null) return null;
    const { internalAdapter } = await this.#parts.auth.$context;
    // Taken by one caller only, however many come at once.
    if ((await internalAdapter.consumeVerificationValue(PREFIX + account)) === null) return null;
    const known = await this.#parts.accounts.find(account);
    if (known === null || !known.active) return null;
    const { role, scope, active } = known;
    const changed = await this.#parts.accounts.change(account, { role, scope, active, password });
    return typeof changed === 'string' ? null : changed;
  }

  async #accountOf(token: string): Promise<string | null> {
    const [, account] = TOKEN_FORM.exec(token) ?? [];
    if (account === undefined) return null;
    const kept = await this.#kept(account);
    return kept !== null && same(token, this.#token(account, kept.value)) ? account : null;
  }

  async #kept(account: string): Promise<{ value: string; expiresAt: Date } | null> {
    const { internalAdapter } = await this.#parts.auth.$context;
    const kept = await internalAdapter.findVerificationValue(PREFIX + account);
    return kept === null || kept.expiresAt.getTime() <= this.#parts.clock() ? null : kept;
  }

  #token(account: string, value: string): string {
    const mac = createHmac('sha256', this.#parts.secret).update(`${PREFIX}${account} ${value}`);
    return `${account}.${mac.digest('base64url')}`;
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
