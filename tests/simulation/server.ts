/** One server of the real parts: ledger, picture, desk, clerk, audiences; under the world's time, over the world's ways. */
import { USUAL_RETENTION } from '#domain/accountability/retention.ts';
import { plainJson, sha256 } from '../../db/chain.ts';
import type { Ledger } from '../../db/ledger.ts';
import { doWhatIsDue } from '../../server/desk/clerk.ts';
import { followDecisions } from '../../server/desk/decision-follower.ts';
import { Desk } from '../../server/desk/desk.ts';
import { LivePicture } from '../../server/desk/live-picture.ts';
import type { DeskParts } from '../../server/desk/parts.ts';
import { haveTextsAtHand, TextBook } from '../../server/desk/text-book.ts';
import { admit } from '../../server/live/admit.ts';
import { Audiences } from '../../server/live/audiences.ts';
import { Limiter } from '../../server/live/limits.ts';
import { DEFAULT_LIMITS, NO_METERS } from '../../server/live/ports.ts';
import { PEOPLE, REGIONS, timesNear, type PersonName } from '../support/land.ts';
import { handle, type Answered, type Request } from './handle.ts';
import type { Mutant } from './mutants.ts';
import type { Network } from './network.ts';
import type { Keeper } from './keeper.ts';
import type { Wire } from './session.ts';
import { roomsOf, ServerEnd, type Door, type Line } from './sockets.ts';
import { Process, type World } from './world.ts';

/** As in the gateway: somewhat sooner than promised. */
const BEAT_MS = 4_500;
const CLERK_EVERY_MS = 20_000;
/** A supervisor starts what stopped again after so long, milliseconds. */
const START_AGAIN_MS = 2_000;
/** A call to a database that is cut off fails after so long, milliseconds. */
const BREAK = { least: 20, most: 4_000 } as const;

export interface ServerParts {
  world: World;
  network: Network;
  keeper: Keeper;
  /** By this process the database is known. */
  databaseProcess: Process;
  mutant: Mutant;
  /** How long the disk takes now, milliseconds. */
  disk: () => number;
}

interface Running {
  live: LivePicture;
  desk: Desk;
  audiences: Audiences;
  limiter: Limiter;
  ledger: Ledger;
}

/** What stays when the process dies: its name, its clock and its place in the network. */
export class SimulatedServer implements Door {
  readonly name: string;
  process: Process;
  running: Running | null = null;
  readonly ends = new Map<string, ServerEnd>();
  readonly #parts: ServerParts;
  #generation = 0;
  /** When a call to the database last broke, milliseconds of the world. */
  lastBroken = -Infinity;
  /** Calls that are about to break. */
  #breaking = 0;
  #serial = 0;

  constructor(name: string, parts: ServerParts) {
    this.name = name;
    this.#parts = parts;
    this.process = new Process(name);
    this.process.alive = false;
  }

