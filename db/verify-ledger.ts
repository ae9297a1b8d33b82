/**
 * `npm run verify-ledger [-- --database URL]`: walks the hash chain from the first entry, changes nothing. Prints what it found.
 * Exit 0 intact, 1 broken, 2 cannot be opened or read.
 */
import { parseArgs } from 'node:util';
import { DEFAULT_DATABASE_URL } from './database-url.ts';
import { openReadOnly } from './sqlite/read-only.ts';
import { verifyChain } from './sqlite/verify.ts';

async function main(): Promise<number> {
  let url = process.env['DATABASE_URL'] || DEFAULT_DATABASE_URL;
  try {
    const { values } = parseArgs({ options: { database: { type: 'string' } } });
    url = values.database ?? url;
    const sqlite = openReadOnly(url);
    try {
      const found = await verifyChain(sqlite);
      if (found.intact) {
        console.log(`intact: ${found.entries} entries, head ${found.head.seq} ${found.head.hash}`);
        return 0;
      }
      const { seq, problem } = found.broken;
      console.log(
        `broken at seq ${seq}: ${problem} (${found.entries} entries before it are intact)`,
      );
      return 1;
    } finally {
      sqlite.close();
    }
  } catch (error) {
    console.error(
      `cannot read the ledger: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 2;
  }
}

process.exitCode = await main();
