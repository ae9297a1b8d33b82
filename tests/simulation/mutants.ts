/** Deliberate breakages of the rules, put in at the harness's ports: each must be caught, or the harness is worth nothing. */
import type { EntriesMessage } from '#wire/live.ts';
import type { Ledger } from '../../db/ledger.ts';
import type { LedgerDatabase } from '../../db/shared-ledger.ts';
import type { Asker } from '../../server/desk/parts.ts';
import type { SimulatedDatabase } from './database.ts';
import type { Rule } from './oracle.ts';
import type { World } from './world.ts';

/** Where something can be put in between; what is absent is as it should be. */
export interface Mutant {
  /** Between a server and its database. */
  session?: (session: LedgerDatabase, world: World) => LedgerDatabase;
  /** Between a server and its ledger. */
  ledger?: (ledger: Ledger, world: World) => Ledger;
  /** Who asks, as the desk is told. */
  asker?: (asker: Asker) => Asker;
  /** Rooms to which a message of the audiences goes. */
  everyRoom?: boolean;
  /** What a page hears. */
  heard?: (message: EntriesMessage, world: World) => EntriesMessage;
  /** The key under which a page sends an attempt. */
  key?: (key: string, attempt: number) => string;
  /** Another status than what became of the request. */
  status?: (status: number) => number;
  /** When the database is restarted. */
  restart?: (database: SimulatedDatabase) => void;
}

export const MUTANTS = {
  'a disk that says "written" and forgets the last commit at a restart': {
    rules: [
      'what was acknowledged is never lost',
      'seq has no gap',
      'the chain is whole',
      'a page shows what its audience may see',
    ],
    mutant: {
      restart: (database) => database.lose(1),
    },
  },
  'a server that acknowledges what failed': {
    rules: ['what was acknowledged is never lost'],
    mutant: {
      status: (status) => (status >= 500 ? 200 : status),
    },
  },
  'a server that takes a broken commit for a whole one': {
    rules: ['what was acknowledged is never lost', 'everything comes to rest'],
    mutant: {
      session: (session) => ({
        ...session,
        transact: <T>(work: Parameters<typeof session.transact<T>>[0]) => {
          let done: T;
          return session
            .transact(async (tx) => {
              done = await work(tx);
              return done;
            })
            .catch(() => done);
        },
      }),
    },
  },
  'a server that forgets the idempotency key': {
    rules: ['nothing is written twice', 'one key has one answer', 'what stands is not refused'],
    mutant: {
      asker: ({ by }) => ({ by }),
    },
  },
  'a page that sends again under another key': {
    rules: ['nothing is written twice', 'one key has one answer', 'what stands is not refused'],
    mutant: {
      key: (key, attempt) => `${key}-${attempt}`,
    },
  },
  'a ledger that checks no guard': {
    rules: ['a bay has one winner'],
    mutant: {
      ledger: (ledger) => ({
        ...ledger,
        append: (request) => ledger.append({ ...request, guards: [] }),
      }),
    },
  },
  'a database whose end of the chain has no time': {
    rules: ['time never goes back'],
    mutant: {
      session: (session) => ({
        ...session,
        transact: (work) =>
          session.transact((tx) =>
            work({
              ...tx,
              async take(jobs) {
                const taken = await tx.take(jobs);
                return { ...taken, end: { ...taken.end, at_ms: 0 } };
              },
            }),
          ),
      }),
    },
  },
  'a gateway that tells every room': {
    rules: ['nobody hears of a case that is not theirs'],
    mutant: { everyRoom: true },
  },
  'a page that drops an entry': {
    rules: ['a page shows what its audience may see'],
    mutant: {
      heard: (message, { random }) =>
        message.entries.length > 0 && random.chance(0.05)
          ? { ...message, entries: message.entries.slice(1) }
          : message,
    },
  },
  'a follower that begins at the hint': {
    rules: ['a page shows what its audience may see', 'all servers have the same picture'],
    mutant: {
      session(session, world) {
        return {
          ...session,
          async read(options) {
            const found = await session.read(options);
            const onward = options.upTo === undefined && (options.after ?? 0) > 0;
            return onward && found.length > 1 && world.random.chance(0.3) ? found.slice(-1) : found;
          },
        };
      },
    },
  },
  'a snapshot that says it is newer than it is': {
    rules: ['a page shows what its audience may see', 'all servers have the same picture'],
    mutant: {
      session: (session) => ({
        ...session,
        async loadSnapshot(upTo) {
          const found = await session.loadSnapshot(upTo);
          if (found === null) return null;
          const seq = found.seq + 1;
          const head = await session.head();
          return seq > head.seq ? found : { seq, picture: { ...found.picture, seq } };
        },
      }),
    },
  },
  'a database that keeps something else than was hashed': {
    rules: [
      'the chain is whole',
      'a page shows what its audience may see',
      'all servers have the same picture',
    ],
    mutant: {
      session: (session) => ({
        ...session,
        transact: (work) =>
          session.transact((tx) =>
            work({
              ...tx,
              write(decided, sender) {
                const body = decided.rows.body.map((text) =>
                  String(text).replace('"available":1', '"available":2'),
                );
                return tx.write({ ...decided, rows: { ...decided.rows, body } }, sender);
              },
            }),
          ),
      }),
    },
  },
} satisfies Record<string, { rules: readonly Rule[]; mutant: Mutant }>;

export type MutantName = keyof typeof MUTANTS;
