/**
 * `npm run verify-ledger [-- --database URL]`: walks the hash chain from the first entry, changes nothing. Prints what it found.
 * Exit 0 intact, 1 broken, 2 cannot be opened or read.
 */
import { parseArgs } from 'node:util';
import { checkDatabaseUrl, DEFAULT_DATABASE_URL, isPostgres } from './database-url.ts';
import { inOneLine } from './errors.ts';
import type { Verification } from './ledger.ts';
import { connectPostgres } from './postgres/connect.ts';
import { verifyChain as verifyPostgres } from './postgres/verify.ts';
import { openReadOnly } from './sqlite/read-only.ts';
import { verifyChain } from './sqlite/verify.ts';

async function verify(url: string): Promise<Verification> {
  checkDatabaseUrl(url);
  if (isPostgres(url)) {
    const sql = connectPostgres(url, 1);
    try {
      return await verifyPostgres({ sql, url });
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  const sqlite = openReadOnly(url);
  try {
    return await verifyChain(sqlite);
  } finally {
    sqlite.close();
  }
}

async function main(): Promise<number> {
  let url = process.env['DATABASE_URL'] || DEFAULT_DATABASE_URL;
  try {
    const { values } = parseArgs({ options: { database: { type: 'string' } } });
    url = values.database ?? url;
    const found = await verify(url);
    if (found.intact) {
      console.log(`intact: ${found.entries} entries, head ${found.head.seq} ${found.head.hash}`);
      return 0;
    }
    const { seq, problem } = found.broken;
    console.log(`broken at seq ${seq}: ${problem} (${found.entries} entries before it are intact)`);
    return 1;
  } catch (error) {
    console.error(`cannot read the ledger: ${inOneLine(error)}`);
    return 2;
  }
}

process.exitCode = await main();
