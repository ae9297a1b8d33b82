import type { AccountsDatabase } from '../accounts.ts';
import type { Postgres } from './open.ts';
import { account, passkey, session, twoFactor, user, verification } from './schema/access.ts';

/** Accounts and sessions on PostgreSQL. */
export function postgresAccounts({ drizzle }: Postgres): AccountsDatabase {
  return {
    provider: 'pg',
    drizzle: drizzle as unknown as AccountsDatabase['drizzle'],
    schema: { user, session, account, verification, twoFactor, passkey },
    // As on SQLite; the driver's transactions do not survive a cut connection (transactions.ts).
    transaction: false,
  };
}
