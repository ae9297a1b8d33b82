import { rowsOfProvided, type AccountsDatabase } from '../accounts.ts';
import { account, passkey, session, twoFactor, user, verification } from '../schema/access.ts';
import type { Database } from './open.ts';

/** Accounts and sessions on SQLite. */
export function sqliteAccounts({ drizzle }: Database): AccountsDatabase {
  return {
    provider: 'sqlite',
    drizzle: drizzle as unknown as AccountsDatabase['drizzle'],
    schema: { user, session, account, verification, twoFactor, passkey },
    transaction: false,
    async addProvided(one) {
      const rows = rowsOfProvided(one);
      drizzle.transaction((tx) => {
        tx.insert(user).values(rows.user).run();
        tx.insert(account).values(rows.account).run();
      });
    },
  };
}
