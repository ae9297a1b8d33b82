/** The demo: the real server on a fresh database, with accounts, and a simulation that speaks to it over the wire like anybody else. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { seedRooms } from '../../seed/rooms.ts';
import { createDriver, type Answered } from '../../seed/simulator/driver.ts';
import { keepGoing } from '../../seed/simulator/run.ts';
import { createWorld, dutchCountry } from '../../seed/simulator/world.ts';
import type { Settings } from '../settings.ts';
import { startServer, type RunningServer } from '../start.ts';
import { issueKeys, makeAccounts } from './accounts.ts';
import { ALSO, furnishFeeds } from './feeds.ts';
import { writeTries, type Try } from './try.ts';

export interface Demo {
  server: RunningServer;
  password: string;
  /** JSON of the simulator's keys, for a load test against this demo: `seed/simulator/main.ts --keys`. */
  keysFile: string;
  /** How a visitor speaks to it in each dialect. */
  tries: { folder: string; lines: Try[] };
  /** Ends the simulation and the server, removes the database. Safe to call twice. */
  stop(): Promise<void>;
}

export interface DemoOptions {
  log?: Logger;
  /** Without it the demo is quiet: accounts and keys, but nobody who does anything. */
  simulate?: boolean;
}

/** Answers that a simulation expects now and then: somebody else was quicker, or has been at the case. */
const EXPECTED: ReadonlySet<number> = new Set([200, 404, 409]);

/** `settings.databaseUrl` is passed over: a demo never touches a real database. */
export async function startDemo(settings: Settings, options: DemoOptions = {}): Promise<Demo> {
  const log = options.log ?? pino({ level: 'warn' });
  const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-demo-'));
  const databaseUrl = `file:${join(folder, 'demo.db')}`;
  try {
    const given = {
      ...settings,
      databaseUrl,
      // Any free port: the demo takes none that somebody may need. Its line is plain, for the machine itself.
      mllpPort: settings.mllpPort ?? 0,
      mllpTls: null,
      dropFolder: settings.dropFolder ?? join(folder, 'drop'),
    };
    const server = await startServer(given, { demo: true, log });
    return await furnish(server, folder, given, options, log);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function furnish(
  server: RunningServer,
  folder: string,
  settings: Settings,
  { simulate = true }: DemoOptions,
  log: Logger,
): Promise<Demo> {
  const { access, desk } = server.app;
  const country = dutchCountry();
  const password = settings.demoPassword ?? randomBytes(9).toString('base64url');
  await makeAccounts(access.accounts, desk, password);
  const hospitals = country.facilities.filter((one) => one.unitKinds.length > 0);
  const keys = await issueKeys(
    access.keys,
    desk,
    hospitals.map((one) => one.id),
    seedRooms().map((room) => room.id),
    Date.now(),
    ALSO,
  );
  const { demoSeed: seed, demoSpeed: speed, dropFolder } = settings;
  const world = createWorld(country, { seed, speed, start: Date.now(), dialects: 'mixed' });
  keys.feeds = await furnishFeeds(server, world, dropFolder, password);
  const keysFile = join(folder, 'simulator-keys.json');
  writeFileSync(keysFile, JSON.stringify(keys), { mode: 0o600 });

  const stopped = new AbortController();
  const driver = createDriver({
    world,
    server: server.url,
    keys,
    fetch: (url, init) => fetch(url, { ...init, signal: stopped.signal }),
    clock: Date.now,
    run: randomUUID(),
    onAnswer: (answer) => remark(answer, log, stopped.signal),
  });
  const simulation = simulate
    ? keepGoing(driver, stopped.signal, (error) =>
        log.error({ err: error }, 'the simulation stumbled'),
      )
    : Promise.resolve();
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    stopped.abort();
    await simulation;
    driver.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const tryFolder = join(folder, 'try');
  const tries = {
    folder: tryFolder,
    lines: writeTries(tryFolder, server.url, dropFolder, keys),
  };
  return { server, password, keysFile, tries, stop: () => (stopping ??= stop()) };
}

function remark({ what, status, code }: Answered, log: Logger, signal: AbortSignal): void {
  if (!EXPECTED.has(status) && !signal.aborted)
    log.warn({ what, status, code }, 'the simulation was refused');
}
