/**
 * No secret stands anywhere in what a real server prints at its most talkative, sends to a collector of traces, counts, or answers where
 * it was not asked for it: through everything that has to do with one, a database that breaks, and starts that fail.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { URI, type TOTP } from 'otpauth';
import { afterEach, expect, it } from 'vitest';
import { withoutPassword } from '../../db/database-url.ts';
import { inOneLine } from '../../db/errors.ts';
import { openStores } from '../../db/open.ts';
import { createLog } from '../../server/log.ts';
import { readSettings } from '../../server/settings.ts';
import { startServer } from '../../server/start.ts';
import { startServerProcess } from '../support/server-process.ts';
import { SETUP } from '../walls/hands.ts';
import { startCollector } from '../watch/collector.ts';
import { Secrets } from './secrets-of.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'told-'));
  endings.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** A browser, or a program with a key: keeps its cookies, and all that it is answered that is no success. */
class Caller {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly #cookies = new Map<string, string>();
  static readonly refusals: string[] = [];

  constructor(url: string, key?: string) {
    this.#url = url;
    this.#headers = key === undefined ? { origin: url } : { authorization: `Bearer ${key}` };
  }

  async ask(method: string, path: string, body?: unknown, type = 'application/json') {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await fetch(this.#url + path, {
      method,
      headers: {
        ...this.#headers,
        ...(body === undefined ? {} : { 'content-type': type }),
        ...(cookie === '' ? {} : { cookie }),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    for (const one of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      this.#cookies.set(name, value);
    }
    const text = await reply.text();
    const { 'set-cookie': _, ...headers } = Object.fromEntries(reply.headers);
    Caller.refusals.push(JSON.stringify(headers));
    if (reply.status >= 400) Caller.refusals.push(text);
    const isJson = (reply.headers.get('content-type') ?? '').includes('json');
    return { status: reply.status, body: (isJson ? JSON.parse(text) : { text }) as Answer['body'] };
  }

  async must(method: string, path: string, body?: unknown): Promise<Answer['body']> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Values of its cookies. */
  tokens(): string[] {
    return [...this.#cookies.values()].filter((one) => one.length > 20);
  }
}

const signIn = (who: Caller, email: string, password: string) =>
  who.ask('POST', '/api/auth/sign-in/email', { email, password });
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** What a program says until it ends. */
function ended(
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '', PORT: '0', HOST: '127.0.0.1', ...env },
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('close', (code) => resolve({ code, said }));
  });
}

