/**
 * Brings the simulation to a server: each action is a request that any hospital's or dispatch room's system could send, with
 * its own key; figures go in the dialect of their hospital (feeds/post.ts). No rule and no chance in here.
 */
import type { UnitKind } from '../../server/domain/words.ts';
import type { Action, Result } from './actions.ts';
import type { Dialect } from './dialects.ts';
import type { Address } from './feeds/mllp-line.ts';
import { Post, type Ask } from './feeds/post.ts';
import type { Observe } from './feeds/report.ts';
import { Sessions, type Person } from './feeds/sessions.ts';
import { aboutToReport, learn, notice, step, type World } from './world.ts';

/** API keys by facility and by dispatch room, and where feeds go. */
export interface Keys {
  facilities: Record<string, string>;
  rooms: Record<string, string>;
  /** Absent: hospitals that would send movements or leave files tell by API, and nobody taps. */
  feeds?: FeedLines;
}

export interface FeedLines {
  mllp: Address | null;
  /** Folder of the server where spreadsheets are left. */
  dropFolder: string | null;
  /** Accounts of those who tap, by facility. */
  people: Record<string, Person>;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface DriverOptions {
  world: World;
  /** Address of the server without path. */
  server: string;
  keys: Keys;
  fetch: Fetch;
  /** Milliseconds. */
  clock: () => number;
  /** Marks the requests of this run, so that an earlier run's answers are not repeated. */
  run: string;
  /** Requests under way at a time. */
  lanes?: number;
  /** Told of each answer: method and path pattern, status (0: not reached) and code. */
  onAnswer?: (answer: Answered) => void;
}

export interface Answered {
  what: Action['kind'] | 'report';
  status: number;
  code: string | null;
  ms: number;
}

export interface Driver {
  /** Everything that is due now; resolves when it was answered. */
  tick(): Promise<void>;
  send(action: Action): Promise<Result>;
  /** Ends lines that are open. */
  close(): void;
}

interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  key: string | undefined;
  body?: unknown;
}

/** A person's figure is left alone for so long, minutes. */
export const MANUAL_MINUTES = 10;

export function createDriver(options: DriverOptions): Driver {
  const { world, server, keys, clock, run, lanes = 24, onAnswer } = options;
  let count = 0;
  let first = true;

  function ask({ method, path, key, body }: Request): Promise<Result> {
    const who = { authorization: `Bearer ${key ?? ''}` };
    const content =
      body === undefined ? undefined : { type: 'application/json', body: JSON.stringify(body) };
    return request(method, path, content, who);
  }

  async function request(
    method: Request['method'],
    path: string,
    content: Parameters<Ask>[2] | undefined,
    who: Record<string, string>,
  ): Promise<Result> {
    count += 1;
    const headers: Record<string, string> = { ...who };
    if (method !== 'GET') headers['idempotency-key'] = `${run}-${count}`;
    const init: RequestInit = { method, headers };
    if (content !== undefined) {
      headers['content-type'] = content.type;
      init.body = content.body;
    }
    try {
      const response = await options.fetch(`${server}/api/v1${path}`, init);
      const text = await response.text();
      const data: unknown = text === '' ? null : JSON.parse(text);
      if (response.ok) return { ok: true, data };
      const code = (data as { code?: unknown } | null)?.code;
      return { ok: false, status: response.status, code: typeof code === 'string' ? code : 'NONE' };
    } catch {
      return { ok: false, status: 0, code: 'NOT_REACHED' };
    }
  }

  const { mllp = null, dropFolder = null, people = {} } = keys.feeds ?? {};
  const sessions = new Sessions({ server, fetch: options.fetch, people });
  const post = new Post({
    ...{ run, seed: world.options.seed, keys: keys.facilities },
    ...{ ask: request, sessions, mllp, dropFolder },
  });

  async function timed(what: Answered['what'], work: () => Promise<Result>): Promise<Result> {
    const from = performance.now();
    const result = await work();
    onAnswer?.({
      what,
      status: result.ok ? 200 : result.status,
      code: result.ok ? null : result.code,
      ms: performance.now() - from,
    });
    return result;
  }

  const send = (action: Action) => timed(action.kind, () => ask(requestOf(action, keys)));

  /** Figures go the way of their hospital; everything else goes by the API, one request each. */
  async function carryOut(job: Job): Promise<void> {
    if (!('observed' in job)) {
      learn(world, job, await send(job), clock());
      return;
    }
    const { facility, dialect, observed } = job;
    await timed('report', () => post.tell(facility, dialect, observed, clock()));
  }

  async function look(id: string): Promise<void> {
    const seen = await ask({ method: 'GET', path: `/facilities/${id}`, key: keys.facilities[id] });
    if (!seen.ok) return;
    const own = (unit: UnitSeen) => post.isOwn(id, unit.kind, unit.observedAt);
    notice(world, id, sightingOf(seen.data as FacilitySeen, clock(), own));
  }

  return {
    send,
    async tick() {
      // Before the first report there is nothing to look at.
      if (!first) await inLanes(aboutToReport(world, clock()), lanes, look);
      first = false;
      const jobs = jobsOf(step(world, clock()), world);
      for (const job of jobs) if ('observed' in job) post.hear(job.facility, job.observed);
      await inLanes(jobs, lanes, carryOut);
    },
    close: () => post.close(),
  };
}

