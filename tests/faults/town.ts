/** A town under load: hospitals that report and a room that decides, over HTTP, as many at a time as one likes, with what was said to each. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { scheduler } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Entry } from '#domain/entries.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import { connectStores } from '../../db/open.ts';
import type { ServerProcess } from '../support/server-process.ts';

export const HOSPITAL = 'lumc-leiden';
const ACCOUNT = { email: 'first@test.example', password: 'a long enough one for a fault' };
const CASE = {
  position: { lat: 52.0705, lon: 4.3007 },
  ageBand: '16-64',
  urgency: 'A1',
  findings: { vitals: { systolicBloodPressure: 84, gcs: 9 }, injuries: ['pelvis'] },
};
/** Nobody is slowed down: what is tried here is not the limiter. */
export const UNLIMITED = { RATE_LIMIT_KEY: '0', RATE_LIMIT_SESSION: '0', RATE_LIMIT_DISPATCH: '0' };
const VERIFY = join(import.meta.dirname, '..', '..', 'db', 'verify-ledger.ts');
const UNITS = ['icu', 'ward', 'medium-care', 'ccu'] as const;
/** What a client waits before it tries again, milliseconds. */
const PAUSE_MS = 20;

export interface Answer {
  /** 0: there was none. */
  status: number;
  body: Record<string, unknown>;
}

interface Write {
  method: string;
  path: string;
  body: object;
  /** Idempotency key. */
  key: string;
  credential: string;
}

export interface Keys {
  hospital: string;
  room: string;
}

export async function ask(
  url: string,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  try {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: (await reply.json()) as Answer['body'] };
  } catch {
    return { status: 0, body: {} };
  }
}

/** The first administrator of an empty installation, and what it hands out. */
export async function keysOf(server: ServerProcess): Promise<Keys> {
  const { url } = server;
  const token = await server.prints(/token=([\w-]+)$/m);
  const made = await ask(url, 'POST', '/api/v1/first-admin', { token, ...ACCOUNT });
  expect(made.status).toBe(201);
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(ACCOUNT),
  });
  const cookie = signedIn.headers.getSetCookie().map((one) => one.split(';')[0]);
  const issue = async (scope: object) => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const order = { name: 'test', scope, expiresAt };
    const headers = { cookie: cookie.join('; '), origin: url };
    const answer = await ask(url, 'POST', '/api/v1/keys', order, headers);
    expect(answer.status).toBe(201);
    return String(answer.body['key']);
  };
  const hospital = {
    actions: ['unit.write', 'metrics.read'],
    facilities: [HOSPITAL],
    room: null,
  };
  const actions = ['case.open', 'case.read', 'case.revise', 'case.decide', 'case.step'];
  return {
    hospital: await issue(hospital),
    room: await issue({ actions, facilities: [], room: 'mk-den-haag' }),
  };
}

/** Writers that go on through every fault, and remember what they were told. */
export class Load {
  /** Told to be written, with the answer. */
  readonly acknowledged: (Write & { answer: Answer })[] = [];
  /** Told that it was not, or told nothing. */
  readonly open: Write[] = [];
  /** How often each code was the answer; `none`: there was no answer. */
  readonly codes: Record<string, number> = {};
  readonly #keys: Keys;
  readonly #url: (writer: number) => string;
  #going: Promise<unknown>[] = [];
  #stopped = false;
  #waiting: { count: number; done: () => void }[] = [];
  #serial = 0;

  /** @param url where a writer sends just now. */
  constructor(keys: Keys, url: (writer: number) => string) {
    this.#keys = keys;
    this.#url = url;
  }

  start(hospitals: number, dispatchers: number): void {
    this.#stopped = false;
    const all = Array.from({ length: hospitals + dispatchers }, (_, nth) => nth);
    this.#going = all.map((nth) => (nth < hospitals ? this.#reports(nth) : this.#decides(nth)));
  }

