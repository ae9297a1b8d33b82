/** All that is kept, to see that it did not move: per table a hash of its rows, but for what every request moves. */
import { hash } from 'node:crypto';
import type { Harness } from './harness.ts';

/** When somebody or something was last seen, and who looked at what: each request says so, also one that is refused. */
const MOVED_BY_ASKING = /^(?:last_?used_?at|last_?seen_?at|updated_?at|last_?request)$/i;

/** Written at a time of their own: by the watch over silent feeds, and by what follows the ledger, which is looked at itself. */
const WRITTEN_BEHIND = [
  ...['feed_health', 'decision_log', 'reader_positions', 'snapshots', 'stop_counts', 'stop_log'],
  'unit_trends',
];
/** How far a webhook has come, and until when a session that is used goes on. */
const MOVED_BEHIND: Record<string, RegExp> = {
  webhooks: /^(?:seq|attempts|first_attempt_at|next_at|failing_since|last_\w+|delivered)$/,
  session: /^expires_at$/,
};

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
      .filter((name) => !WRITTEN_BEHIND.includes(name))
      .map((name) => {
        const rows = sqlite.prepare<[], object>(`select * from "${name}"`).all();
        const text = JSON.stringify(rows, (key, value: unknown) =>
          MOVED_BY_ASKING.test(key) || MOVED_BEHIND[name]?.test(key) === true ? undefined : value,
        );
        return [name, hash('sha256', text)];
      }),
  );
  last.set(h, { changes, state });
  return state;
}
