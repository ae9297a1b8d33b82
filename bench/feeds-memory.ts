import { MllpLine } from '../seed/simulator/feeds/mllp-line.ts';
import { ask, hear, start } from './fan-out/messages.ts';
import { lowest, SENDERS, type Held, type MemoryOrder, type MemoryReady } from './feeds/memory.ts';
import { movement } from './feeds/messages.ts';
import { type Bench, type Row } from './support/bench.ts';

/** BENCH_MESSAGES makes it shorter, for trying it out. */
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 1_000_000);
const SAMPLE = MESSAGES / 20;
/** Between two erasures, simulated; the server does it every hour. */
const ERASE_EVERY = SAMPLE / 4;
/** Simulated time in which the messages come: fifty hospitals, 1,430 a day each. */
const DAYS = 14;
export const feedsMemory: Bench = {
  name: 'feeds-memory',
  how:
    `${MESSAGES.toLocaleString('en-GB')} ADT messages of ${SENDERS} hospitals over ${SENDERS} lines of MLLP in ${DAYS} simulated days: visits come, move, are ` +
    'looked at and leave. The heap after two forced collections, the resident set and the database at every twentieth; the lowest of each quarter, because the last ' +
    'entries are remembered and dropped in heaps. Visits are kept 72 hours after their last word and numbers of messages 7 days; the ledger of counts keeps growing, as it must.',
  async run() {
    const server = start('../feeds/memory-server.ts');
    const ready = await hear<MemoryReady>(server);
    const lines = ready.senders.map(() => new MllpLine(ready.line));
    const samples: { sent: number; held: Held }[] = [];
    try {
      const timeOf = (sent: number) => ready.now + (sent / MESSAGES) * DAYS * 86_400_000;
      for (let sent = 0; sent < MESSAGES;) {
        const from = sent;
        // The clock goes first: what is written in this stretch lies behind it.
        await ask(server, { now: timeOf(sent + ERASE_EVERY), erase: false, look: false });
        await Promise.all(
          lines.map(async (line, n) => {
            const each = ERASE_EVERY / lines.length;
            for (let i = 0; i < each; i += 1) {
              const nth = from / lines.length + i;
              const at = Math.round(timeOf(from + i * lines.length));
              const code = await line.send(movement(n, ready.senders[n] ?? '', nth, at));
              if (code !== 'AA') throw new Error(`a movement was answered ${code}`);
            }
          }),
        );
        sent += ERASE_EVERY;
        const look = sent % SAMPLE === 0;
        const order: MemoryOrder = { now: timeOf(sent), erase: true, look };
        const held = await ask<Held>(server, order);
        if (!look) continue;
        samples.push({ sent, held });
        console.error(lineOf(sent, held));
      }
      return rowsOf(samples);
    } finally {
      for (const line of lines) line.close();
      if (server.connected) server.disconnect();
    }
  },
};

const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

function lineOf(sent: number, { heap, rss, visitBytes, fileBytes, rows }: Held): string {
  const counts = Object.entries(rows).map(([table, count]) => `${table} ${count}`);
  return `${sent}: heap ${mib(heap)}, resident ${mib(rss)}, visits ${mib(visitBytes)}, file ${mib(fileBytes)}; ${counts.join(', ')}`;
}

/** The third quarter beside the last: by then code is compiled, and as much is forgotten as comes. */
function rowsOf(samples: readonly { sent: number; held: Held }[]): Row[] {
  const held = samples.map((one) => one.held);
  const quarter = (nth: number) =>
    held.slice((held.length * (nth - 1)) / 4, (held.length * nth) / 4);
  const last = held.at(-1);
  if (last === undefined) throw new Error('no samples');
  const row = (what: string, of: (one: Held) => number, most: number, more = ''): Row => {
    const [third, fourth] = [lowest(quarter(3), of), lowest(quarter(4), of)];
    const grown = (fourth - third) / 2 ** 20;
    return {
      what: `${what}, third and last quarter of ${MESSAGES.toLocaleString('en-GB')} movements`,
      ours: `${mib(third)}, ${mib(fourth)}${more}`,
      beside: '',
      result: `${grown < 0 ? '' : '+'}${grown.toFixed(1)} MiB`,
      target: `at most +${most} MiB`,
      met: grown <= most,
    };
  };
  const { visit_messages, visit_events, entries } = last.rows;
  const kept = ` (${visit_messages} numbers, ${visit_events} events)`;
  return [
    row('heap', (one) => one.heap, 4),
    row('resident set', (one) => one.rss, 16),
    row('tables of visits', (one) => one.visitBytes, 2, kept),
    {
      what: `database after ${MESSAGES.toLocaleString('en-GB')} movements`,
      ours: `${mib(last.fileBytes)}, of it ${mib(last.fileBytes - last.visitBytes)} the ledger of ${entries} counts and the rest`,
      beside: '',
      result: `${(last.fileBytes / MESSAGES).toFixed(0)} bytes a movement`,
      target: 'told, not judged',
      met: true,
    },
  ];
}
