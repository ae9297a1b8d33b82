import { eq } from 'drizzle-orm';
import type { Postgres } from './open.ts';
import { kept_secrets } from './schema/installation.ts';

/** Of the secret that signs sessions. */
export const SECRET_NAME = 'sessions';

/** The secret that stands in the database, or the given one from now on: servers that start together get the same. */
export async function keptSecret({ drizzle }: Postgres, fresh: string): Promise<string> {
  await drizzle
    .insert(kept_secrets)
    .values({ name: SECRET_NAME, secret: fresh })
    .onConflictDoNothing();
  const [row] = await drizzle.select().from(kept_secrets).where(eq(kept_secrets.name, SECRET_NAME));
  if (row === undefined) throw new Error('the secret of the installation cannot be kept');
  return row.secret;
}