  /** Resolves once so many more were acknowledged. */
  more(count: number): Promise<void> {
    return new Promise((done) =>
      this.#waiting.push({ count: this.acknowledged.length + count, done }),
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#going);
  }

  async #reports(writer: number): Promise<void> {
    const unit = UNITS[writer % UNITS.length];
    while (!this.#stopped) {
      const n = (this.#serial += 1);
      await this.#write(writer, {
        method: 'PUT',
        path: `/api/v1/facilities/${HOSPITAL}/units/${unit}`,
        // By this number each report is known again.
        body: { staffed: 9_000, occupied: n, available: 9_000 - n },
        credential: this.#keys.hospital,
      });
    }
  }

  async #decides(writer: number): Promise<void> {
    const credential = this.#keys.room;
    while (!this.#stopped) {
      const order = { method: 'POST', path: '/api/v1/cases', body: CASE, credential };
      const opened = await this.#write(writer, order);
      if (opened?.status !== 201) continue;
      const path = `/api/v1/cases/${String(opened.body['id'])}`;
      const bearer = { authorization: `Bearer ${credential}` };
      const ranked = await ask(this.#url(writer), 'GET', `${path}/ranking`, undefined, bearer);
      if (ranked.status !== 200) continue;
      const { seq, at, candidates } = ranked.body as unknown as Ranking;
      const facility = candidates[0]?.facility;
      if (facility === undefined) continue;
      const body = { facility, seq, at, overrideReason: null };
      await this.#write(writer, { method: 'POST', path: `${path}/decisions`, body, credential });
    }
  }

  async #write(writer: number, order: Omit<Write, 'key'>): Promise<Answer | null> {
    const write = { ...order, key: `write-${(this.#serial += 1)}` };
    const answer = await this.send(this.#url(writer), write);
    const { status } = answer;
    if (status >= 200 && status < 300) {
      this.acknowledged.push({ ...write, answer });
      const ready = this.#waiting.filter(({ count }) => this.acknowledged.length >= count);
      this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
      for (const { done } of ready) done();
      return answer;
    }
    const code = status === 0 ? 'none' : String(answer.body['code']);
    this.codes[code] = (this.codes[code] ?? 0) + 1;
    if (status === 0 || status >= 500) this.open.push(write);
    // As a client does that is not answered: not at once.
    await scheduler.wait(PAUSE_MS);
    return answer;
  }

  send(url: string, { method, path, body, key, credential }: Write): Promise<Answer> {
    const headers = { authorization: `Bearer ${credential}`, 'idempotency-key': key };
    return ask(url, method, path, body, headers);
  }

  /**
   * Sends everything once more under its key, what was acknowledged too: that must give the same answer and write nothing. Then reads
   * the ledger: everything is there, once, in a chain that `verify-ledger` finds whole.
   */
  async reconcile(url: string, database: string): Promise<void> {
    await inParts(this.acknowledged, async (write) => {
      const again = await this.send(url, write);
      expect({ status: again.status, body: again.body }).toEqual(write.answer);
    });
    await inParts(this.open, async (write) => {
      const answer = await this.send(url, write);
      // A decision on a picture that moved on is refused for good; nothing else is.
      if (write.path.endsWith('/decisions') && answer.status === 409) return;
      expect(answer).toMatchObject({ status: write.method === 'PUT' ? 200 : 201 });
      this.acknowledged.push({ ...write, answer });
    });
    const entries = await ofKeys(database);
    const written = (kind: string) => entries.filter((entry) => entry.kind === kind);
    const reported = written('unit-observed').map((entry) =>
      entry.kind === 'unit-observed' ? (entry.body.observation.occupied ?? -1) : -1,
    );
    const told = (test: (write: Write) => boolean) => this.acknowledged.filter(test);
    const reports = told((one) => one.method === 'PUT');
    expect(ordered(reported)).toEqual(
      ordered(reports.map(({ body }) => (body as { occupied: number }).occupied)),
    );
    const opened = told((one) => one.path === '/api/v1/cases');
    const ids = opened.map(({ answer }) => String(answer.body['id']));
    expect(new Set(ids).size).toBe(ids.length);
    expect(written('case-opened')).toHaveLength(ids.length);
    const decided = told((one) => one.path.endsWith('/decisions'));
    expect(written('decision-made')).toHaveLength(decided.length);
    const verified = spawnSync(process.execPath, [VERIFY, '--database', database], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(verified.stdout).toContain('intact: ');
    expect(verified.status).toBe(0);
  }
}

const ordered = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

async function inParts<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += 16)
    await Promise.all(all.slice(from, from + 16).map(work));
}

/** What machines wrote, from the database itself. */
async function ofKeys(database: string): Promise<Entry[]> {
  const stores = await connectStores(database);
  const found: Entry[] = [];
  try {
    const { seq } = await stores.ledger.head();
    for (let after = 0; after < seq;) {
      const page = await stores.ledger.read({ after });
      found.push(...page.filter((entry) => entry.by.kind === 'key'));
      after = page.at(-1)?.seq ?? seq;
    }
  } finally {
    await stores.close();
  }
  return found;
}
