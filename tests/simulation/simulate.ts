/** One run: a land, some servers on one database, pages and machines; a time of trouble, then peace; then what must hold is held to it. */
import { observe, observationSchema } from '#domain/capacity/observe.ts';
import { iso } from '#domain/clock.ts';
import { HOSPITALS, landEntries, SYSTEM, type PersonName } from '../support/land.ts';
import { Chaos } from './chaos.ts';
import { SimulatedDatabase } from './database.ts';
import { Deeds } from './deeds.ts';
import { sharedKeeper, sqliteKeeper, type Keeper } from './keeper.ts';
import type { Mutant } from './mutants.ts';
import { Network } from './network.ts';
import { Oracle, type Violation } from './oracle.ts';
import { Page } from './page.ts';
import { SimulatedServer } from './server.ts';
import { Process, World } from './world.ts';

/** Milliseconds of trouble, and most that peace may take. */
const TROUBLE_MS = 30_000;
const PEACE_MS = 90_000;
const LOOK_MS = 1_000;
/** One run of so many has a single server on the real SQLite. */
const SQLITE_EVERY = 8;

const PEOPLE_AT_WORK: readonly PersonName[] = [
  ...(['dispatch-1', 'dispatch-2', 'hospital-1', 'hospital-23'] as const),
  ...(['chair-west', 'viewer', 'key-4'] as const),
];

export interface RunReport {
  seed: number;
  /** Equal for equal seeds. */
  trace: string;
  violations: readonly Violation[];
  /** What was done and what happened, to see that a run is worth something. */
  counts: {
    events: number;
    entries: number;
    deeds: number;
    acknowledged: number;
    refused: number;
    refusals: Record<string, number>;
    kinds: Record<string, number>;
    chaos: Record<string, number>;
  };
  /** All that happened, when asked for. */
  lines: readonly string[] | null;
}

/** Runs one seed. */
export async function simulate(
  seed: number,
  { mutant = {}, keepLines = false }: { mutant?: Mutant; keepLines?: boolean } = {},
): Promise<RunReport> {
  const world = new World(seed, keepLines);
  const { random } = world;
  const network = new Network(world);
  const databaseProcess = new Process('database');
  const database = new SimulatedDatabase(world.clockwork(databaseProcess));
  const deeds = new Deeds();
  const onSqlite = seed % SQLITE_EVERY === 0;
  const keeper = onSqlite ? sqliteKeeper(world) : sharedKeeper(database, world, mutant);
  const oracle = new Oracle(world, keeper, deeds);
  await settleLand(world, keeper, oracle);

  const names = ['alfa', 'bravo', 'charlie'].slice(0, onSqlite ? 1 : random.between(2, 3));
  const chaos: { disk: () => number } = { disk: () => 2 };
  const servers = names.map(
    (name) =>
      new SimulatedServer(name, {
        ...{ world, network, keeper, databaseProcess, mutant },
        disk: () => chaos.disk(),
      }),
  );
  const manner = { ordered: random.chance(0.5) };
  const pages = PEOPLE_AT_WORK.map(
    (name) =>
      new Page(name, {
        ...{ world, network, servers, deeds, mutant, manner },
        onHeard: (_page, event, text) => oracle.heard(name, event, text),
        onPicture: (page) => oracle.pictured(page),
        onAnswer: (asked, answered) => oracle.answered(asked, answered, asked.when),
        head: () => oracle.head.seq,
      }),
  );
  const trouble = new Chaos({
    ...{ world, network, database, databaseProcess, servers, pages, mutant, keeper },
  });
  chaos.disk = () => trouble.disk();

  for (const server of servers) server.start();
  await world.run(world.now + 500);
  for (const page of pages) {
    page.load();
    page.acts = true;
  }
  trouble.begin();
  const failed = () => oracle.violations.length > 0;
  await world.run(world.now + TROUBLE_MS, failed);
  if (!failed()) {
    trouble.heal();
    const until = world.now + PEACE_MS;
    const restless = () => unrest(oracle.head.seq, servers, pages);
    while (restless() !== null && world.now < until && !failed())
      await world.run(world.now + LOOK_MS, failed);
    const why = restless();
    if (why !== null && !failed()) oracle.fail('everything comes to rest', why);
    if (!failed()) await oracle.end(servers, pages);
  }
  const all = [...deeds.all.values()];
  const entries = keeper.entries();
  keeper.close();
  return {
    seed,
    trace: world.trace,
    violations: oracle.violations,
    counts: {
      ...{ events: world.events, entries: entries.length, deeds: all.length },
      acknowledged: all.filter((deed) => deed.acknowledged).length,
      refused: all.filter((deed) => deed.refused !== null).length,
      refusals: counted(all.flatMap(({ refused }) => refused ?? [])),
      kinds: counted(entries.map(({ kind }) => kind)),
      chaos: trouble.counts,
    },
    lines: world.lines,
  };
}

function counted(all: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of all) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

/** What is not at rest yet; null when all is. */
function unrest(
  seq: number,
  servers: readonly SimulatedServer[],
  pages: readonly Page[],
): string | null {
  for (const { name, running } of servers) {
    if (running === null) return `${name} is not up`;
    if (running.live.picture.seq !== seq)
      return `${name} is at ${running.live.picture.seq} of ${seq}`;
  }
  for (const page of pages) {
    if (page.unsent > 0) return `${page.name} has ${page.unsent} unsent`;
    if (page.live?.status !== 'live') return `${page.name} is ${page.live?.status ?? 'closed'}`;
    if (page.live.replica.seq !== seq)
      return `${page.name} is at ${page.live.replica.seq} of ${seq}`;
  }
  return null;
}

/** The land and its first figures: one free bay at each hospital that has bays. */
async function settleLand(world: World, keeper: Keeper, oracle: Oracle): Promise<void> {
  const mine = new Process('settler');
  const opening = keeper.open(
    { clockwork: world.clockwork(mine), sender: 'settler' },
    {
      call: async (_what, work) => work(),
      hint: () => undefined,
      connected: () => undefined,
    },
  );
  const { ledger } = await world.settle(opening);
  const write = (entries: Parameters<typeof ledger.append>[0]['entries']) =>
    world.settle(ledger.append({ by: SYSTEM, at: iso(world.now), entries }));
  await write(landEntries());
  const { facilities } = oracle.head;
  await write(
    HOSPITALS.flatMap(({ id }) =>
      (facilities[id]?.units ?? []).flatMap(({ kind }) => {
        const input = observationSchema.parse({ available: kind === 'trauma-bay' ? 1 : 3 });
        const command = { facility: id, kind, input, channel: 'manual' as const };
        const whole = { ...command, note: null, ifVersion: null };
        const decided = observe(oracle.head, whole, SYSTEM, world.now);
        return decided.ok ? decided.entries : [];
      }),
    ),
  );
  mine.alive = false;
}
