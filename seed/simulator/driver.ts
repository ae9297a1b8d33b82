/**
 * Brings the simulation to a server: each action is a request that any hospital's or dispatch room's system could send, with
 * its own key. No rule and no chance in here.
 */
import type { UnitKind } from '../../server/domain/words.ts';
import type { Action, Result } from './actions.ts';
import { aboutToReport, learn, notice, step, type World } from './world.ts';

/** API keys by facility and by dispatch room. */
export interface Keys {
  facilities: Record<string, string>;
  rooms: Record<string, string>;
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
  what: Action['kind'];
  status: number;
  code: string | null;
  ms: number;
}

export interface Driver {
  /** Everything that is due now; resolves when it was answered. */
  tick(): Promise<void>;
  send(action: Action): Promise<Result>;
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

  async function ask({ method, path, key, body }: Request): Promise<Result> {
    count += 1;
    const headers: Record<string, string> = { authorization: `Bearer ${key ?? ''}` };
    if (method !== 'GET') headers['idempotency-key'] = `${run}-${count}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init: RequestInit = { method, headers };
    if (body !== undefined) init.body = JSON.stringify(body);
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

  async function send(action: Action): Promise<Result> {
    const from = performance.now();
    const result = await ask(requestOf(action, keys));
    onAnswer?.({
      what: action.kind,
      status: result.ok ? 200 : result.status,
      code: result.ok ? null : result.code,
      ms: performance.now() - from,
    });
    return result;
  }

  async function look(id: string): Promise<void> {
    const seen = await ask({ method: 'GET', path: `/facilities/${id}`, key: keys.facilities[id] });
    if (seen.ok) notice(world, id, sightingOf(seen.data as FacilitySeen, clock()));
  }

  return {
    send,
    async tick() {
      // Before the first report there is nothing to look at.
      if (!first) await inLanes(aboutToReport(world, clock()), lanes, look);
      first = false;
      await inLanes(step(world, clock()), lanes, async (action) => {
        const result = await send(action);
        learn(world, action, result, clock());
      });
    },
  };
}

interface FacilitySeen {
  units: { kind: UnitKind; source: { channel: string } | null; receivedAt: string | null }[];
  stops: { id: string; scope: Extract<Action, { kind: 'end-stop' }>['scope'] }[];
}

function sightingOf({ units, stops }: FacilitySeen, now: number): Parameters<typeof notice>[2] {
  const lately = new Date(now - MANUAL_MINUTES * 60_000).toISOString();
  return {
    manual: units
      .filter(
        ({ source, receivedAt }) =>
          (source?.channel === 'manual' || source?.channel === 'phone') &&
          receivedAt !== null &&
          receivedAt > lately,
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
