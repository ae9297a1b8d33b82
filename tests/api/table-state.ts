/** All that is kept, to see that it did not move: per table a hash of its rows, but for what every request moves. */
import { hash } from 'node:crypto';
import type { Harness } from './harness.ts';

/** When somebody or something was last seen, and who looked at what: each request says so, also one that is refused. */
const MOVED_BY_ASKING = /^(?:last_?used_?at|last_?seen_?at|updated_?at|last_?request)$/i;

/** Written by the watch over silent feeds, at its own time. */
const BY_THE_WATCH = ['feed_health'];

/** Of the same number of changed rows nothing has moved since. */
const last = new WeakMap<Harness, { changes: number; state: Record<string, string> }>();

export function stateOf(h: Harness): Record<string, string> {
  const { sqlite } = h.stores.database;
  const changes = sqlite.prepare<[], number>('select total_changes()').pluck().get() ?? 0;
  const known = last.get(h);
  if (known?.changes === changes) return known.state;
  const tables = sqlite
    .prepare<[], string>("select name from sqlite_master where type = 'table' order by name")
    .pluck()
    .all();
  const state = Object.fromEntries(
    tables
      .filter((name) => !BY_THE_WATCH.includes(name))
      .map((name) => {
        const rows = sqlite.prepare<[], object>(`select * from "${name}"`).all();
        const text = JSON.stringify(rows, (key, value: unknown) =>
          MOVED_BY_ASKING.test(key) ? undefined : value,
        );
        return [name, hash('sha256', text)];
      }),
  );
  last.set(h, { changes, state });
  return state;
}
