/** What a run is kept in, as servers open it and as the oracle reads it behind their backs: the shared database, or the real SQLite. */
import BetterSqlite3 from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { Entry } from '#domain/entries.ts';
import type { AccessLog } from '../../db/access-log.ts';
import type { CasePrivateStore } from '../../db/case-private.ts';
import { ChainCheck } from '../../db/chain-check.ts';
import type { DecisionLog } from '../../db/decision-log.ts';
import type { Ledger, LedgerOptions, Verification } from '../../db/ledger.ts';
import { readStatement, toEntry, type EntryRow } from '../../db/rows.ts';
import * as schema from '../../db/schema/index.ts';
import { openSharedLedger } from '../../db/shared-ledger.ts';
import { openAccessLog } from '../../db/sqlite/access-log.ts';
import { openCasePrivateStore } from '../../db/sqlite/case-private.ts';
import { openDecisionLog } from '../../db/sqlite/decision-log.ts';
import { openSqliteLedger } from '../../db/sqlite/ledger.ts';
import { openDatabase } from '../../db/sqlite/open.ts';
import { openTextStore } from '../../db/sqlite/texts.ts';
import { verifyChain } from '../../db/sqlite/verify.ts';
import type { TextStore } from '../../db/texts.ts';
import type { SimulatedDatabase } from './database.ts';
import type { Mutant } from './mutants.ts';
import { openBeside, openSession, type Wire } from './session.ts';
import type { World } from './world.ts';

/** What a server opens. */
export interface Opened {
  ledger: Ledger;
  texts: TextStore;
  casePrivate: CasePrivateStore;
  accessLog: AccessLog;
  /** Null where it is not simulated. */
  decisionLog: DecisionLog | null;
}

export interface Keeper {
  /** Whether several servers can be on it. */
  shared: boolean;
  /** @param wire the way to a database of its own; SQLite has none. */
  open(options: LedgerOptions, wire: Wire): Promise<Opened>;
  /** Told of each commit as it becomes durable. */
  onCommit: (entries: readonly Entry[]) => void;
  /** All that stands. */
  entries(): readonly Entry[];
  textOf(id: string): string | null;
  /** Ids in the decision log; null where it is not simulated. */
  decisions(): readonly string[] | null;
  verify(): Promise<Verification>;
  /** Nothing more can be written, as when the disk is full; or again. */
  fill(full: boolean): void;
  close(): void;
}

export function sharedKeeper(database: SimulatedDatabase, world: World, mutant: Mutant): Keeper {
  const keeper: Keeper = {
    shared: true,
    async open(options, wire) {
      const plain = openSession(database, wire);
      const session = mutant.session?.(plain, world) ?? plain;
      const ledger = await openSharedLedger(session, options);
      return { ledger, decisionLog: null, ...openBeside(database, wire) };
    },
    onCommit: () => undefined,
    entries: () => database.entries,
    textOf: (id) => database.texts.get(id) ?? null,
    decisions: () => null,
    async verify() {
      const chain = new ChainCheck();
      for (;;) {
        const found = database.verify(chain);
        if (found !== null) return found;
      }
    },
    fill: () => undefined,
    close: () => undefined,
  };
  database.onCommit = (entries) => keeper.onCommit(entries);
  return keeper;
}

/** A migrated database without a row, made once. */
let template: Buffer | null = null;

/** Pages of a database at most, as SQLite has it by itself. */
const NO_LIMIT = 1_073_741_823;

export function sqliteKeeper(world: World): Keeper {
  if (template === null) {
    const made = openDatabase('file::memory:');
    template = made.sqlite.serialize();
    made.close();
  }
  const sqlite = new BetterSqlite3(template);
  sqlite.pragma('foreign_keys = ON');
  const close = () => void sqlite.close();
  const database = { path: null, sqlite, drizzle: drizzle(sqlite, { schema }), close };
  const text = sqlite.prepare<[string], string | null>('select text from texts where id = ?');
  let told = 0;
  let serial = 0;
  let full = false;
  const keeper: Keeper = {
    shared: false,
    async open(options) {
      const ledger = openSqliteLedger(database, {
        ...options,
        // The real one has threads of its own, whose order nobody can tell.
        packing: {
          pack: async (text) => text,
          unpack: async (bytes) => bytes.toString(),
        },
      });
      await ledger.follow(told, (entries) => {
        told = entries.at(-1)?.seq ?? told;
        keeper.onCommit(entries);
      });
      const texts = openTextStore(database, {
        id: () => `text-${(serial += 1)}`,
        salt: () => Buffer.alloc(16, serial),
        now: () => world.now,
      });
      const casePrivate = openCasePrivateStore(database);
      const accessLog = openAccessLog(database, options.clockwork);
      const log = openDecisionLog(database);
      const decisionLog: DecisionLog = {
        ...log,
        // The few rows of a run need no page of their own: what a full disk does to them is done here.
        apply(entries, toRow) {
          if (full && world.random.chance(0.5)) throw new Error('database or disk is full');
          log.apply(entries, toRow);
        },
      };
      return { ledger, texts, casePrivate, accessLog, decisionLog };
    },
    onCommit: () => undefined,
    entries() {
      const { sql, params } = readStatement({});
      return sqlite
        .prepare<unknown[], EntryRow>(sql)
        .all(...params)
        .map((row) => toEntry(row));
    },
    textOf: (id) => text.pluck().get(id) ?? null,
    decisions: () =>
      sqlite.prepare<[], string>('select decision_id from decision_log').pluck().all(),
    verify: () => verifyChain(sqlite),
    fill(now) {
      full = now;
      const pages = Number(sqlite.pragma('page_count', { simple: true }));
      sqlite.pragma(`max_page_count = ${full ? pages : NO_LIMIT}`);
    },
    close,
  };
  return keeper;
}
