/**
 * Accounts that come from the provider of sign-in: which they are, and whose. One is the provider's as long as this installation has
 * that provider; without it an administrator may invite its owner to choose a password, as for any other.
 */
import type { AccountsDatabase, NewProvided } from '../../db/accounts.ts';
import type { Auth } from './auth.ts';

/** Before the issuer, in the name of a provider. */
const PREFIX = 'oidc:';
const CREDENTIAL = 'credential';
const MOST_LISTED = 5_000;

export interface ProvidedParts {
  auth: Auth;
  database: Pick<AccountsDatabase, 'addProvided'>;
  /** Of the provider; null without one. */
  issuer: string | null;
  newId: () => string;
  /** Milliseconds. */
  clock: () => number;
}

export class ProvidedAccounts {
  readonly #parts: ProvidedParts;
  readonly #auth: Auth;
  /** Its name among better-auth's; null without a provider. */
  readonly #provider: string | null;

  constructor(parts: ProvidedParts) {
    this.#parts = parts;
    this.#auth = parts.auth;
    this.#provider = providerOf(parts.issuer);
  }

  /** Ids of all that are. */
  async ids(): Promise<ReadonlySet<string>> {
    if (this.#provider === null) return new Set();
    const { adapter } = await this.#auth.$context;
    const rows = await adapter.findMany<{ userId: string }>({
      model: 'account',
      where: [{ field: 'providerId', value: this.#provider }],
      limit: MOST_LISTED,
    });
    return new Set(rows.map((row) => row.userId));
  }

  has(account: string): Promise<boolean> {
    return this.#auth.$context.then((context) => isProvided(context, this.#provider, account));
  }

  /** The account of this one; null when he has none yet. */
  async of(subject: string): Promise<string | null> {
    const { internalAdapter } = await this.#auth.$context;
    return (await internalAdapter.findAccountByKey(this.key(subject)))?.userId ?? null;
  }

  /** By which better-auth knows whose it is. @throws without a provider */
  key(subject: string): { providerId: string; accountId: string } {
    if (this.#provider === null) throw new Error('there is no provider of sign-in');
    return { providerId: this.#provider, accountId: subject };
  }

  /**
   * An account for who never came before; its id. Both it and that it is his are there or neither: one that is nobody's would stand in
   * its owner's way. @throws when another has the address, or another server was first
   */
  async make(
    subject: string,
    rights: Pick<NewProvided, 'email' | 'emailVerified' | 'role' | 'scope'>,
  ): Promise<string> {
    const { database, newId, clock } = this.#parts;
    const id = newId();
    await database.addProvided({
      ...{ ...rights, email: rights.email.toLowerCase() },
      ...{ id, link: newId(), provider: this.key(subject), at: new Date(clock()) },
    });
    return id;
  }

  /** From now on the account is his; a password that it had opens nothing any more. */
  async take(account: string, subject: string): Promise<void> {
    const { internalAdapter } = await this.#auth.$context;
    await internalAdapter.linkAccount({ ...this.key(subject), userId: account });
    for (const one of await internalAdapter.findAccounts(account))
      if (one.providerId === CREDENTIAL) await internalAdapter.deleteAccount(one.id);
  }
}

/** What is asked of better-auth's context, whose own type would go round in a circle. */
interface Rows {
  findAccounts(account: string): Promise<{ providerId: string }[]>;
}

/** @returns null without an issuer. One provider, however its address is written. */
export function providerOf(issuer: string | null): string | null {
  return issuer === null ? null : `${PREFIX}${issuer.replace(/\/+$/, '')}`;
}

/** Whether the account signs in by this provider (`providerOf`). */
export async function isProvided(
  { internalAdapter }: { internalAdapter: Rows },
  provider: string | null,
  account: string,
): Promise<boolean> {
  if (provider === null) return false;
  const known = await internalAdapter.findAccounts(account);
  return known.some((one) => one.providerId === provider);
}
