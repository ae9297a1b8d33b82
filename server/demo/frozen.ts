/**
 * A demo that stands still: the simulator is run by a clock that is told what time it is, through the same interfaces as ever,
 * to one moment, and there the clock stops. The same seed gives the same entries, ids and hashes, so that pictures, journeys
 * and measurements look at the same country each time. For tests and benches; nothing in it is faster or easier than real.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { seedRooms } from '../../seed/rooms.ts';
import { createDriver, type Answered } from '../../seed/simulator/driver.ts';
import { createWorld, dutchCountry } from '../../seed/simulator/world.ts';
import type { Settings } from '../settings.ts';
import { startServer, type RunningServer } from '../start.ts';
import { issueKeys, makeAccounts } from './accounts.ts';
import { decideOtherwise } from './frozen-decision.ts';
import { speakOfFeeds } from './frozen-feeds.ts';

/** Wednesday 18 November 2026, 14:07 in Amsterdam: a working day, busy, in winter time. Milliseconds. */
export const FROZEN_AT = Date.UTC(2026, 10, 18, 13, 7);
/** Minutes that the country lived before: the scenes of the demo accounts' desks are in full swing. */
const LIVED_MINUTES = 10;
/** So long before the end a dispatcher decides otherwise than advised, minutes. */
const DECIDED_BEFORE_MINUTES = 3;
/** Simulated time between two looks at what is due. */
const STEP_MS = 10_000;

export interface FrozenOptions {
  log?: Logger;
  /** Milliseconds; default FROZEN_AT. */
  at?: number;
  /** Minutes of the simulation before `at`; default 10. */
  minutes?: number;
  /** Told of each answer that the simulation got. */
  onAnswer?: (answer: Answered) => void;
}

export interface FrozenDemo {
  server: RunningServer;
  password: string;
  /** Where the clock stands, milliseconds. */
  at: number;
  /** A decision for the LUMC that was made otherwise than advised and is not answered yet. */
  decision: string;
  /** The case of that decision. */
  decided: string;
  /** API keys by facility and by room. */
  keys: Awaited<ReturnType<typeof issueKeys>>;
  /** Ends the server and removes its database. Safe to call twice. */
  stop(): Promise<void>;
}

/** `settings.demoSeed` chooses the day; `databaseUrl` is passed over, as by every demo. */
export async function startFrozenDemo(
  settings: Settings,
  options: FrozenOptions = {},
): Promise<FrozenDemo> {
  const { at = FROZEN_AT, minutes = LIVED_MINUTES } = options;
  const log = options.log ?? pino({ level: 'warn' });
  const seed = settings.demoSeed;
  const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-frozen-'));
  const file = join(folder, 'frozen.db');
  // Keys are reckoned from it, and their first letters are shown.
  writeFileSync(`${file}.secret`, `${digest(seed, 'secret', 0).toString('hex')}\n`, {
    mode: 0o600,
  });
  let now = at - minutes * 60_000;
  const clock = () => now;
  let started: RunningServer | undefined;
  try {
    const server = (started = await startServer(
      { ...settings, databaseUrl: `file:${file}` },
      // Silent feeds are looked for by the country's clock, not by the machine's.
      { demo: true, watchFeedsEveryMs: 0, log, clock, newId: idsOf(seed), salt: saltsOf(seed) },
    ));
    const { access, desk } = server.app;
    const password = settings.demoPassword ?? 'frozen-and-only-for-looking';
    await makeAccounts(access.accounts, desk, password);
    const country = dutchCountry();
    const hospitals = country.facilities.filter((one) => one.unitKinds.length > 0);
    const keys = await issueKeys(
      access.keys,
      desk,
      hospitals.map((one) => one.id),
      seedRooms().map((room) => room.id),
      now,
    );
    const driver = createDriver({
      world: createWorld(country, { seed, speed: 1, start: now }),
      server: server.url,
      keys,
      // The whole API without the wire: hours of simulation in seconds, one request after the other.
      fetch: async (url, init) => server.app.fetch(new Request(url, init)),
      clock,
      run: 'frozen',
      lanes: 1,
      ...(options.onAnswer === undefined ? {} : { onAnswer: options.onAnswer }),
    });
    const decidedAt = at - DECIDED_BEFORE_MINUTES * 60_000;
    for (; now < decidedAt; now += STEP_MS) await driver.tick();
    const { decision, decided } = await decideOtherwise(server.app.fetch, server.url, keys);
    for (; now < at; now += STEP_MS) await driver.tick();
    now = at;
    await speakOfFeeds(server.app, server.url, keys, now);
    let stopping: Promise<void> | undefined;
    const stop = async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    };
    return { server, password, at, decision, decided, keys, stop: () => (stopping ??= stop()) };
  } catch (error) {
    await started?.stop();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

const digest = (seed: number, what: string, nth: number): Buffer =>
  createHash('sha256').update(`${seed}:${what}:${nth}`).digest();

/** Version-4 identifiers that look like any other and come in the same order each time. */
function idsOf(seed: number): () => string {
  let nth = 0;
  return () => {
    const bytes = digest(seed, 'id', (nth += 1));
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const text = bytes.toString('hex').slice(0, 32);
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };
}

function saltsOf(seed: number): () => Uint8Array {
  let nth = 0;
  return () => digest(seed, 'salt', (nth += 1)).subarray(0, 16);
}
