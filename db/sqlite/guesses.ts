import { and, eq, gte, inArray, lt, lte, sql } from 'drizzle-orm';
import type { GuessStore } from '../guesses.ts';
import { guess_counts, known_places } from '../schema/guesses.ts';
import type { Database } from './open.ts';

/** Failed guesses and known places on SQLite. */
export function openGuessStore({ drizzle }: Database): GuessStore {
  return {
    async read(names) {
      const rows = drizzle
        .select()
        .from(guess_counts)
        .where(inArray(guess_counts.name, [...names]))
        .all();
      return new Map(
        rows.map((row) => [row.name, { forgottenAt: row.forgotten_at, waitUntil: row.wait_until }]),
      );
    },
    async add(name, at, forgiveMs) {
      const row = drizzle
        .insert(guess_counts)
        .values({ name, forgotten_at: at + forgiveMs, wait_until: 0 })
        .onConflictDoUpdate({
          target: guess_counts.name,
          set: { forgotten_at: sql`max(${guess_counts.forgotten_at}, ${at}) + ${forgiveMs}` },
        })
        .returning()
        .get();
      return { forgottenAt: row.forgotten_at, waitUntil: row.wait_until };
    },
    async hold(name, until) {
      drizzle
        .update(guess_counts)
        .set({ wait_until: until })
        .where(and(eq(guess_counts.name, name), lt(guess_counts.wait_until, until)))
        .run();
    },
    async claim(name, seen, until) {
      const { changes } = drizzle
        .update(guess_counts)
        .set({ wait_until: until })
        .where(and(eq(guess_counts.name, name), eq(guess_counts.wait_until, seen)))
        .run();
      return changes === 1;
    },
    async forget(name) {
      drizzle.delete(guess_counts).where(eq(guess_counts.name, name)).run();
    },
    async knownPlaces(account, places, since) {
      return drizzle
        .select({ place: known_places.place })
        .from(known_places)
        .where(
          and(
            eq(known_places.account, account),
            inArray(known_places.place, [...places]),
            gte(known_places.seen_at, since),
          ),
        )
        .all()
        .map((row) => row.place);
    },
    async rememberPlace(account, place, at) {
      drizzle
        .insert(known_places)
        .values({ account, place, seen_at: at })
        .onConflictDoUpdate({
          target: [known_places.account, known_places.place],
          set: { seen_at: at },
        })
        .run();
    },
    async prune(now, placesBefore) {
      drizzle
        .delete(guess_counts)
        .where(and(lte(guess_counts.forgotten_at, now), lte(guess_counts.wait_until, now)))
        .run();
      drizzle.delete(known_places).where(lt(known_places.seen_at, placesBefore)).run();
    },
  };
}
