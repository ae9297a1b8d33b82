/** What every database must do: the same tests on SQLite and on PostgreSQL. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe } from 'vitest';
import type { LedgerOptions } from '../../db/ledger.ts';
import { connectStores, type Stores } from '../../db/open.ts';
import { postgresForTests } from '../support/postgres.ts';

export interface Kept {
  /** The stores of the test that runs, on an empty database. */
  readonly stores: Stores;
  /** The same database opened once more, as a later start or another server finds it. */
  again(options?: LedgerOptions): Promise<Stores>;
}

export function onBoth(suite: (kept: Kept) => void): void {
  describe('on SQLite', () => {
    let folder = '';
    each(
      async () => `file:${join((folder = mkdtempSync(join(tmpdir(), 'spoedkaart-db-'))), 'a.db')}`,
      () => rmSync(folder, { recursive: true, force: true }),
      suite,
    );
  });
  describe('on PostgreSQL', () => {
    const server = postgresForTests();
    each(
      () => server().database(),
      () => undefined,
      suite,
    );
  });
}

function each(fresh: () => Promise<string>, drop: () => void, suite: (kept: Kept) => void): void {
  const opened: Stores[] = [];
  let url = '';
  const again = async (options?: LedgerOptions) => {
    const stores = await connectStores(url, options);
    opened.push(stores);
    return stores;
  };
  beforeEach(async () => {
    url = await fresh();
    await again();
  });
  afterEach(async () => {
    for (const stores of opened.splice(0)) await stores.close();
    drop();
  });
  suite({
    get stores() {
      const [first] = opened;
      if (first === undefined) throw new Error('the stores are there during a test only');
      return first;
    },
    again,
  });
}
