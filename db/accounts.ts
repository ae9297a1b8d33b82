/** The tables of accounts and sessions as better-auth is given them: a drizzle database, its dialect and its tables. */

/** What better-auth's drizzle adapter asks for. The adapter checks the tables itself, so they have no type of their own here. */
export interface AccountsDatabase {
  provider: 'sqlite' | 'pg';
  drizzle: Record<string, unknown>;
  schema: Record<
    'user' | 'session' | 'account' | 'verification' | 'twoFactor' | 'passkey',
    unknown
  >;
  /** Whether several writes may be made in one transaction: better-sqlite3 knows synchronous ones only. */
  transaction: boolean;
  /**
   * Adds an account together with by whose word it is somebody's: both or neither, also where others write at the same time. Rejects
   * when there is one with the address, or another of the same subject.
   */
  addProvided(one: NewProvided): Promise<void>;
  /** Id of the open account of an administrator that goes by this id or e-mail address; null where there is none. */
  administratorCalled(name: string): Promise<string | null>;
}

/** An account that a provider of sign-in vouches for. */
export interface NewProvided {
  id: string;
  /** In small letters. */
  email: string;
  emailVerified: boolean;
  role: string;
  /** JSON. */
  scope: string;
  /** Of the provider, and its own name for the person. */
  provider: { providerId: string; accountId: string };
  /** Id of the row that says so. */
  link: string;
  at: Date;
}

/** The rows of both tables. */
export function rowsOfProvided({ id, email, emailVerified, role, scope, ...rest }: NewProvided) {
  const { provider, link, at } = rest;
  const times = { createdAt: at, updatedAt: at };
  return {
    // A work account has no person's name: the address says which desk it is.
    user: { id, email, name: email, emailVerified, role, scope, active: true, ...times },
    account: { id: link, userId: id, ...provider, ...times },
  };
}
