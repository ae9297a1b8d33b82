import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStores } from '../../db/open.ts';
import { HOUR } from '../../server/domain/clock.ts';
import { doWhatIsDue } from '../../server/desk/clerk.ts';
import { createLog } from '../../server/log.ts';
import { DEN_HAAG_CASE, openHarness, problemOf, type Harness } from './harness.ts';

const NAME = 'Jan Planted';
const NOTE = `${NAME}, 123456782`;
const EXACT = { lat: 52.0705123, lon: 4.3007456 };
const DAY = 24 * HOUR;

async function inFile(work: (server: Harness, folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'erasure-'));
  const server = await openHarness(openStores(`file:${join(folder, 'a.db')}`));
  try {
    await work(server, folder);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

/** Files of the folder that hold the bytes. */
const filesWith = (folder: string, bytes: string | Buffer) =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(bytes));

function asStored(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

const tablesWith = ({ stores }: Harness, text: string) => {
  const { sqlite } = stores.database;
  const tables = sqlite
    .prepare<[], string>("select name from sqlite_master where type = 'table'")
    .pluck()
    .all();
  return tables.filter((table) =>
    sqlite
      .prepare<[], object>(`select * from "${table}"`)
      .all()
      .some((row) => JSON.stringify(row).includes(text)),
  );
};

/** A note at every place that takes one, and a case at an exact spot, all under idempotency keys. */
async function writeEverywhere(server: Harness): Promise<string> {
  const send: Harness['send'] = (...words) => server.send(...words);
  const keyed = (key: string) => ({ 'idempotency-key': key });
  const at = '/api/v1/facilities/lumc-leiden';
  const figures = { available: 3, note: NOTE, reason: NOTE };
  const stop = {
    ...{ scope: 'ed', level: 'impending', reason: 'crowding', note: NOTE },
    until: new Date(server.clock.now + HOUR).toISOString(),
  };
  const spot = { ...DEN_HAAG_CASE, position: EXACT };
  const opened = await send('dispatcher', 'POST', '/api/v1/cases', spot, keyed('open'));
  const { id, ranking } = opened.body as { id: string; ranking: { seq: number } };
  const choice = { facility: 'lumc-leiden', seq: ranking.seq, overrideReason: 'OTHER', note: NOTE };
  const path = `/api/v1/cases/${id}`;
  const answer = { answer: 'declined', reason: NOTE };
  const replies = [
    opened,
    await send('dispatcher', 'POST', `${path}/decisions`, choice, keyed('decide')),
    await send('hospital', 'POST', `${path}/acknowledgement`, answer, keyed('answer')),
    await send('hospital', 'PUT', `${at}/units/icu`, figures, keyed('unit')),
    await send('hospital', 'POST', `${at}/stops`, stop, keyed('stop')),
  ];
  expect(replies.map(({ status }) => status)).toEqual([201, 201, 200, 200, 201]);
  return id;
}

describe('what could point to a person', () => {
  it('is never in the ledger, and leaves every file of the database on time', () =>
    inFile(async (server, folder) => {
      await writeEverywhere(server);
      const { deskParts, live } = server.app;
      expect(tablesWith(server, NAME).sort()).toEqual(['idempotency', 'texts']);
      expect(tablesWith(server, String(EXACT.lat))).toEqual(['case_private']);

      server.clock.now += DAY;
      await doWhatIsDue(deskParts);
      for (const part of [EXACT.lat, EXACT.lon])
        expect([...filesWith(folder, asStored(part)), ...filesWith(folder, String(part))]).toEqual(
          [],
        );

      server.clock.now += 7 * DAY;
      await doWhatIsDue(deskParts);
      expect(tablesWith(server, NAME)).toEqual(['texts']);

      server.clock.now += 365 * DAY;
      await doWhatIsDue(deskParts);
      await live.close();
      expect(filesWith(folder, NAME)).toEqual([]);
      expect((await server.stores.ledger.verify()).intact).toBe(true);
    }));

  it('leaves the write-ahead file also when somebody was reading at the time', () =>
    inFile(async (server, folder) => {
      await writeEverywhere(server);
      const { sqlite } = server.stores.database;
      sqlite.pragma('busy_timeout = 1');
      const reader = openStores(`file:${join(folder, 'a.db')}`);
      reader.database.sqlite.exec('begin; select count(*) from entries');
      server.clock.now += DAY;
      await doWhatIsDue(server.app.deskParts);
      expect(filesWith(folder, asStored(EXACT.lat))).not.toEqual([]);
      reader.database.sqlite.exec('rollback');
      await reader.close();
      server.clock.now += 1;
      await doWhatIsDue(server.app.deskParts);
      expect(filesWith(folder, asStored(EXACT.lat))).toEqual([]);
    }));

  it('cannot be guessed from the hash by which a repeated request is known', async () => {
    const hashes = async (secret: string) => {
      const server = await openHarness(undefined, secret);
      try {
        const keyed = { 'idempotency-key': 'one' };
        await server.send('keyRoom', 'POST', '/api/v1/cases', DEN_HAAG_CASE, keyed);
        const { sqlite } = server.stores.database;
        return sqlite.prepare<[], string>('select request from idempotency').pluck().all();
      } finally {
        await server.close();
      }
    };
    const [ours, theirs] = [await hashes('5'.repeat(64)), await hashes('6'.repeat(64))];
    // The case and its advice have a row each.
    expect([ours.length, theirs.length]).toEqual([2, 2]);
    for (const one of ours) expect(theirs).not.toContain(one);
  });

  it.each([
    [
      'the name of a risk model',
      'dispatcher',
      'POST',
      '/api/v1/cases',
      { ...DEN_HAAG_CASE, externalRisk: { model: NOTE, version: '1', probability: 0.5 } },
    ],
  ] as const)('has no place in %s, which is kept for good', (_what, who, method, path, body) =>
    inFile(async (server) => {
      const refused = await server.send(who, method, path, body);
      expect([refused.status, problemOf(refused).code]).toEqual([422, 'VALIDATION']);
    }),
  );
});

describe('the log', () => {
  const listening = (level: 'debug' | 'info') => {
    const lines: string[] = [];
    return { lines, log: createLog(level, { write: (line) => void lines.push(line) }) };
  };

  it('says at its most talkative nothing of bodies, notes, positions, cookies and keys', () =>
    inFile(async () => {
      const { lines, log } = listening('debug');
      const server = await openHarness(undefined, undefined, log);
      try {
        await writeEverywhere(server);
        await server.send('keyRoom', 'GET', '/api/v1/cases');
        await server.send(null, 'POST', '/api/auth/sign-in/email', {
          email: 'who@test.example',
          password: 'a wrong pass word',
        });
        const shown = lines.join('');
        const { cookie } = await server.credentials('dispatcher');
        const { authorization } = await server.credentials('keyRoom');
        const secrets = [
          ...[NAME, '123456782', String(EXACT.lat), 'who@test.example', 'a wrong pass word'],
          ...[cookie?.split('=')[1] ?? '?', authorization?.split(' ')[1] ?? '?'],
        ];
        expect(lines.length).toBeGreaterThan(5);
        expect(secrets.filter((one) => shown.includes(one))).toEqual([]);
      } finally {
        await server.close();
      }
    }));

  it('names a query that failed without the values that it was given', async () => {
    const { lines, log } = listening('info');
    const server = await openHarness(undefined, undefined, log);
    try {
      const credentials = await server.credentials('viewer');
      server.stores.database.sqlite.exec('drop table session');
      const failed = await server.send(null, 'GET', '/api/v1/me', undefined, credentials);
      // Who is asking cannot be told: the request may come again.
      expect(failed.status).toBe(503);
      const shown = lines.join('');
      expect(shown).toContain('no such table: session');
      const token = decodeURIComponent(credentials['cookie'] ?? '').split(/[=.]/)[2] ?? '?';
      expect(shown).not.toContain(token);
    } finally {
      await server.close();
    }
  });
});
