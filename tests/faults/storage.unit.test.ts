import { describe, expect, it } from 'vitest';
import { StorageError, storageFaultOf } from '../../db/storage-fault.ts';
import type { Clockwork } from '../../db/clockwork.ts';
import type { Ledger } from '../../db/ledger.ts';
import { StorageWatch, type StorageTrouble } from '../../server/desk/storage-watch.ts';

const coded = (code: string, cause?: unknown) =>
  Object.assign(new Error('failed', { cause }), { code });

describe('what an error says of the database', () => {
  it.each([
    ['53100', 'full'],
    ['SQLITE_FULL', 'full'],
    ['57P01', 'away'],
    ['57P03', 'away'],
    ['08006', 'away'],
    ['25006', 'away'],
    ['CONNECTION_CLOSED', 'away'],
    ['CONNECT_TIMEOUT', 'away'],
    ['ECONNREFUSED', 'away'],
    ['EAI_AGAIN', 'away'],
    ['SQLITE_IOERR_WRITE', 'away'],
    ['SQLITE_BUSY', 'away'],
    ['23505', null],
    ['42P01', null],
    ['SQLITE_CONSTRAINT_UNIQUE', null],
    ['ERR_INVALID_ARG_TYPE', null],
  ] as const)('%s: %s', (code, fault) => {
    expect(storageFaultOf(coded(code))).toBe(fault);
    // As drizzle wraps it.
    expect(storageFaultOf(new Error('failed query', { cause: coded(code) }))).toBe(fault);
  });

  it('is told by who caught it, and nothing by what is no error', () => {
    expect(storageFaultOf(new StorageError('away'))).toBe('away');
    expect(storageFaultOf('SQLITE_FULL')).toBeNull();
    expect(storageFaultOf(undefined)).toBeNull();
  });
});

/** A ledger in the test's hands, and timers that it turns by hand. */
function watched(shared: boolean) {
  const told: (StorageTrouble | null)[] = [];
  const turns: { ms: number; work: () => void }[] = [];
  let late: () => void = () => undefined;
  const state = {
    fault: null as Error | null,
    head: 'there' as 'there' | 'gone' | 'silent',
    now: 5,
  };
  const ledger = {
    append: () => (state.fault === null ? Promise.resolve('done') : Promise.reject(state.fault)),
    head: () =>
      state.head === 'there'
        ? Promise.resolve(null)
        : state.head === 'gone'
          ? Promise.reject(coded('ECONNREFUSED'))
          : new Promise(() => undefined),
  } as unknown as Ledger;
  const clockwork: Clockwork = {
    soon: () => () => undefined,
    after: (_ms, work) => {
      late = work;
      return () => (late = () => undefined);
    },
    every: (ms, work) => {
      turns.push({ ms, work });
      return () => undefined;
    },
    elapsed: () => 0,
  };
  const watch: StorageWatch = new StorageWatch({
    ...{ ledger, shared, clockwork },
    clock: () => state.now,
    trial: async () => void (await watch.ledger.append({} as never)),
    onChange: (trouble) => told.push(trouble),
  });
  const turn = async (every: number) => {
    for (const { ms, work } of turns) if (ms === every) work();
    await new Promise((done) => setImmediate(done));
  };
  const write = () => watch.ledger.append({} as never).catch(() => undefined);
  return {
    watch,
    state,
    told,
    write,
    look: () => turn(1_000),
    trial: () => turn(2_000),
    tooLate: () => late(),
  };
}

describe('whether what is written is kept', () => {
  it('is doubted from the first refused write, and again believed once a trial passes', async () => {
    const { watch, state, told, write, trial } = watched(false);
    state.fault = coded('SQLITE_FULL');
    await write();
    expect(watch.trouble).toEqual({ fault: 'full', since: 5 });
    state.now = 9;
    await trial();
    await write();
    expect(watch.trouble).toEqual({ fault: 'full', since: 5 });
    state.fault = null;
    await trial();
    expect(watch.trouble).toBeNull();
    expect(told).toEqual([{ fault: 'full', since: 5 }, null]);
  });

  it('is not doubted for a refusal of another kind, and nothing is tried while all is well', async () => {
    const { watch, state, write, trial } = watched(false);
    state.fault = coded('23505');
    await write();
    await trial();
    expect(watch.trouble).toBeNull();
  });

  it('is not known while a shared database misses two looks in a row', async () => {
    const { watch, state, look } = watched(true);
    state.head = 'gone';
    await look();
    expect(watch.trouble).toBeNull();
    await look();
    expect(watch.trouble).toMatchObject({ fault: 'away' });
    state.head = 'there';
    await look();
    expect(watch.trouble).toBeNull();
  });

  it('is not known while a shared database is silent', async () => {
    const { watch, state, look, tooLate } = watched(true);
    state.head = 'silent';
    await look();
    expect(watch.trouble).toBeNull();
    tooLate();
    expect(watch.trouble).toMatchObject({ fault: 'away' });
  });
});
