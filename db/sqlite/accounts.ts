import { and, eq, or } from 'drizzle-orm';
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
    async administratorCalled(name) {
      const [found] = await drizzle
        .select({ id: user.id })
        .from(user)
        .where(
          and(
            or(eq(user.id, name), eq(user.email, name.toLowerCase())),
            eq(user.role, 'administrator'),
            eq(user.active, true),
          ),
        );
      return found?.id ?? null;
    },
    async addProvided(one) {
      const rows = rowsOfProvided(one);
      drizzle.transaction((tx) => {
        tx.insert(user).values(rows.user).run();
        tx.insert(account).values(rows.account).run();
      });
    },
  };
}
