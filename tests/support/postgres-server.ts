/** A real PostgreSQL server in a temporary folder on a free port, for tests and benchmarks. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { openPostgres } from '../../db/postgres/open.ts';

/** Debian's place of the programs, by version. */
const DEBIANS = '/usr/lib/postgresql';
const OWNER = 'spoedkaart';
const NOBODY = 65_534;

export interface TestServer {
  /** Folder of the data. */
  folder: string;
  /** Address of a database of its own, with the schema as it is now. */
  database(): Promise<string>;
  /** Address of a database of its own, without any table. */
  emptyDatabase(): Promise<string>;
  /** Stops it at once, as a power cut would; `start` lets it come back on the same port. */
  crash(): void;
  /** Stops it in good order: everything is in its files. */
  stop(): void;
  start(): void;
  /** Whether its first process is there. */
  runs(): boolean;
  /** Stops it and removes its folder. */
  remove(): void;
  /**
   * Restores what this server archived, as it was at a moment, and starts it beside.
   * @param base made by `takeBase`. @param at as PostgreSQL writes times, with its zone.
   */
  restoredTo(base: string, at: string): Promise<TestServer>;
  /** A base back-up while it runs; its folder. */
  takeBase(): string;
  port: number;
  /** Folder of the archive of changes. */
  archive: string;
}

/** Folder of initdb and pg_ctl: POSTGRES_BIN (npm test sets it), else Debian's newest. */
function programs(): string {
  const chosen = process.env['POSTGRES_BIN'];
  if (chosen) return chosen;
  const versions = readdirSync(DEBIANS).sort((a, b) => Number(b) - Number(a));
  return join(DEBIANS, versions[0] ?? 'none', 'bin');
}

/** PostgreSQL refuses to run as root: then as the user that Debian made for it, or as nobody. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return { uid: Number(line?.[1] ?? NOBODY), gid: Number(line?.[2] ?? NOBODY) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Folders of other disks that parts of it lie on; else its own temporary one. */
export interface Disks {
  /** Of the tables. */
  data?: string;
  /** Of the journal of changes, in segments of 1 MB. */
  journal?: string;
}

/**
 * Started and empty.
 * @param durable it syncs every commit, as in real life; the tests do without where nothing is cut.
 * @param archiving it copies its changes away, so that a moment can be restored.
 * @throws when the programs are not there: `apt-get install postgresql`
 */
export async function startPostgres(
  durable = false,
  archiving = false,
  disks: Disks = {},
): Promise<TestServer> {
  const who = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-pg-'));
  for (const one of [folder, disks.data, disks.journal])
    if (who.uid !== undefined && one !== undefined) chownSync(one, who.uid, who.gid ?? who.uid);
  const data = join(disks.data ?? folder, 'data');
  const run = runner(folder);
  const words = ['-D', data, '-U', OWNER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const small = ['--wal-segsize=1', '-X', join(disks.journal ?? folder, 'wal')];
  const apart = Object.keys(disks).length > 0;
  run('initdb', ...words, ...(apart ? small : []));
  // Old segments are not kept for later: what is full is full.
  const more = apart ? ['-c max_wal_size=4MB', '-c min_wal_size=2MB', '-c wal_recycle=off'] : [];
  return started(folder, data, durable, archiving, more);
}

/** As the user that PostgreSQL consents to run as. */
function runner(folder: string): (program: string, ...words: string[]) => Buffer {
  const who = unprivileged();
  return (program, ...words) =>
    execFileSync(join(programs(), program), words, { ...who, cwd: folder, stdio: 'pipe' });
}

async function started(
  folder: string,
  data: string,
  durable: boolean,
  archiving: boolean,
  more: readonly string[] = [],
): Promise<TestServer> {
  const run = runner(folder);
  const port = await freePort();
  const archive = join(folder, 'archive');
  const options = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    `-c unix_socket_directories=${folder}`,
    `-c fsync=${durable ? 'on' : 'off'}`,
    '-c max_connections=200',
    ...more,
    ...(archiving
      ? ['-c archive_mode=on', `-c archive_command='mkdir -p ${archive} && cp %p ${archive}/%f'`]
      : []),
  ].join(' ');
  const start = () =>
    void run('pg_ctl', '-D', data, '-l', join(folder, 'log'), '-o', options, '-w', 'start');
  const halt = (mode: string) => void run('pg_ctl', '-D', data, '-m', mode, '-w', 'stop');
  const runs = () => {
    try {
      run('pg_ctl', '-D', data, 'status');
      return true;
    } catch {
      return false;
    }
  };
  const address = (name: string) => `postgres://${OWNER}@127.0.0.1:${port}/${name}`;
  const command = async (text: string) => {
    const sql = postgres(address('postgres'), { max: 1, onnotice: () => undefined });
    try {
      await sql.unsafe(text);
    } finally {
      await sql.end();
    }
  };
  let made = 0;
  let template: Promise<string> | null = null;
  const make = async (of?: string) => {
    const name = `test_${(made += 1)}`;
    await command(`create database ${name}${of === undefined ? '' : ` template ${of}`}`);
    return name;
  };
  const migrated = async () => {
    const name = await make();
    await (await openPostgres(address(name))).close();
    return name;
  };
  start();
  return {
    folder: data,
    async database() {
      return address(await make(await (template ??= migrated())));
    },
    emptyDatabase: async () => address(await make()),
    crash: () => halt('immediate'),
    stop: () => halt('fast'),
    start,
    runs,
    remove() {
      if (runs()) halt('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
    port,
    archive,
    takeBase() {
      const base = join(folder, 'base');
      run('pg_basebackup', '-D', base, '-d', address('postgres'), '-c', 'fast', '--no-sync');
      return base;
    },
    async restoredTo(base, at) {
      const settings = [
        `restore_command = 'cp ${archive}/%f %p'`,
        `recovery_target_time = '${at}'`,
        `recovery_target_action = 'promote'`,
      ];
      appendFileSync(join(base, 'postgresql.auto.conf'), `${settings.join('\n')}\n`);
      writeFileSync(join(base, 'recovery.signal'), '');
      return started(folder, base, durable, false);
    },
  };
}
