/** What goes wrong, by chance: one thing after another until it is told to stop; then everything heals. */
import { HOUR, MINUTE } from '#domain/clock.ts';
import type { SimulatedDatabase } from './database.ts';
import type { Keeper } from './keeper.ts';
import type { Mutant } from './mutants.ts';
import { FAIR, type Network, type Way, type Weather } from './network.ts';
import type { Page } from './page.ts';
import type { SimulatedServer } from './server.ts';
import type { Process, World } from './world.ts';

export interface ChaosParts {
  world: World;
  network: Network;
  database: SimulatedDatabase;
  databaseProcess: Process;
  servers: readonly SimulatedServer[];
  pages: readonly Page[];
  mutant: Mutant;
  keeper: Keeper;
}

/** So many milliseconds lie between two of them. */
const PAUSE = { least: 300, most: 3_000 } as const;
const ROUGH: Weather = { lost: 0.06, doubled: 0.08, late: 0.08 };
const WAYS: readonly Way[] = ['request', 'live', 'hint', 'database'];

export class Chaos {
  readonly #parts: ChaosParts;
  #on = true;
  /** Milliseconds that the disk takes at most. */
  #slow = 4;
  /** How often each thing happened. */
  readonly counts: Record<string, number> = {};

  constructor(parts: ChaosParts) {
    this.#parts = parts;
  }

  /** Milliseconds of one write. */
  disk(): number {
    return this.#parts.world.random.between(1, this.#slow);
  }

  begin(): void {
    for (const way of WAYS) this.#weather(way);
    this.#next();
  }

  #next(): void {
    const { world } = this.#parts;
    world.after(world.random.between(PAUSE.least, PAUSE.most), null, 'chaos', () => {
      if (!this.#on) return;
      const [name, work] = world.random.pick(this.#deeds());
      this.counts[name] = (this.counts[name] ?? 0) + 1;
      world.note(`chaos: ${name}`);
      work();
      this.#next();
    });
  }

  #deeds(): readonly (readonly [string, () => void])[] {
    const { world, servers, pages, database, databaseProcess, mutant } = this.#parts;
    const { random } = world;
    const server = random.pick(servers);
    const page = random.pick(pages);
    const crash = () => {
      server.crash();
      world.after(random.between(500, 6_000), null, `${server.name} again`, () => server.start());
    };
    return [
      ['crash', crash],
      ['crash', crash],
      ['cut from the database', () => this.#cut(server.name, databaseProcess.name)],
      ['cut from a page', () => this.#cut(server.name, page.name)],
      ['freeze', () => freeze(server.process, world, random.between(200, 14_000))],
      ['sleep', () => freeze(page.process, world, random.between(200, 20_000))],
      ['clock of a server', () => this.#jump(server.process)],
      ['clock of a device', () => this.#jump(page.process)],
      ['weather', () => this.#weather(random.pick(WAYS))],
      ['disk', () => this.#disk()],
      ['disk full', () => this.#fill()],
      ['reload', () => page.load()],
      ['wake', () => page.wake()],
      [
        'database restarts',
        () => {
          database.restart();
          mutant.restart?.(database);
          for (const { name } of servers) this.#cut(name, databaseProcess.name, 300);
        },
      ],
    ];
  }

  #cut(one: string, other: string, most = 13_000): void {
    const { world, network } = this.#parts;
    network.cut(one, other);
    const until = world.random.between(100, most);
    world.after(until, null, `heal ${one} ${other}`, () => network.heal(one, other));
  }

  /** Mostly seconds or minutes, seldom more than a day; forward or back. */
  #jump(process: Process): void {
    const { random } = this.#parts.world;
    const far = random.pick([
      2_000,
      20_000,
      5 * MINUTE,
      20 * MINUTE,
      random.chance(0.1) ? 26 * HOUR : 0,
    ]);
    process.skew += random.chance(0.5) ? far : -far;
  }

  #weather(way: Way): void {
    const { world, network } = this.#parts;
    network.weather = {
      ...network.weather,
      [way]: world.random.chance(0.5)
        ? way === 'database'
          ? { ...FAIR, late: 0.05 }
          : ROUGH
        : FAIR,
    };
  }

  /** For a while. */
  #fill(): void {
    const { world, keeper } = this.#parts;
    keeper.fill(true);
    world.after(world.random.between(500, 5_000), null, 'room', () => keeper.fill(false));
  }

  #disk(): void {
    const { random } = this.#parts.world;
    this.#slow = random.pick([4, 4, 60, 400, 3_000]);
  }

  /** Everything is whole from now on, and stays so. */
  heal(): void {
    const { world, network, servers, pages, keeper } = this.#parts;
    this.#on = false;
    keeper.fill(false);
    this.#slow = 4;
    network.healAll();
    for (const { process } of [...servers, ...pages]) process.frozenUntil = world.now;
    for (const server of servers) server.start();
    for (const page of pages) page.acts = false;
  }
}

function freeze(process: Process, world: World, milliseconds: number): void {
  process.frozenUntil = world.now + milliseconds;
}
