/**
 * `npm run move-ledger -- --from FILE --to postgres://…`: moves everything that a SQLite file keeps into an empty PostgreSQL database
 * and verifies the chain on both sides. The file is only read. Exit 0 moved, 1 refused or not to be trusted.
 */
import { parseArgs } from 'node:util';
import { databaseFile, DatabaseUrlError, isPostgres, withoutPassword } from './database-url.ts';
import { inOneLine } from './errors.ts';
import { moveLedger } from './postgres/move.ts';

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: { from: { type: 'string' }, to: { type: 'string' } },
    });
    const { from, to } = values;
    if (from === undefined || to === undefined)
      throw new DatabaseUrlError('give --from FILE and --to postgres://…');
    if (!isPostgres(to)) throw new DatabaseUrlError('--to must be postgres://…');
    const url = from.startsWith('file:') ? from : `file:${from}`;
    const path = databaseFile(url);
    if (path === null) throw new DatabaseUrlError('--from must be a file');
    const moved = await moveLedger({ url, path }, to, (line) => console.log(line));
    const rows = Object.values(moved.rows).reduce((sum, count) => sum + count, 0);
    console.log(
      `moved to ${withoutPassword(to)}: ${rows} rows, chain intact on both sides, head ${moved.head.seq} ${moved.head.hash}`,
    );
    if (!moved.secret)
      console.log('there was no secret beside the file: everybody signs in anew, keys go on');
    return 0;
  } catch (error) {
    console.error(`the ledger was not moved: ${inOneLine(error)}`);
    return 1;
  }
}

process.exitCode = await main();
