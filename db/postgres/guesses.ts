import { and, eq, gte, inArray, lt, lte, sql } from 'drizzle-orm';
import type { GuessStore } from '../guesses.ts';
import { touched } from './beside.ts';
import type { Postgres } from './open.ts';
import { guess_counts, known_places } from './schema/guesses.ts';

/** Failed guesses and known places on PostgreSQL. */
export function openGuessStore({ drizzle }: Postgres): GuessStore {
  return {
    async read(names) {
      const rows = await drizzle
        .select()
        .from(guess_counts)
        .where(inArray(guess_counts.name, [...names]));
      return new Map(
        rows.map((row) => [row.name, { forgottenAt: row.forgotten_at, waitUntil: row.wait_until }]),
      );
    },
    async add(name, at, forgiveMs) {
      const [row] = await drizzle
        .insert(guess_counts)
        .values({ name, forgotten_at: at + forgiveMs, wait_until: 0 })
        .onConflictDoUpdate({
          target: guess_counts.name,
          set: {
            forgotten_at: sql`greatest(${guess_counts.forgotten_at}, ${at}::bigint) + ${forgiveMs}::bigint`,
          },
        })
        .returning();
      if (row === undefined) throw new Error('an upsert gives its row');
      return { forgottenAt: row.forgotten_at, waitUntil: row.wait_until };
    },
    async hold(name, until) {
      await drizzle
        .update(guess_counts)
        .set({ wait_until: until })
        .where(and(eq(guess_counts.name, name), lt(guess_counts.wait_until, until)));
    },
    async claim(name, seen, until) {
      const claimed = await drizzle
        .update(guess_counts)
        .set({ wait_until: until })
        .where(and(eq(guess_counts.name, name), eq(guess_counts.wait_until, seen)));
      return touched(claimed) === 1;
    },
    async forget(name) {
      await drizzle.delete(guess_counts).where(eq(guess_counts.name, name));
    },
    async knownPlaces(account, places, since) {
      const rows = await drizzle
        .select({ place: known_places.place })
        .from(known_places)
        .where(
          and(
            eq(known_places.account, account),
            inArray(known_places.place, [...places]),
            gte(known_places.seen_at, since),
          ),
        );
      return rows.map((row) => row.place);
    },
    async rememberPlace(account, place, at) {
      await drizzle
        .insert(known_places)
        .values({ account, place, seen_at: at })
        .onConflictDoUpdate({
          target: [known_places.account, known_places.place],
          set: { seen_at: at },
        });
    },
    async prune(now, placesBefore) {
      await drizzle
        .delete(guess_counts)
        .where(and(lte(guess_counts.forgotten_at, now), lte(guess_counts.wait_until, now)));
      await drizzle.delete(known_places).where(lt(known_places.seen_at, placesBefore));
    },
  };
}