  /** Starts the process; one that cannot reach its database ends and is started again. */
  start(): void {
    if (this.process.alive) return;
    const { skew } = this.process;
    const mine = new Process(this.name);
    mine.skew = skew;
    this.process = mine;
    this.#generation += 1;
    const { world } = this.#parts;
    world.note(`${this.name} starts`);
    this.#open(mine).catch((error: unknown) => {
      if (this.process !== mine || !mine.alive) return;
      world.note(`${this.name} could not start: ${String(error)}`);
      this.crash();
      world.after(START_AGAIN_MS, null, `${this.name} again`, () => this.start());
    });
  }

  /** Ends at once; nothing of what it was at goes on. */
  crash(): void {
    const { world } = this.#parts;
    world.note(`${this.name} dies`);
    this.process.alive = false;
    this.#breaking = 0;
    this.running = null;
    for (const end of [...this.ends.values()]) end.die(world.random.chance(0.7));
    this.ends.clear();
  }

  async #open(mine: Process): Promise<void> {
    const { world, keeper, mutant, disk } = this.#parts;
    const clockwork = world.clockwork(mine);
    const wire = this.#wire(mine);
    const report = (error: unknown, where: string) =>
      world.note(`${this.name} ${where}: ${String(error)}`);
    const sender = `${this.name}-${this.#generation}`;
    // SQLite commits in the process itself: there it is the turn that takes the time of the disk.
    const soon = (work: () => void) => clockwork.after(disk(), work);
    const turns = keeper.shared ? clockwork : { ...clockwork, soon };
    const opened = await keeper.open({ clockwork: turns, report, sender }, wire);
    const ledger = mutant.ledger?.(opened.ledger, world) ?? opened.ledger;
    const onFault = (fault: unknown) => {
      report(fault, 'fault');
      if (!isOfTheWay(fault)) world.faults.push(`${this.name}: ${String(fault)}`);
    };
    const live = await LivePicture.open({
      ...{ ledger, clockwork, onFault, shared: keeper.shared },
      clock: world.clockOf(mine),
      // Small, so that pages come back too late and snapshots are made.
      ...{ remembered: 15, snapshotEvery: 30 },
    });
    const { casePrivate, accessLog, decisionLog } = opened;
    if (decisionLog !== null) await followDecisions(decisionLog, ledger, live, clockwork);
    const texts = new TextBook(opened.texts);
    const parts: DeskParts = {
      ...{ live, ledger, texts, casePrivate, accessLog, software: 'simulated' },
      decisionLog: undefined as unknown as DeskParts['decisionLog'],
      retention: USUAL_RETENTION,
      accessLogYears: null,
      geography: {
        placeById: () => null,
        regionOf: ({ lon }) => ({
          region: REGIONS[Math.floor(lon * 10) % REGIONS.length] ?? 'west',
          place: { id: 'place', name: 'Place' },
        }),
        insideCountry: () => true,
      },
      travel: {
        timesFrom: ({ lat }) =>
          new Promise((done) => {
            clockwork.after(world.random.between(1, 60), () =>
              done(timesNear(Math.round(lat * 1_000) % 2)),
            );
          }),
      },
      newId: () => this.#newId(),
      digest: (value) => sha256(plainJson(value).text),
    };
    haveTextsAtHand(live, texts, onFault);
    const log = {
      debug: () => undefined,
      warn: () => undefined,
      error: (facts: object) => onFault((facts as { err?: unknown }).err ?? facts),
    };
    const meters = NO_METERS;
    const audiences = new Audiences(roomsOf(this.ends, mutant.everyRoom ?? false), {
      ...{ live, texts, log, meters, clockwork },
    });
    clockwork.every(BEAT_MS, () => audiences.heartbeat());
    clockwork.every(CLERK_EVERY_MS, () => void doWhatIsDue(parts).catch(onFault));
    const limiter = new Limiter(DEFAULT_LIMITS, world.clockOf(mine));
    this.running = { live, desk: new Desk(parts), audiences, limiter, ledger };
    world.note(`${this.name} is up at ${live.picture.seq}`);
  }

  #newId(): string {
    this.#serial += 1;
    return `${this.name}-${this.#generation}-${this.#serial}`;
  }

  /** Answers the request, or never when it dies meanwhile; null when it is not up. */
  answer(request: Request): Promise<Answered> | null {
    if (this.running === null) return null;
    const { desk, live } = this.running;
    const { mutant } = this.#parts;
    return handle({ desk, live, asker: mutant.asker ?? ((asker) => asker) }, request).then(
      ({ status, body }) => ({ status: mutant.status?.(status) ?? status, body }),
    );
  }

  welcome(who: string, line: Line): ServerEnd | null {
    if (this.running === null) return null;
    const { live, audiences, limiter } = this.running;
    const end = new ServerEnd(`socket-${this.#newId()}`, who, line);
    this.ends.set(end.id, end);
    end.onEnd = () => this.ends.delete(end.id);
    const log = {
      debug: () => undefined,
      warn: () => undefined,
      error: () => this.#parts.world.faults.push(`${this.name}: a live message failed`),
    };
    const person = PEOPLE[who as PersonName];
    admit(end, () => person, { ...{ live, audiences, limiter, log, meters: NO_METERS } });
    return end.connected ? end : null;
  }

  /** There and back; each way takes time, and may be cut before, on the way there or on the way back. */
  #wire(mine: Process): Wire {
    const { world, network, databaseProcess, disk } = this.#parts;
    const away = () => network.isCut(mine.name, databaseProcess.name);
    return {
      call: (what, work, needsDisk = false) =>
        new Promise((resolve, reject) => {
          const broken = () => {
            this.#breaking += 1;
            this.lastBroken = Infinity;
            world.after(
              world.random.between(BREAK.least, BREAK.most),
              mine,
              `${mine.name} ${what} breaks`,
              () => {
                this.#breaking -= 1;
                if (this.#breaking === 0) this.lastBroken = world.now;
                reject(new WayBroken(what));
              },
            );
          };
          const back = (then: () => void) =>
            void world.after(network.delay('database'), mine, `${mine.name} ${what} back`, () => {
              if (away()) broken();
              else then();
            });
          const there = () => {
            if (away()) return broken();
            // What a process sent before it died may still arrive, or not.
            if (!mine.alive && world.random.chance(0.5)) return;
            Promise.resolve()
              .then(work)
              .then(
                (value) => back(() => resolve(value)),
                (error: Error) => back(() => reject(error)),
              );
          };
          const delay = network.delay('database') + (needsDisk ? disk() : 0);
          if (away()) broken();
          else world.after(delay, databaseProcess, `${mine.name} ${what}`, there);
        }),
      hint: (work) => void network.send('hint', databaseProcess, mine, `${mine.name} hint`, work),
      connected: () => undefined,
    };
  }
}

/** The way to the database broke: what every server must live with. */
class WayBroken extends Error {
  constructor(what: string) {
    super(`the connection to the database broke: ${what}`);
  }
}

const isOfTheWay = (fault: unknown) =>
  fault instanceof Error &&
  /connection to the database broke|transaction was ended|lock timeout|disk is full/.test(
    fault.message,
  );