it(
  'a server that runs tells no secret, not even when its database breaks',
  { timeout: 120_000 },
  async () => {
    const secrets = new Secrets();
    const collector = await startCollector();
    endings.push(() => collector.close());
    const file = join(aFolder(), 'a.db');
    const server = await startServerProcess({
      DATABASE_URL: `file:${file}`,
      LOG_LEVEL: 'debug',
      WEBHOOK_ALLOW: 'localhost',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${secrets.add('token of the collector', 'collector-Tq81 7/+z'.replace(' ', '%20'))}`,
    });
    endings.push(() => server.stop());
    secrets.add('secret of the installation', readFileSync(`${file}.secret`, 'utf8').trim());
    const link = await server.prints(/token=([\w-]+)$/m);

    // The first administrator, whose second factor is codes.
    const first = 'first@test.example';
    const password = secrets.add('password', 'Zwaluw&7=nest + één');
    const admin = new Caller(server.url);
    await admin.must('POST', '/api/v1/first-admin', { token: link, email: first, password });
    await signIn(admin, first, secrets.add('wrong password', 'Zwaluw&7=nest + twee'));
    expect((await signIn(admin, first, password)).status).toBe(200);
    const begun = await admin.must('POST', '/api/auth/second-factor/codes', { password });
    const app = URI.parse(String(begun['uri'])) as TOTP;
    secrets.add('secret of the app', app.secret.base32);
    const confirmed = await admin.must('POST', '/api/auth/second-factor/codes/confirmation', {
      code: app.generate(),
    });
    const recoveryCodes = confirmed['recoveryCodes'] as string[];
    recoveryCodes.forEach((code, nth) => secrets.add(`recovery code ${nth}`, code));
    const second = new Caller(server.url);
    await signIn(second, first, password);
    await second.ask('POST', '/api/auth/sign-in/second-factor', {
      code: secrets.add('wrong code', 'wrong-recovery'),
    });
    await second.must('POST', '/api/auth/sign-in/second-factor', { code: recoveryCodes[0] });
    const next = secrets.add('next password', 'Gierzwaluw%20"9"\\nest');
    await second.must('POST', '/api/auth/change-password', {
      currentPassword: password,
      newPassword: next,
    });

    // An invitation, a forgotten password.
    const people = [{ email: 'somebody@test.example', role: 'viewer' }];
    const invited = await second.must('POST', '/api/v1/invitations', { people });
    const [one] = invited['invitations'] as { token: string; account: string }[];
    secrets.add('invitation', one?.token);
    const again = await second.must(
      'POST',
      `/api/v1/accounts/${one?.account ?? ''}/invitation`,
      {},
    );
    const token = secrets.add('invitation anew', String(again['token']));
    const guest = new Caller(server.url);
    const chosen = secrets.add('chosen password', 'Boerenzwaluw/schuur?1');
    await guest.ask('POST', '/api/v1/invitation', { token: one?.token, password: chosen });
    await guest.must('POST', '/api/v1/invitation', { token, password: chosen });
    await signIn(guest, 'somebody@test.example', chosen);

    // Keys: of a feed, another secret, in the wrong places.
    const order = {
      ...{ name: 'feed', expiresAt: inAnHour() },
      scope: { actions: ['unit.write', 'metrics.read'], facilities: ['lumc-leiden'] },
    };
    const made = await second.must('POST', '/api/v1/keys', order);
    const key = secrets.add('key', String(made['key']));
    const rotated = await second.must('POST', `/api/v1/keys/${String(made['id'])}/rotation`, {
      overlapHours: 1,
    });
    const renewed = secrets.add('key anew', String(rotated['key']));
    const feed = new Caller(server.url, renewed);
    const csv = 'facility;unit;staffed;occupied;available;status;reason;validUntil;observedAt\n';
    await feed.ask(
      'POST',
      '/api/v1/feeds/csv',
      `${csv}lumc-leiden;icu;22;20;2;open;;;\n`,
      'text/csv',
    );
    await feed.ask('POST', '/api/v1/feeds/csv', `${csv}nergens;icu;x;20;2;open;;;\n`, 'text/csv');
    for (const path of [
      `/api/v1/${key}`,
      `/api/v1/keys/${renewed}`,
      `/api/v1/me?key=${key}`,
      `/${key}`,
    ])
      await feed.ask('GET', path);
    await new Caller(server.url, `${key}x`).ask('GET', '/api/v1/me');
    await second.ask('POST', '/api/v1/keys', {
      ...order,
      scope: { ...order.scope, facilities: [key] },
    });
    await second.ask('POST', '/api/v1/keys', `{"name": "${key}`);

    // A webhook that nobody takes, with a word in its address.
    const word = secrets.add('word in an address', 'in-adres-Wq4n9');
    const wanted = { name: 'w', url: `http://127.0.0.1:1/in?token=${word}` };
    const owner = { kind: 'key', id: String(made['id']) };
    const hook = await second.must('POST', '/api/v1/webhooks', { ...wanted, owner });
    secrets.add('secret of a webhook', String(hook['secret']));
    const anew = await second.must('POST', `/api/v1/webhooks/${String(hook['id'])}/secret`, {});
    secrets.add('secret of a webhook anew', String(anew['secret']));
    await second.ask('POST', `/api/v1/webhooks/${String(hook['id'])}/test`, {});
    // Something that has no address is refused with its secret in it.
    await second.ask('POST', '/api/v1/webhooks', { ...wanted, owner, url: `ftp://${word}` });

    // A screen on a wall.
    const screen = new Caller(server.url);
    const pairing = await screen.must('POST', '/api/v1/wall-pairing', {});
    const code = secrets.add('code of a screen', String(pairing['code']));
    await second.must('POST', '/api/v1/walls', { code, name: 'Hal', setup: SETUP });
    await screen.must('GET', '/api/v1/picture');
    await second.ask('POST', '/api/v1/walls', { code, name: 'Hal', setup: SETUP });

    const figures = (await feed.ask('GET', '/api/v1/metrics')).body['text'];
    for (const [name, some] of Object.entries({ admin, second, guest, screen }))
      some.tokens().forEach((value, nth) => secrets.add(`cookie ${nth} of ${name}`, value));

    // The database breaks under it: what was asked meanwhile is answered 500, and said in the log.
    const tables = new Sqlite(file);
    endings.push(() => tables.close());
    const broken: Record<number, number> = {};
    for (const table of ['api_keys', 'session', 'walls']) {
      tables.exec(`alter table "${table}" rename to "${table}_gone"`);
      // Others than before: who was known lately is known for some seconds.
      const fresh = new Caller(server.url, table === 'api_keys' ? key : renewed);
      for (const answer of [
        await fresh.ask('GET', '/api/v1/me'),
        await second.ask('GET', '/api/v1/keys'),
        await screen.ask('GET', '/api/v1/wall-pairing'),
        await signIn(new Caller(server.url), 'somebody@test.example', chosen),
      ])
        broken[answer.status] = (broken[answer.status] ?? 0) + 1;
      tables.exec(`alter table "${table}_gone" rename to "${table}"`);
    }
    expect(broken[500]).toBeGreaterThan(1);
    expect((await feed.ask('GET', '/api/v1/me')).status).toBe(200);
    await server.stop();

    const said = server.said();
    // Printed on purpose, once, for whoever starts the first server (docs/first-day.md).
    expect(said.split(link)).toHaveLength(2);
    expect(said).toContain('"level":20');
    expect(said).toContain('no such table: api_keys');
    expect(collector.raw()).toContain('POST /api/v1/keys');
    expect(figures).toContain('spoedkaart_');
    expect(secrets.size).toBeGreaterThan(30);
    expect(secrets.foundIn(said)).toEqual([]);
    expect(secrets.foundIn(collector.raw())).toEqual([]);
    expect(secrets.foundIn(String(figures))).toEqual([]);
    expect(secrets.foundIn(Caller.refusals.join('\n'))).toEqual([]);
  },
);

const PASSWORD = 'Pw-9f&2 k@q:z';
const ENCODED = encodeURIComponent(PASSWORD);
const UNREACHABLE = `postgres://spoed:${ENCODED}@127.0.0.1:1/x`;

/** The password, and what is left of one that is cut at a sign in it. */
function passwords(): Secrets {
  const secrets = new Secrets();
  for (const one of [PASSWORD, ENCODED, 'Pw-9f&2', '2%20k%40q']) secrets.add(one, one);
  return secrets;
}

it.each<[string, Record<string, string>]>([
  [
    'a password that is not encoded',
    { DATABASE_URL: `postgres://spoed:${PASSWORD}@127.0.0.1:1/x` },
  ],
  ['one in the query', { DATABASE_URL: `postgres://127.0.0.1:1/x?user=a&password=${ENCODED}` }],
  ['an address without a database', { DATABASE_URL: `postgres://spoed:${ENCODED}@127.0.0.1` }],
  ['a scheme that nobody knows', { DATABASE_URL: `mysql://spoed:${ENCODED}@127.0.0.1/x` }],
  ['a file that is none', { DATABASE_URL: `file:////spoed:${ENCODED}` }],
  ['a token of LPZ alone', { LPZ_TOKEN: `user:${ENCODED}` }],
  ['a token of LPZ of the wrong form', { LPZ_TOKEN: ENCODED }],
  ['headers of the wrong form', { OTEL_EXPORTER_OTLP_HEADERS: ENCODED }],
  ['a public address with a password', { PUBLIC_URL: `https://a:${ENCODED}@x.example/y` }],
  ['tiles with a key', { TILES_URL: `ftp://tiles.example/${ENCODED}` }],
  ['a routing engine with a password', { OSRM_URL: `ftp://a:${ENCODED}@x.example` }],
  ['roles that are none', { SECOND_FACTOR_ROLES: ENCODED }],
  ['a level that is none', { LOG_LEVEL: ENCODED }],
])('a start that fails tells no secret: %s', async (_, env) => {
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => lines.push(line) });
  const start = async () => {
    const settings = readSettings({ PORT: '0', DATABASE_URL: ':memory:', ...env });
    const server = await startServer(settings, { log });
    await server.stop();
  };
  const error = await start().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  const said = [(error as Error).message, inOneLine(error), ...lines].join('\n');
  expect(passwords().foundIn(said)).toEqual([]);
});

it('programs beside the server tell neither passwords nor keys', { timeout: 120_000 }, async () => {
  const folder = aFolder();
  const stores = openStores(`file:${join(folder, 'a.db')}`);
  await stores.close();
  const key = join(folder, 'back-up.key');
  const program = (name: string, ...args: string[]) => ended([join(ROOT, name), ...args], {});
  const made = await program('db/back-up.ts', 'take', '--make-key', key);
  const secrets = passwords();
  secrets.add('key of the back-ups', readFileSync(key, 'utf8').trim());
  const [server, settings, verified, moved, taken, sealed, wrong] = await Promise.all([
    ended([join(ROOT, 'server/main.ts')], { DATABASE_URL: UNREACHABLE, LOG_LEVEL: 'debug' }),
    ended([join(ROOT, 'server/main.ts')], { LPZ_TOKEN: ENCODED, LOG_LEVEL: 'debug' }),
    program('db/verify-ledger.ts', '--database', UNREACHABLE),
    program('db/move-ledger.ts', '--from', join(folder, 'a.db'), '--to', UNREACHABLE),
    program('db/back-up.ts', 'take', '--database', UNREACHABLE, '--to', folder, '--key', key),
    ...[key, join(folder, 'a.db')].map((one) =>
      program(
        ...(['db/back-up.ts', 'take', '--database', `file:${join(folder, 'a.db')}`] as const),
        ...['--to', folder, '--key', one],
      ),
    ),
  ]);
  const codes = [made, server, settings, verified, moved, taken, sealed, wrong];
  expect(codes.map((one) => one?.code)).toEqual([0, 1, 2, 2, 1, 1, 0, 1]);
  for (const one of codes) expect(secrets.foundIn(one?.said ?? '')).toEqual([]);
});

it('an address is shown without its password, however it is written', () => {
  for (const url of [
    UNREACHABLE,
    `postgres://spoed:${PASSWORD}@127.0.0.1:1/x`,
    `postgres://spoed:a/${PASSWORD}@127.0.0.1:1/x`,
    `postgres://127.0.0.1/x?password=${ENCODED}&user=a`,
  ]) {
    const shown = withoutPassword(url);
    expect(passwords().foundIn(shown)).toEqual([]);
    expect(shown).toContain('127.0.0.1');
  }
});
