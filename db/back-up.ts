/**
 * `npm run back-up -- --make-key FILE`, `npm run back-up -- --to FOLDER --key FILE [--changes] [--keep-days N] [--database URL]` and
 * `npm run restore -- --from FILE|FOLDER [--at TIME] --key FILE (--to FILE|postgres://… | --drill [--on postgres://…])`.
 * Exit 0 done, 1 not.
 */
import { parseArgs } from 'node:util';
import { makeKey, restore, takeBackUp, takeChanges } from './back-up/back-up.ts';
import { choosePoint, dropOld } from './back-up/folder.ts';
import type { Manifest } from './back-up/manifest.ts';
import { drillPostgres, restorePostgres, takePostgres } from './back-up/postgres.ts';
import { BackUpError, readKey } from './back-up/seal.ts';
import {
  checkDatabaseUrl,
  DEFAULT_DATABASE_URL,
  isPostgres,
  withoutPassword,
} from './database-url.ts';
import { inOneLine } from './errors.ts';
import { ZERO_HASH } from './ledger.ts';

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;

async function backUp(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      ...{ to: TEXT, key: TEXT, database: TEXT, 'keep-days': TEXT, 'make-key': TEXT },
      changes: FLAG,
    },
  });
  const made = values['make-key'];
  if (made !== undefined) {
    await makeKey(made);
    console.log(
      `a key is in ${made}; keep a copy away from the back-ups: without it they cannot be opened`,
    );
    return;
  }
  const { to, key: keyFile, changes = false } = values;
  if (to === undefined || keyFile === undefined)
    throw new BackUpError('give --to FOLDER and --key FILE');
  const url = values.database ?? (process.env['DATABASE_URL'] || DEFAULT_DATABASE_URL);
  checkDatabaseUrl(url);
  if (changes && isPostgres(url))
    throw new BackUpError(
      'PostgreSQL archives its changes itself (archive_command), see docs/back-up.md',
    );
  const days = values['keep-days'] === undefined ? null : Number(values['keep-days']);
  if (days !== null && !(Number.isInteger(days) && days > 0))
    throw new BackUpError('--keep-days takes a whole number of days');
  const now = Date.now();
  const key = await readKey(keyFile);
  const take = isPostgres(url) ? takePostgres : changes ? takeChanges : takeBackUp;
  const taken = await take(url, to, key, now);
  if (taken === null) console.log('nothing changed since the newest back-up');
  else {
    const [chain, log] = changes ? ['', ''] : [', chain intact', ' intact'];
    console.log(
      `${taken.file}: ${taken.entries} entries${chain}, head ${taken.head.seq} ${taken.head.hash}; access log${log}, ${endOfLog(taken)}`,
    );
  }
  if (days !== null)
    for (const name of await dropOld(to, days, now)) console.log(`removed ${name}`);
}

async function restoring(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { from: TEXT, at: TEXT, key: TEXT, to: TEXT, on: TEXT, drill: FLAG },
  });
  const { from, key: keyFile, to, on, drill = false } = values;
  if (from === undefined || keyFile === undefined || drill === (to !== undefined))
    throw new BackUpError('give --from FILE or FOLDER, --key FILE, and either --to or --drill');
  if (on !== undefined && !(drill && isPostgres(on)))
    throw new BackUpError('--on takes postgres://… and goes with --drill');
  const at = values.at === undefined ? null : Date.parse(values.at);
  if (Number.isNaN(at) || (at !== null && !/T.*(Z|[+-]\d\d:\d\d)$/.test(values.at ?? '')))
    throw new BackUpError('--at takes a time with its zone, such as 2026-11-22T03:00:00Z');
  const key = await readKey(keyFile);
  const point = await choosePoint(from, at);
  const found =
    on !== undefined
      ? await drillPostgres(point, key, on)
      : to !== undefined && isPostgres(to)
        ? await restorePostgres(point, key, to)
        : await restore(point, key, to ?? null);
  const { seq, hash } = found.head;
  const where = to === undefined ? 'it can be restored' : `restored to ${withoutPassword(to)}`;
  console.log(
    `${where}: ${found.entries} entries of ${found.takenAt}, chain intact, head ${seq} ${hash}; access log intact, ${endOfLog(found)}`,
  );
}

const endOfLog = ({ looks }: Pick<Manifest, 'looks'>) =>
  `head ${looks?.seq ?? 0} ${looks?.hash ?? ZERO_HASH}`;

const [what, ...args] = process.argv.slice(2);
try {
  await (what === 'restore' ? restoring(args) : backUp(what === 'take' ? args : []));
} catch (error) {
  console.error(`${what === 'restore' ? 'not restored' : 'not backed up'}: ${inOneLine(error)}`);
  process.exitCode = 1;
}
