/** A server's connections to the simulated database: what `LedgerDatabase` asks for, with a way in between that can be cut. */
import type { LedgerDatabase } from '../../db/shared-ledger.ts';
import { EMPTY_LOOKS, type AccessLog } from '../../db/access-log.ts';
import type { CasePrivateStore } from '../../db/case-private.ts';
import { ChainCheck } from '../../db/chain-check.ts';
import { answerKey } from '../../db/shared-append.ts';
import { textHash, plainText, type TextStore } from '../../db/texts.ts';
import { Transaction, type Hint, type SimulatedDatabase } from './database.ts';

/** The way there and back. */
export interface Wire {
  /**
   * Runs the work there and brings what it gave. Rejects when the way is cut: nobody knows then whether it ran.
   * @param disk whether it has to wait for the disk.
   */
  call<T>(what: string, work: () => T | Promise<T>, disk?: boolean): Promise<T>;
  /** Brings a hint from there; it may be lost, come twice or late. */
  hint(work: () => void): void;
  /** Calls after each new connection. */
  connected(work: () => void): void;
}

export function openSession(database: SimulatedDatabase, wire: Wire): LedgerDatabase {
  let last: Promise<unknown> = Promise.resolve();

  const transact: LedgerDatabase['transact'] = (work) => {
    // One connection writes: one transaction after another.
    const mine = last.then(async () => {
      const tx = new Transaction();
      const alive = () => {
        if (tx.over) throw new Error('the transaction was ended');
        database.bePatient(tx);
      };
      try {
        const result = await work({
          take: (jobs) =>
            wire.call('take', async () => {
              await database.lock(tx);
              return database.take(jobs);
            }),
          write: (decided, sender) =>
            wire.call('write', () => {
              alive();
              tx.staged = { decided, sender };
            }),
          stands: (end) =>
            wire.call('stands', async () => {
              await database.lock(tx);
              return database.rows[end.seq - 1]?.hash === end.hash;
            }),
        });
        await wire.call('commit', () => database.commit(tx), true);
        return result;
      } catch (error) {
        // The connection is thrown away; where the database does not notice it loses patience in the end.
        wire.call('break', () => database.takeBack(tx)).catch(() => undefined);
        throw error;
      }
    });
    last = mine.catch(() => undefined);
    return mine;
  };

  return {
    transact,
    read: (options) => wire.call('read', () => database.read(options)),
    head: () => wire.call('head', () => database.head()),
    atOf: (seq) => wire.call('at', () => database.rows[seq - 1]?.at_ms ?? null),
    answered: (scope, key) =>
      wire.call('answered', () => {
        const known = database.answers.get(answerKey(scope, key));
        return known === undefined ? null : { ...known };
      }),
    replaceAnswer: ({ scope, key, request }, answer) =>
      wire.call(
        'remember',
        () => {
          const known = database.answers.get(answerKey(scope, key));
          if (known?.request !== request) return false;
          known.answer = answer;
          return true;
        },
        true,
      ),
    forgetAnswersBefore: (time) =>
      wire.call('forget', () => {
        let forgotten = 0;
        for (const [name, { at_ms }] of database.answers)
          if (at_ms < time && database.answers.delete(name)) forgotten += 1;
        return forgotten;
      }),
    async saveSnapshot({ seq, picture }) {
      const text = JSON.stringify(picture);
      await wire.call('snapshot', () => database.saveSnapshot({ seq, picture: text }, picture.seq));
    },
    loadSnapshot: (upTo) => wire.call('load', () => database.loadSnapshot(upTo)),
    async verify() {
      const chain = new ChainCheck();
      for (;;) {
        const found = await wire.call('verify', () => database.verify(chain));
        if (found !== null) return found;
      }
    },
    async listen(hint, connected) {
      const heard: Hint = (sender, seq) => wire.hint(() => hint(sender, seq));
      database.hints.add(heard);
      wire.connected(connected);
      return async () => {
        database.hints.delete(heard);
      };
    },
  };
}

/** Free text and exact positions beside the ledger, over the same way. Nothing is ever due in a run of minutes. */
export function openBeside(
  database: SimulatedDatabase,
  wire: Wire,
): { texts: TextStore; casePrivate: CasePrivateStore; accessLog: AccessLog } {
  return {
    texts: {
      keep: (text) =>
        wire.call(
          'text',
          () => {
            const id = `text-${database.texts.size + 1}`;
            database.texts.set(id, plainText(text));
            return { id, hash: textHash(Buffer.from(id), text) };
          },
          true,
        ),
      read: (id) => wire.call('text', () => database.texts.get(id) ?? null),
      dueAbout: async () => [],
      overdue: async () => ({}),
      about: async () => [],
      eraseDue: async () => 0,
    },
    casePrivate: {
      keep: (id, position) =>
        wire.call('position', () => void database.positions.set(id, position), true),
      read: (id) => wire.call('position', () => database.positions.get(id) ?? null),
      until: async () => null,
      due: async () => [],
      overdue: async () => 0,
      eraseDue: async () => 0,
    },
    // Who looked at what has tests of its own.
    accessLog: {
      head: async () => ({ seq: EMPTY_LOOKS.seq, hash: EMPTY_LOOKS.hash }),
      write: () => wire.call('looks', () => undefined, true),
      query: () => Promise.reject(new Error('not simulated')),
      stretch: () => Promise.reject(new Error('not simulated')),
      lines: () => Promise.reject(new Error('not simulated')),
      firstSeen: () => Promise.reject(new Error('not simulated')),
      cut: () => Promise.reject(new Error('not simulated')),
      olderThan: () => Promise.reject(new Error('not simulated')),
      verify: () => Promise.reject(new Error('not simulated')),
    },
  };
}
