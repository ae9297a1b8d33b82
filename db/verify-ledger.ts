/**
 * `npm run verify-ledger [-- --database URL]`: walks the hash chain of the ledger from the first entry and that of the access log from
 * the first look, changes nothing. Prints what it found.
 * Exit 0 intact, 1 broken, 2 cannot be opened or read.
 */
import { parseArgs } from 'node:util';
import { iso } from '#domain/clock.ts';
import type { LooksVerification } from './access-log.ts';
import { checkDatabaseUrl, DEFAULT_DATABASE_URL, isPostgres } from './database-url.ts';
import { inOneLine } from './errors.ts';
import type { Verification } from './ledger.ts';
import { verifyLooks as verifyLooksPostgres } from './postgres/access-log.ts';
import { connectPostgres } from './postgres/connect.ts';
import { verifyChain as verifyPostgres } from './postgres/verify.ts';
import { verifyLooks } from './sqlite/access-log.ts';
import { openReadOnly } from './sqlite/read-only.ts';
import { verifyChain } from './sqlite/verify.ts';

interface Found {
  ledger: Verification;
  looks: LooksVerification;
}

async function verify(url: string): Promise<Found> {
  checkDatabaseUrl(url);
  if (isPostgres(url)) {
    const sql = connectPostgres(url, 1);
    try {
      return { ledger: await verifyPostgres({ sql, url }), looks: await verifyLooksPostgres(sql) };
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  const sqlite = openReadOnly(url);
  try {
    return { ledger: await verifyChain(sqlite), looks: await verifyLooks(sqlite) };
  } finally {
    sqlite.close();
  }
}

async function main(): Promise<number> {
  let url = process.env['DATABASE_URL'] || DEFAULT_DATABASE_URL;
  try {
    const { values } = parseArgs({ options: { database: { type: 'string' } } });
    url = values.database ?? url;
    const { ledger, looks } = await verify(url);
    if (ledger.intact) {
      const { seq, hash } = ledger.head;
      console.log(`intact: ${ledger.entries} entries, head ${seq} ${hash}`);
    } else {
      const { seq, problem } = ledger.broken;
      console.log(
        `broken at seq ${seq}: ${problem} (${ledger.entries} entries before it are intact)`,
      );
    }
    if (looks.intact) {
      const { seq, hash } = looks.head;
      console.log(`access log intact: ${looks.looks} looks, head ${seq} ${hash}`);
      const { lastCut } = looks;
      if (lastCut !== null) {
        console.log(
          `the first ${looks.cut} looks were cut after their term, the last time at ${iso(lastCut.at_ms)} up to look ` +
            `${lastCut.up_to} of ${iso(lastCut.last_at_ms)} ${lastCut.last_hash}; marker ${lastCut.nr} ${lastCut.hash}`,
        );
      }
    } else {
      const { seq, problem } = looks.broken;
      console.log(
        `access log broken at look ${seq}: ${problem} (${looks.looks} looks before it are intact)`,
      );
    }
    return ledger.intact && looks.intact ? 0 : 1;
  } catch (error) {
    console.error(`cannot read the ledger: ${inOneLine(error)}`);
    return 2;
  }
}

process.exitCode = await main();
