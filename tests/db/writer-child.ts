/** Appends without end to the database that it is given and prints each seq once it is acknowledged; meant to be killed. */
import { writeSync } from 'node:fs';
import { connectStores } from '../../db/open.ts';
import { request } from './helpers.ts';

const { ledger } = await connectStores(process.argv[2] ?? '');

async function writer(number: number): Promise<void> {
  for (let i = 0; ; i += 1) {
    const result = await ledger.append(
      request(`account:${number}-${i % 7}`, {
        idempotency: { scope: `writer-${number}-${process.pid}`, key: String(i), request: 'x' },
      }),
    );
    if (result.ok) writeSync(1, `${result.entries[0]?.seq}\n`);
  }
}
await Promise.all(Array.from({ length: 8 }, (_, i) => writer(i)));
