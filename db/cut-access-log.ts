/**
 * `npm run cut-access-log -- --years N --by ACCOUNT [--database URL]`: cuts the looks that are older than so many years (5 to 20)
 * from the access log, some 4,000 rows at a time, and leaves a marker for each piece, by which the rest is proven. Walks each piece first and does not cut one
 * that is broken. The server may go on meanwhile; with `KEEP_ACCESS_LOG_YEARS` it does the same by itself.
 * `--by` is the id or the e-mail address of the administrator's account of whoever does it; its id stands in the log.
 * Exit 0 cut, or nothing was due; 1 the log is broken; 2 cannot be opened or read, or a wrong argument.
 */
import { parseArgs } from 'node:util';
import { accessLogCutBefore, ACCESS_LOG_TERM } from '#domain/accountability/retention.ts';
import { iso } from '#domain/clock.ts';
import { DEFAULT_DATABASE_URL } from './database-url.ts';
import { inOneLine } from './errors.ts';
import { connectStores } from './open.ts';

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: { database: { type: 'string' }, years: { type: 'string' }, by: { type: 'string' } },
    });
    const { least, most } = ACCESS_LOG_TERM;
    const years = Number(values.years);
    if (!Number.isInteger(years) || years < least || years > most)
      throw new Error(`--years takes a whole number from ${least} to ${most}`);
    const url = values.database ?? (process.env['DATABASE_URL'] || DEFAULT_DATABASE_URL);
    const stores = await connectStores(url);
    try {
      const by = await stores.accounts.administratorCalled(values.by ?? '');
      if (by === null)
        throw new Error('--by takes the id or the address of the open account of an administrator');
      const now = Date.now();
      const before = iso(accessLogCutBefore(now, years));
      for (;;) {
        const outcome = await stores.accessLog.cut(before, iso(now), { how: 'command', by });
        if (outcome.done === 'refused') {
          console.log(`not cut: broken at look ${outcome.seq}: ${outcome.problem}`);
          return 1;
        }
        if (outcome.done === 'nothing') break;
        if (outcome.done === 'meanwhile') continue;
        const { nr, count, up_to, last_hash, hash } = outcome.cut;
        console.log(`cut ${nr}: ${count} looks went, up to look ${up_to} ${last_hash}`);
        console.log(`marker ${hash}; keep it elsewhere`);
      }
      console.log(`nothing in the access log is of before ${before}`);
      return 0;
    } finally {
      await stores.close();
    }
  } catch (error) {
    console.error(`cannot cut the access log: ${inOneLine(error)}`);
    return 2;
  }
}

process.exitCode = await main();
