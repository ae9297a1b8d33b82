import { randomUUID } from 'node:crypto';
import type { Report } from '../ledger.ts';
import type { Signals } from '../signals.ts';
import type { Postgres } from './open.ts';

const CHANNEL = 'spoedkaart_signals';

interface Letter {
  from: string;
  topic: string;
  value: unknown;
}

/** Between servers by NOTIFY; not for what must not be lost. */
export async function openSignals(
  { sql }: Postgres,
  report: Report,
): Promise<Signals & { close(): Promise<void> }> {
  const me = randomUUID();
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const listening = await sql.listen(CHANNEL, (payload) => {
    // Only servers of ours write there.
    const { from, topic, value } = JSON.parse(payload) as Letter;
    if (from === me) return;
    for (const listener of listeners.get(topic) ?? []) listener(value);
  });
  return {
    tell(topic, value) {
      const letter: Letter = { from: me, topic, value };
      sql
        .notify(CHANNEL, JSON.stringify(letter))
        .catch((error: unknown) => report(error, 'telling the other servers'));
    },
    on(topic, listener) {
      const all = listeners.get(topic) ?? new Set();
      listeners.set(topic, all.add(listener));
      return () => all.delete(listener);
    },
    async close() {
      await listening.unlisten().catch(() => undefined);
    },
  };
}
