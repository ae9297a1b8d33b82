/** A whole server on a file, everything that it says kept, and ways to look through all of it afterwards. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pino from 'pino';
import { openStores } from '../../../db/open.ts';
import { startMllp, type MllpServer } from '../../../server/feeds/hl7v2/server.ts';
import { openHarness, type Harness, type Reply } from '../../api/harness.ts';
import { NO_TRACES } from '../../../server/watch/traces.ts';

export interface Site {
  h: Harness;
  mllp: MllpServer;
  /** Every answer, and every line of the log. */
  said: string[];
  /** What failed in the background: must stay empty. */
  faults: unknown[];
  post(path: string, type: string, body: Buffer | string): Promise<Reply>;
  /** All that is kept: each value of each table, and the files as they are, with what was not yet moved into them. */
  kept(): string;
  close(): Promise<void>;
}

const CONNECTION = {
  ...{ id: 'conn-1', facility: 'lumc-leiden', name: 'HiX', application: 'HIX' },
  ...{ sendingFacility: 'ZHX', certificate: null, ackMode: 'auto' as const, moveOnUpdate: false },
  ...{ bedCodes: {}, revokedAt: null, createdAt: '2026-11-01T00:00:00.000Z' },
};

export async function openSite(folder: string): Promise<Site> {
  const said: string[] = [];
  const faults: unknown[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void said.push(line) });
  const path = join(folder, 'fuzz.db');
  const h = await openHarness(openStores(`file:${path}`), undefined, log);
  const { occupancy } = h.stores;
  await occupancy.saveConnection(CONNECTION);
  await occupancy.savePlaces('lumc-leiden', [
    { pointOfCare: 'IC', room: '', bed: '', unit: 'icu', ignored: false },
  ]);
  await occupancy.saveStaffed('lumc-leiden', { icu: 40 });
  await h.app.feeds.reloadConnections();
  await h.app.feeds.occupancy.remap('lumc-leiden');
  const mllp = await startMllp({
    traces: NO_TRACES,
    ...{ feed: h.app.feeds.adt, port: 0, host: '127.0.0.1' },
    onFault: (fault) => void faults.push(fault),
  });
  const key = await h.credentials('keyHospital');
  return {
    ...{ h, mllp, said, faults },
    async post(path, type, body) {
      const sent = typeof body === 'string' ? body : new Uint8Array(body);
      const answer = await h.app.fetch(
        new Request(`http://localhost:8080${path}`, {
          method: 'POST',
          headers: { ...key, 'content-type': type },
          body: sent,
        }),
      );
      const text = await answer.text();
      said.push(text, JSON.stringify([...answer.headers]));
      const isJson = /json/.test(answer.headers.get('content-type') ?? '');
      return {
        status: answer.status,
        headers: answer.headers,
        body: isJson ? JSON.parse(text) : text,
      };
    },
    kept: () => [...rowsOf(path), ...bytesOf(folder)].join('\n'),
    async close() {
      await mllp.close();
      await h.close();
    },
  };
}

function rowsOf(path: string): string[] {
  const database = new Sqlite(path, { readonly: true });
  try {
    const tables = database
      .prepare("select name from sqlite_master where type = 'table'")
      .all() as { name: string }[];
    return tables.flatMap(({ name }) =>
      database
        .prepare(`select * from "${name}"`)
        .all()
        .map((row) => `${name} ${JSON.stringify(row)}`),
    );
  } finally {
    database.close();
  }
}

const bytesOf = (folder: string) =>
  readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'));
