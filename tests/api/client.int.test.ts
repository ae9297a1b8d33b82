/** The client as somebody else gets it: packed, unpacked where nothing of ours is near, and used against a real server. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSpoedkaartClient,
  nextCursor,
  orThrow,
  SpoedkaartError,
} from '../../server/client/index.ts';
import { API_VERSION } from '../../server/api/describe.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer, type RunningServer } from '../../server/start.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PACKAGE = join(ROOT, 'server', 'client');
const PASSWORD = 'a long enough one';
const run = promisify(execFile);
/** The same Node for whatever is started. */
const env = {
  ...process.env,
  PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
};

let folder: string;
let server: RunningServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'client-'));
  await unpack();
  const settings = readSettings({ PORT: '0', DATABASE_URL: `file:${join(folder, 'a.db')}` });
  server = await startServer(settings, { log: pino({ level: 'silent' }) });
  await server.app.access.accounts.create({
    email: 'beheer@test.example',
    password: PASSWORD,
    role: 'administrator',
    scope: { room: null, facilities: [], regions: [] },
  });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** What `npm install` would do, without a network: the package, and what it leans on. */
async function unpack(): Promise<void> {
  const words = ['pack', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', words, { cwd: PACKAGE, env });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as { filename: string }[];
  const modules = join(folder, 'node_modules');
  const target = join(modules, 'spoedkaart-client');
  mkdirSync(target, { recursive: true });
  const archive = join(folder, packed?.filename ?? '');
  await run('tar', ['-xzf', archive, '-C', target, '--strip-components=1']);
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers'])
    cpSync(join(ROOT, 'node_modules', name), join(modules, name), { recursive: true });
}

const PROGRAM = `
import { createSpoedkaartClient, orThrow, pages, SpoedkaartError } from 'spoedkaart-client';
const baseUrl = process.env.SERVER;
const people = createSpoedkaartClient({ baseUrl });
const signedIn = await people.POST('/api/auth/sign-in/email', {
  body: { email: 'beheer@test.example', password: process.env.PASSWORD },
});
orThrow(signedIn);
const cookie = signedIn.response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
const administrator = createSpoedkaartClient({ baseUrl, headers: { cookie } });
const { key } = orThrow(await administrator.POST('/api/v1/keys', {
  body: {
    name: 'EPD',
    scope: { actions: ['unit.write'], facilities: ['lumc-leiden'] },
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  },
}));
const machine = createSpoedkaartClient({ baseUrl, key });
const UNIT = '/api/v1/facilities/{facility}/units/{kind}';
const report = (facility) => machine.PUT(UNIT, {
  params: { path: { facility, kind: 'icu' } },
  body: { staffed: 20, occupied: 17 },
});
const unit = orThrow(await report('lumc-leiden'));
let refused = null;
try { orThrow(await report('haga-leyweg')); } catch (error) {
  refused = { ours: error instanceof SpoedkaartError, status: error.status, code: error.code };
}
const read = await machine.GET('/api/v1/picture', { params: { query: { region: 'west' } } });
const picture = orThrow(read);
const again = await machine.GET('/api/v1/picture', {
  params: { query: { region: 'west' } },
  headers: { 'if-none-match': read.response.headers.get('etag') },
});
const seqs = [];
for await (const page of pages(machine, '/api/v1/ledger', { query: { after: 3, limit: 50 } })) seqs.push(page.seq);
const lumc = picture.facilities.find((one) => one.id === 'lumc-leiden');
console.log(JSON.stringify({
  available: unit.available,
  seen: lumc.units.find((one) => one.kind === 'icu').available,
  refused,
  again: again.response.status,
  seqs,
}));
`;

const TYPED = `
import { createSpoedkaartClient, orThrow, pages, type ProblemCode, type Schemas } from 'spoedkaart-client';
const client = createSpoedkaartClient({ baseUrl: 'http://127.0.0.1', key: 'spk_x' });
export async function use(): Promise<number | null> {
  const { data, error } = await client.GET('/api/v1/facilities/{facility}', { params: { path: { facility: 'x' } } });
  const code: ProblemCode | undefined = error?.code;
  const unit: Schemas['Unit'] | undefined = data?.units[0];
  const picture = orThrow(await client.GET('/api/v1/picture'));
  const seq: number = picture.seq;
  for await (const page of pages(client, '/api/v1/decisions', { query: { limit: 5 } })) {
    const next: string | null = page.next;
    void next;
  }
  for await (const keys of pages(client, '/api/v1/keys')) void keys[0]?.prefix;
  // @ts-expect-error no such route
  await client.GET('/api/v1/nothing');
  // @ts-expect-error no list in pages
  pages(client, '/api/v1/picture');
  // @ts-expect-error the path lacks its facility
  await client.PUT('/api/v1/facilities/{facility}/units/{kind}', { params: { path: { kind: 'icu' } }, body: {} });
  // @ts-expect-error no number
  await client.PUT('/api/v1/facilities/{facility}/units/{kind}', { params: { path: { facility: 'x', kind: 'icu' } }, body: { staffed: 'many' } });
  // @ts-expect-error no such code
  if (code === 'SOMETHING') return null;
  return unit?.available ?? seq;
}
`;

describe('the packed client', () => {
  it('signs in, issues a key, reports a unit, reads the picture, gets the typed error and pages through the ledger', async () => {
    writeFileSync(join(folder, 'use.mjs'), PROGRAM);
    const { stdout } = await run(process.execPath, ['use.mjs'], {
      cwd: folder,
      env: { ...env, SERVER: server.url, PASSWORD },
    });
    const told = JSON.parse(stdout) as { seqs: number[] };
    expect(told).toMatchObject({
      available: 3,
      seen: 3,
      refused: { ours: true, status: 403, code: 'FORBIDDEN' },
      again: 304,
    });
    expect(told.seqs.length).toBeGreaterThan(1);
    expect(told.seqs.at(-1)).toBe(server.app.live.picture.seq);
  });

  it('has types that know routes, bodies, answers and codes', async () => {
    writeFileSync(join(folder, 'use.ts'), TYPED);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const words = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext'];
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const answered = await run(
      process.execPath,
      [compiler, ...words, '--lib', 'es2022,dom', 'use.ts'],
      {
        cwd: folder,
      },
    ).catch((fault: { stdout: string }) => fault);
    expect(answered.stdout).toBe('');
  });

  it('is of the version of the API and leans on the library that we test with', () => {
    const read = (path: string) =>
      JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, string>>;
    const own = read(join(PACKAGE, 'package.json'));
    expect(own.version).toBe(API_VERSION);
    expect(own.dependencies).toEqual({
      'openapi-fetch': read(join(ROOT, 'package.json')).dependencies?.['openapi-fetch'],
    });
  });
});

describe('the client', () => {
  const answers = (...replies: Response[]) => {
    const seen: { key: string | null; body: string }[] = [];
    const waits: number[] = [];
    const client = createSpoedkaartClient({
      baseUrl: 'http://server.example',
      fetch: async (request) => {
        seen.push({ key: request.headers.get('idempotency-key'), body: await request.text() });
        return replies.shift() ?? Response.error();
      },
      wait: async (milliseconds) => void waits.push(milliseconds),
    });
    return { client, seen, waits };
  };
  const later = (status: number, seconds: string) =>
    Response.json(
      { code: 'TOO_MANY_REQUESTS', title: 'x' },
      { status, headers: { 'retry-after': seconds, 'content-type': 'application/problem+json' } },
    );
  const note = { params: { path: { region: 'west' } }, body: { text: 'x' } };
  const NOTES = '/api/v1/regions/{region}/notes';

  it('waits as long as it is asked to, and sends a write again under the same key', async () => {
    const { client, seen, waits } = answers(
      later(429, '7'),
      later(503, '1'),
      Response.json({ id: 'n' }, { status: 201 }),
    );
    expect(orThrow(await client.POST(NOTES, note))).toMatchObject({ id: 'n' });
    expect(waits).toEqual([7_000, 1_000]);
    expect(seen.map(({ body }) => body)).toEqual(Array(3).fill('{"text":"x"}'));
    expect(new Set(seen.map(({ key }) => key)).size).toBe(1);
    expect(seen[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('gives up after the second time, and at once when it should wait longer than it may', async () => {
    const { client, waits } = answers(later(429, '1'), later(429, '1'), later(429, '30'));
    const refused = await client.POST(NOTES, note);
    expect(() => orThrow(refused)).toThrow(SpoedkaartError);
    expect(waits).toEqual([1_000, 1_000]);
    const patient = answers(later(429, '61'));
    const fault = new SpoedkaartError((await patient.client.POST(NOTES, note)).response, null);
    expect([fault.retryAfterSeconds, patient.waits]).toEqual([61, []]);
  });

  it('tells what is no answer of ours apart', async () => {
    const { client } = answers(new Response('<html>', { status: 502 }));
    const refused = await client.GET('/api/v1/picture');
    const fault = (() => {
      try {
        return orThrow(refused);
      } catch (error) {
        return error;
      }
    })();
    expect(fault).toMatchObject({ status: 502, code: 'UNKNOWN', problem: null });
  });

  it('reads the cursor of the next page', () => {
    const link = (value: string) => new Response(null, { headers: { link: value } });
    expect(nextCursor(link('</api/v1/keys?limit=2&cursor=a-b_c>; rel="next"'))).toBe('a-b_c');
    expect(nextCursor(new Response())).toBeNull();
  });
});
