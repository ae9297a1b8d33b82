/** What hospitals and dispatch rooms send, at a steady rate whatever the answers take. */
import { Agent, request } from 'node:http';
import { seedBaseline } from '../../seed/baseline.ts';
import { seedRooms } from '../../seed/rooms.ts';
import type { Keys } from '../../seed/simulator/driver.ts';
import { observation } from '../support/country.ts';
import { pause } from '../support/stats.ts';
import { clock } from './messages.ts';

export interface Rates {
  updatesPerSecond: number;
  casesPerSecond: number;
  seconds: number;
}

export interface Traffic {
  /** Of each unit, by its subject in the ledger: when its reports were sent, oldest first. */
  sent: Map<string, number[]>;
  updates: number;
  cases: number;
  /** Decisions that were made once more, because the picture had moved or another was first. */
  decidedAgain: number;
  /** Answers that were not what was asked for, by status and what. */
  refused: Map<string, number>;
  /** Milliseconds until the answer, by what was asked. */
  took: Record<'update' | 'case' | 'decision' | 'step', number[]>;
}

export const noTraffic = (): Traffic => ({
  sent: new Map(),
  updates: 0,
  cases: 0,
  decidedAgain: 0,
  refused: new Map(),
  took: { update: [], case: [], decision: [], step: [] },
});

/** Between the steps of a case, milliseconds: short, so that cases end within the run. */
const STEP_MS = 2_000;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Resolves when the last update was sent and the cases have had time to end. @param urls of the servers, in turn. */
export async function drive(urls: readonly string[], keys: Keys, rates: Rates): Promise<Traffic> {
  const units = seedBaseline().flatMap(({ facility, kind, staffed }) =>
    staffed === null || keys.facilities[facility] === undefined
      ? []
      : [{ facility, kind, staffed }],
  );
  const rooms = seedRooms().filter(({ id }) => keys.rooms[id] !== undefined);
  const traffic = noTraffic();
  const server = (nth: number) => urls[nth % urls.length] ?? '';

  function update(): void {
    const nth = traffic.updates;
    const unit = units[nth % units.length];
    if (unit === undefined) throw new Error('there is no unit');
    traffic.updates += 1;
    const { facility, kind, staffed } = unit;
    const subject = `unit:${facility}/${kind}`;
    const times = traffic.sent.get(subject) ?? [];
    const sent = clock();
    times.push(sent);
    traffic.sent.set(subject, times);
    const body = observation(staffed, nth + Math.floor(nth / units.length));
    const path = `/facilities/${facility}/units/${kind}`;
    void say('update', server(nth), 'PUT', path, key(facility), body).then((answer) => {
      // What was refused comes to nobody.
      if (answer === null) times.splice(times.indexOf(sent), 1);
    });
  }
  const key = (facility: string) => keys.facilities[facility] ?? '';

  async function aCase(): Promise<void> {
    const nth = traffic.cases;
    traffic.cases += 1;
    const room = rooms[nth % rooms.length];
    if (room === undefined) throw new Error('there is no room');
    const at = server(nth);
    const its = keys.rooms[room.id] ?? '';
    const opened = await say<Opened>('case', at, 'POST', '/cases', its, {
      position: room.position,
      ageBand: '16-64',
      urgency: 'A1',
      findings: { vitals: { systolicBloodPressure: 84, gcs: 9 }, injuries: ['pelvis'] },
    });
    if (opened === null) return;
    const path = `/cases/${opened.id}`;
    if (!(await decide(at, path, its, opened.ranking))) return;
    for (const status of ['en-route', 'arrived', 'handed-over']) {
      await pause(STEP_MS);
      await say('step', at, 'POST', `${path}/status`, its, { status });
    }
  }

  /** As a dispatcher does who is told that the picture has moved or another was first: looks at the new advice and decides again. */
  async function decide(at: string, path: string, its: string, advice: Ranking): Promise<boolean> {
    for (let ranking = advice; ; traffic.decidedAgain += 1) {
      const facility = ranking.candidates[0]?.facility;
      if (facility === undefined) return false;
      const body = { facility, seq: ranking.seq };
      const answer = await ask('decision', at, 'POST', `${path}/decisions`, its, body);
      const renewed =
        answer.status === 409 ? (JSON.parse(answer.text) as Renewed).ranking : undefined;
      if (renewed === undefined) return taken(answer, `POST ${path}/decisions`);
      ranking = renewed;
    }
  }

  function taken({ status, text }: { status: number; text: string }, what: string): boolean {
    if (status >= 200 && status < 300) return true;
    const code = /"code":"(\w+)"/.exec(text)?.[1] ?? '';
    const [method, , first, , last = ''] = what.split(/[ /]/);
    const told = `${status} ${code} ${method} ${first} ${last}`;
    traffic.refused.set(told, (traffic.refused.get(told) ?? 0) + 1);
    return false;
  }

  async function ask(
    kind: keyof Traffic['took'],
    url: string,
    method: string,
    path: string,
    bearer: string,
    body: object,
  ): Promise<{ status: number; text: string }> {
    const from = performance.now();
    const answer = await send(`${url}/api/v1${path}`, method, bearer, body);
    traffic.took[kind].push(performance.now() - from);
    return answer;
  }

  /** Null: refused, which is counted. */
  async function say<T>(
    kind: keyof Traffic['took'],
    url: string,
    method: string,
    path: string,
    bearer: string,
    body: object,
  ): Promise<T | null> {
    const answer = await ask(kind, url, method, path, bearer, body);
    return taken(answer, `${method} ${path}`) ? (JSON.parse(answer.text) as T) : null;
  }

  await steadily(rates, update, () => void aCase());
  await pause(4 * STEP_MS);
  return traffic;
}

interface Ranking {
  seq: number;
  candidates: { facility: string }[];
}
interface Opened {
  id: string;
  ranking: Ranking;
}
interface Renewed {
  ranking?: Ranking;
}

/** Whatever is due by the clock is sent at once: a late timer makes no gap. */
export function steadily(
  { updatesPerSecond, casesPerSecond, seconds }: Rates,
  update: () => void,
  aCase: () => void,
): Promise<void> {
  const from = performance.now();
  let [updates, cases] = [0, 0];
  return new Promise((done) => {
    const timer = setInterval(() => {
      const passed = Math.min(seconds, (performance.now() - from) / 1_000);
      for (; updates < passed * updatesPerSecond; updates += 1) update();
      for (; cases < passed * casesPerSecond; cases += 1) aCase();
      if (passed < seconds) return;
      clearInterval(timer);
      done();
    }, 5);
  });
}

export function send(
  url: string,
  method: string,
  bearer: string,
  body: object,
): Promise<{ status: number; text: string }> {
  const content = JSON.stringify(body);
  return new Promise((done) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(content),
      ...(bearer === '' ? {} : { authorization: `Bearer ${bearer}` }),
    };
    const asked = request(url, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => done({ status: response.statusCode ?? 0, text }));
    });
    asked.on('error', (error) => done({ status: 0, text: error.message }));
    asked.end(content);
  });
}
