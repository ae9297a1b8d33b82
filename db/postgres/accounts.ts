import { and, eq, or } from 'drizzle-orm';
import { rowsOfProvided, type AccountsDatabase } from '../accounts.ts';
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
      // One statement, which needs no transaction of the driver's.
      const made = drizzle
        .$with('made')
        .as(drizzle.insert(user).values(rows.user).returning({ id: user.id }));
      await drizzle.with(made).insert(account).values(rows.account);
    },
  };
}
