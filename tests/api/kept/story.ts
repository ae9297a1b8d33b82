/**
 * A server that is asked everything once, on a day that is always the same: what it was asked and what it answered become the
 * examples of the description. Long lists are cut, and what is another each time (a link, a code) is given a fixed form.
 */
import { openStores } from '../../../db/open.ts';
import { openHarness, request, type Harness, type HarnessOptions, type Who } from '../harness.ts';

export const BEGIN = Date.parse('2026-11-18T13:00:00.000Z');
const MOST_ROWS = 2;
const MOST_PLAIN = 8;

/** One exchange, by the route's name in the description: `put /api/v1/facilities/{facility}/units/{kind}`. */
export interface Exchange {
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** Media type and body that were sent. */
  request?: { type: string; value: unknown };
  response: { status: number; type: string; value: unknown };
}
export type Examples = Record<string, Exchange>;

export interface Ask {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Media type of a body that is text. */
  type?: string;
  headers?: Record<string, string>;
  /** A body that is no text: it is sent and not shown. */
  file?: { type: string; bytes: Uint8Array<ArrayBuffer> };
  /** What of the answer is shown. */
  show?: (body: never) => unknown;
}

/** A request of the story. */
export interface Sending {
  route: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  /** Undefined where it has none, or one that is no text. */
  body: unknown;
}

export class Story {
  readonly h: Harness;
  readonly examples: Examples = {};
  /** Asked before each exchange, as it is about to be sent. */
  onAsk: (sending: Sending) => Promise<void> = () => Promise.resolve();
  readonly #masks: [string, string][] = [];

  constructor(h: Harness) {
    this.h = h;
  }

  /** ISO time so many minutes from the story's now. */
  at(minutes: number): string {
    return new Date(this.h.clock.now + minutes * 60_000).toISOString();
  }

  /** In the examples the one stands for the other. */
  mask(real: string, shown: string): void {
    this.#masks.push([real, shown]);
  }

  /** Asks, keeps the exchange, and gives the whole answer back. @throws when it is refused */
  async ask<T>(who: Who | null, route: string, ask: Ask = {}): Promise<T> {
    const { params = {}, query, body, file, show = (whole) => whole } = ask;
    const [method = '', template = ''] = route.split(' ');
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? name);
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    const type = ask.type ?? 'application/json';
    const credentials = who === null ? {} : await this.h.credentials(who);
    const headers = {
      ...credentials,
      ...(body === undefined ? {} : { 'content-type': type }),
      ...ask.headers,
    };
    const sent = file === undefined ? body : file.bytes;
    await this.onAsk({ route, method: method.toUpperCase(), path: path + search, headers, body });
    const reply = await request(this.h.app, method.toUpperCase(), path + search, sent, {
      ...headers,
      ...(file === undefined ? {} : { 'content-type': file.type }),
    });
    if (reply.status >= 300)
      throw new Error(`${route}: ${reply.status} ${JSON.stringify(reply.body)}`);
    const answered = (reply.headers.get('content-type') ?? '').split(';')[0] ?? '';
    this.examples[route] = {
      ...(ask.params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...(body === undefined ? {} : { request: { type, value: body } }),
      response: { status: reply.status, type: answered, value: cut(show(reply.body as never)) },
    };
    return reply.body as T;
  }

  /** By the subject of the route, sorted, with everything masked. */
  told(): string {
    const sorted = Object.entries(this.examples).sort(([a], [b]) => (a < b ? -1 : 1));
    let text = JSON.stringify(Object.fromEntries(sorted), null, 2);
    for (const [real, shown] of this.#masks) text = text.replaceAll(real, shown);
    return `${text}\n`;
  }
}

/** The first rows of each list: an example is to be read. */
function cut(value: unknown): unknown {
  if (Array.isArray(value)) {
    const plain = value.every((one) => typeof one !== 'object' || one === null);
    return value.slice(0, plain ? MOST_PLAIN : MOST_ROWS).map(cut);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, cut(part)]));
}

/** Nothing leaves the machine. */
const DELIVERED = { error: null, status: 204, retryAfterMs: null };
const NO_NETWORK = { post: async () => DELIVERED, close: () => undefined };

/** A server with a clock, ids and salts of its own. Its opener closes it. */
export async function openStory(more: HarnessOptions = {}): Promise<Story> {
  let count = 0;
  const newId = () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`;
  const clock = { now: BEGIN };
  const stores = openStores(
    ':memory:',
    {},
    { now: () => clock.now, id: newId, salt: () => new Uint8Array(16) },
  );
  const webhooks = { poster: NO_NETWORK, after: () => () => undefined };
  const options = { newId, clock, webhooks, ...more };
  return new Story(await openHarness(stores, '5'.repeat(64), undefined, options));
}
