/**
 * Back-ups of PostgreSQL with its own programs: `pg_dump` of one moment, sealed as those of the embedded database are, and opened
 * again with `pg_restore` into an empty database.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { withoutPassword } from '../database-url.ts';
import { connectPostgres, type Sql } from '../postgres/connect.ts';
import { Transactions } from '../postgres/transactions.ts';
import { verifyChain } from '../postgres/verify.ts';
import { verifyLooks } from '../postgres/access-log.ts';
import { EMPTY_LOOKS, type LookHead } from '../access-log.ts';
import { inWorkFolder, keep, type Taken } from './back-up.ts';
import { isChanges, readManifest, type Ends, type Manifest } from './manifest.ts';
import { compare, provenEnds } from './prove.ts';
import { BackUpError, unseal } from './seal.ts';

const run = promisify(execFile);
/** Debian's place of the programs, by version. */
const DEBIANS = '/usr/lib/postgresql';

/** @throws BackUpError when a chain is broken: then nothing is kept. */
export function takePostgres(
  url: string,
  folder: string,
  key: Buffer,
  now: number,
): Promise<Taken> {
  return inWorkFolder(folder, async (work) => {
    const dump = join(work, 'dump');
    const ends = await dumpOneMoment(url, dump);
    // What was in that moment is there still, or went after its term and left a marker: nothing else can be taken away.
    await prove(url);
    const manifest: Manifest = {
      takenAt: new Date(now).toISOString(),
      ...ends,
      secret: null,
      store: 'postgres',
    };
    return keep(folder, work, manifest, dump, key);
  });
}

/** Dumps what one transaction sees; where its chains end. */
async function dumpOneMoment(url: string, to: string): Promise<Ends> {
  const transactions = new Transactions(url);
  try {
    return await transactions.run(async (tx) => {
      const [moment] = await tx<{ id: string }[]>`select pg_export_snapshot() as id`;
      const [last] = await tx<Manifest['head'][]>`
        select seq, hash from entries order by seq desc limit 1`;
      if (moment === undefined || last === undefined) throw new BackUpError('its ledger is empty');
      const [look = EMPTY_LOOKS] = await tx<LookHead[]>`
        select seq, hash from access_log order by seq desc limit 1`;
      await program(
        'pg_dump',
        ['--format=custom', '--compress=0', `--snapshot=${moment.id}`, `--file=${to}`],
        url,
      );
      return {
        head: { seq: last.seq, hash: last.hash },
        entries: last.seq,
        looks: { seq: look.seq, hash: look.hash },
      };
    }, 'isolation level repeatable read read only');
  } finally {
    await transactions.close();
  }
}

/**
 * Opens a back-up in the database `to`, which has no tables yet, and proves it.
 * @throws BackUpError; the database is then as empty as it was.
 */
export function restorePostgres(from: string, key: Buffer, to: string): Promise<Manifest> {
  return inWorkFolder(dirname(from), async (work) => {
    const dump = join(work, 'dump');
    const manifest = readManifest(await unseal(from, dump, key));
    if (manifest.store !== 'postgres' || isChanges(manifest))
      throw new BackUpError('it is of a file: give --to FILE, or --drill alone');
    await asking(to, async (sql) => {
      const [found] = await sql<{ tables: number }[]>`
        select count(*)::int as tables from pg_class join pg_namespace on pg_namespace.oid = relnamespace
        where relkind in ('r', 'p') and nspname !~ '^(pg_|information_schema)'`;
      if (found?.tables !== 0)
        throw new BackUpError(`${withoutPassword(to)} has tables already; make an empty database`);
    });
    await program(
      'pg_restore',
      ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges', dump],
      to,
    );
    const found = await prove(to);
    compare(manifest, found);
    return { ...manifest, looks: found.looks };
  });
}

/**
 * Opens a back-up in a database made for it, proves it and removes the database.
 * @param on address of any database of a server where its role may make one.
 */
export async function drillPostgres(from: string, key: Buffer, on: string): Promise<Manifest> {
  const name = `spoedkaart_drill_${randomBytes(6).toString('hex')}`;
  const scratch = new URL(on);
  scratch.pathname = `/${name}`;
  await asking(on, (sql) =>
    sql.unsafe(`create database ${name} encoding 'UTF8' template template0`),
  );
  try {
    return await restorePostgres(from, key, scratch.href);
  } finally {
    await asking(on, (sql) => sql.unsafe(`drop database ${name} with (force)`));
  }
}

function prove(url: string): Promise<Ends> {
  return asking(url, async (sql) =>
    provenEnds(await verifyChain({ sql, url }), await verifyLooks(sql)),
  );
}

async function asking<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = connectPostgres(url, 1);
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Runs one of PostgreSQL's programs on a database; its password goes where other users of the machine cannot read it. */
async function program(name: string, words: string[], url: string): Promise<void> {
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = '';
  try {
    await run(join(programs(), name), [`--dbname=${address.href}`, ...words], {
      env: { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }) },
      maxBuffer: 2 ** 24,
    });
  } catch (error) {
    const { stderr, code } = error as { stderr?: string; code?: string | number };
    if (code === 'ENOENT')
      throw new BackUpError(
        `${name} is not there: install Debian's postgresql-client, or set POSTGRES_BIN to its folder`,
      );
    throw new BackUpError(`${name} failed: ${(stderr ?? '').trim().split('\n').at(0) ?? ''}`);
  }
}

/** POSTGRES_BIN, else Debian's newest, else what the path finds. */
function programs(): string {
  const chosen = process.env['POSTGRES_BIN'];
  if (chosen) return chosen;
  try {
    for (const version of readdirSync(DEBIANS).sort((a, b) => Number(b) - Number(a))) {
      const folder = join(DEBIANS, version, 'bin');
      try {
        accessSync(join(folder, 'pg_dump'));
        return folder;
      } catch {
        // Another version may have it.
      }
    }
  } catch {
    // Not Debian.
  }
  return '';
}