/** What a hospital has to tell at one time, all of it. */
interface Report {
  facility: string;
  dialect: Dialect;
  observed: Observe[];
}
type Job = Action | Report;

/** A report of each facility that does not speak our API, and what else there is to do as it comes; the long reports last. */
function jobsOf(actions: readonly Action[], world: World): Job[] {
  const jobs: Job[] = [];
  const reports = new Map<string, Report>();
  for (const action of actions) {
    const dialect =
      action.kind === 'observe' ? world.facilities.get(action.facility)?.dialect : undefined;
    if (action.kind !== 'observe' || dialect === undefined || dialect === 'api') {
      jobs.push(action);
      continue;
    }
    const { facility } = action;
    const report = reports.get(facility) ?? { facility, dialect, observed: [] };
    report.observed.push(action);
    reports.set(facility, report);
  }
  const [short, long] = [[], []] as [Report[], Report[]];
  for (const one of reports.values()) (one.dialect === 'hl7v2' ? long : short).push(one);
  return [...short, ...jobs, ...long];
}

interface UnitSeen {
  kind: UnitKind;
  source: { channel: string } | null;
  observedAt: string | null;
  receivedAt: string | null;
}
interface FacilitySeen {
  units: UnitSeen[];
  stops: { id: string; scope: Extract<Action, { kind: 'end-stop' }>['scope'] }[];
}

/** `own`: whether a person's figure is one that the simulation tapped. */
function sightingOf(
  { units, stops }: FacilitySeen,
  now: number,
  own: (unit: UnitSeen) => boolean,
): Parameters<typeof notice>[2] {
  const lately = new Date(now - MANUAL_MINUTES * 60_000).toISOString();
  return {
    manual: units
      .filter(
        (unit) =>
          (unit.source?.channel === 'manual' || unit.source?.channel === 'phone') &&
          unit.receivedAt !== null &&
          unit.receivedAt > lately &&
          !own(unit),
      )
      .map(({ kind }) => kind),
    running: stops,
  };
}

function requestOf(action: Action, { facilities, rooms }: Keys): Request {
  switch (action.kind) {
    case 'observe':
      return {
        method: 'PUT',
        path: `/facilities/${action.facility}/units/${action.unit}`,
        key: facilities[action.facility],
        body: action.body,
      };
    case 'start-stop':
      return {
        method: 'POST',
        path: `/facilities/${action.facility}/stops`,
        key: facilities[action.facility],
        body: action.body,
      };
    case 'end-stop':
      return {
        method: 'DELETE',
        path: `/facilities/${action.facility}/stops/${action.stop}`,
        key: facilities[action.facility],
      };
    case 'open-case':
      return { method: 'POST', path: '/cases', key: rooms[action.room], body: action.body };
    case 'acknowledge':
      return {
        method: 'POST',
        path: `/cases/${action.case}/acknowledgement`,
        key: facilities[action.facility],
        body: action.body,
      };
    case 'explain':
      return {
        method: 'PUT',
        path: `/decisions/${action.decision}/override-reason`,
        key: rooms[action.room],
        body: action.body,
      };
    case 'revise-case':
      return {
        method: 'PUT',
        path: `/cases/${action.case}`,
        key: rooms[action.room],
        body: action.body,
      };
    case 'look':
      return { method: 'GET', path: `/cases/${action.case}/ranking`, key: rooms[action.room] };
    case 'reread':
      return { method: 'GET', path: `/cases/${action.case}`, key: rooms[action.room] };
    case 'decide':
      return {
        method: 'POST',
        path: `/cases/${action.case}/decisions`,
        key: rooms[action.room],
        body: action.body,
      };
    case 'status':
      return {
        method: 'POST',
        path: `/cases/${action.case}/status`,
        key: rooms[action.room],
        body: action.body,
      };
  }
}

/** Works through the list with so many at a time. */
export async function inLanes<T>(
  list: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < list.length) {
      const item = list[next] as T;
      next += 1;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, list.length) }, lane));
}
