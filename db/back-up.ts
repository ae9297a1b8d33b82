/**
 * `npm run back-up -- --make-key FILE`, `npm run back-up -- --to FOLDER --key FILE [--keep-days N] [--database URL]` and
 * `npm run restore -- --from FILE --key FILE (--to FILE | --drill)`. Exit 0 done, 1 not.
 */
import { parseArgs } from 'node:util';
import { dropOld, makeKey, restore, takeBackUp } from './back-up/back-up.ts';
import { BackUpError, readKey } from './back-up/seal.ts';
import { DEFAULT_DATABASE_URL, isPostgres } from './database-url.ts';
import { inOneLine } from './errors.ts';

const TEXT = { type: 'string' } as const;

async function backUp(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { to: TEXT, key: TEXT, database: TEXT, 'keep-days': TEXT, 'make-key': TEXT },
  });
  const made = values['make-key'];
  if (made !== undefined) {
    await makeKey(made);
    console.log(
      `a key is in ${made}; keep a copy away from the back-ups: without it they cannot be opened`,
    );
    return;
  }
  const { to, key } = values;
  if (to === undefined || key === undefined)
    throw new BackUpError('give --to FOLDER and --key FILE');
  const url = values.database ?? (process.env['DATABASE_URL'] || DEFAULT_DATABASE_URL);
  if (isPostgres(url))
    throw new BackUpError('PostgreSQL is backed up by its own tools, see docs/back-up.md');
  const days = values['keep-days'] === undefined ? null : Number(values['keep-days']);
  if (days !== null && !(Number.isInteger(days) && days > 0))
    throw new BackUpError('--keep-days takes a whole number of days');
  const now = Date.now();
  const taken = await takeBackUp(url, to, await readKey(key), now);
  console.log(
    `${taken.file}: ${taken.entries} entries, chain intact, head ${taken.head.seq} ${taken.head.hash}`,
  );
  if (days !== null)
    for (const name of await dropOld(to, days, now)) console.log(`removed ${name}`);
}

async function restoring(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { from: TEXT, key: TEXT, to: TEXT, drill: { type: 'boolean' } },
  });
  const { from, key, to, drill = false } = values;
  if (from === undefined || key === undefined || drill === (to !== undefined))
    throw new BackUpError('give --from FILE, --key FILE, and either --to FILE or --drill');
  const found = await restore(from, await readKey(key), to ?? null);
  const { seq, hash } = found.head;
  const where = to === undefined ? 'it can be restored' : `restored to ${to}`;
  console.log(
    `${where}: ${found.entries} entries of ${found.takenAt}, chain intact, head ${seq} ${hash}`,
  );
}

const [what, ...args] = process.argv.slice(2);
try {
  await (what === 'restore' ? restoring(args) : backUp(what === 'take' ? args : []));
} catch (error) {
  console.error(`${what === 'restore' ? 'not restored' : 'not backed up'}: ${inOneLine(error)}`);
  process.exitCode = 1;
}
