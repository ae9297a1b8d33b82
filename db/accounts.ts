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
}
