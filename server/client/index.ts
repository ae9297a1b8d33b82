/**
 * The client of the Spoedkaart API: openapi-fetch with the types of our own description, our errors as one class, an idempotency key
 * on every write, patience when the server asks for it, and lists page by page.
 */
import createFetchClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

export type { components, operations, paths } from './schema.d.ts';

/** Shapes by their name in the description: `Schemas['Unit']`. */
export type Schemas = components['schemas'];
/** What went wrong (RFC 9457); `code` is stable. */
export type Problem = Schemas['Problem'];
export type ProblemCode = Problem['code'];

export type SpoedkaartClient = Client<paths>;

export interface SpoedkaartOptions extends Omit<ClientOptions, 'fetch'> {
  /** Address of the server, without a path: `https://spoedkaart.example.nl`. */
  baseUrl: string;
  /** API key, `spk_…`; without one, a session's cookie goes in `headers`. */
  key?: string;
  /** How often a request is sent again after 429 or 503 that say `Retry-After`; default 2. */
  retries?: number;
  /** Seconds that it waits at most; where the server asks for more, its answer is given at once. Default 60. */
  mostSeconds?: number;
  /** Default the platform's. */
  fetch?: (request: Request) => Promise<Response>;
  /** Waits so many milliseconds; default by a timer. */
  wait?: (milliseconds: number) => Promise<void>;
}

/** An answer that is no success, with its problem where it has one. */
export class SpoedkaartError extends Error {
  override name = 'SpoedkaartError';
  readonly status: number;
  /** `UNKNOWN` where something between us and the server answered. */
  readonly code: ProblemCode | 'UNKNOWN';
  readonly problem: Problem | null;
  /** Seconds to wait; null where the answer says nothing. */
  readonly retryAfterSeconds: number | null;

  constructor(response: Response, problem: Problem | null) {
    const code = problem?.code ?? 'UNKNOWN';
    super(`${response.status} ${code}${problem === null ? '' : `: ${problem.title}`}`);
    this.status = response.status;
    this.code = code;
    this.problem = problem;
    this.retryAfterSeconds = secondsAsked(response);
  }
}

const WRITES: readonly string[] = ['POST', 'PUT', 'DELETE', 'PATCH'];
const LATER: readonly number[] = [429, 503];

/** A client with one method a verb: `client.GET('/api/v1/picture')`. */
export function createSpoedkaartClient(options: SpoedkaartOptions): SpoedkaartClient {
  const { key, retries = 2, mostSeconds = 60, fetch: given, wait = byTimer, ...rest } = options;
  const send = given ?? ((request: Request) => fetch(request));
  const client = createFetchClient<paths>({
    ...rest,
    fetch: async (request) => {
      for (let left = retries; ; left -= 1) {
        // A body can be sent once: what may be sent again is a copy.
        const response = await send(left > 0 ? request.clone() : request);
        const seconds = LATER.includes(response.status) ? secondsAsked(response) : null;
        if (left <= 0 || seconds === null || seconds > mostSeconds) return response;
        await wait(seconds * 1000);
      }
    },
  });
  client.use({
    onRequest({ request }) {
      if (key !== undefined) request.headers.set('authorization', `Bearer ${key}`);
      // Sent again, by us or by who calls, it is written once.
      if (WRITES.includes(request.method) && !request.headers.has('idempotency-key'))
        request.headers.set('idempotency-key', crypto.randomUUID());
      return request;
    },
  });
  return client;
}

interface Answered {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** What was asked for. @throws SpoedkaartError for anything but a success */
export function orThrow<T extends Answered>(answer: T): Exclude<T['data'], undefined> {
  const { data, error, response } = answer;
  if (!response.ok) throw new SpoedkaartError(response, isProblem(error) ? error : null);
  return data as Exclude<T['data'], undefined>;
}

/** Lists that come in pages. */
export type ListPath = {
  [P in keyof paths]: paths[P] extends { get: { parameters: { query?: { cursor?: string } } } }
    ? 'cursor' extends keyof NonNullable<paths[P]['get']['parameters']['query']>
      ? P
      : never
    : never;
}[keyof paths];
type ListOf<P extends ListPath> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;
type ListParams<P extends ListPath> = paths[P] extends {
  get: { parameters: { query?: infer Query; path?: infer Path } };
}
  ? { query?: Query; path?: Path }
  : never;

/**
 * A list page by page, to its end: `for await (const page of pages(client, '/api/v1/decisions')) …`.
 * @throws SpoedkaartError
 */
export async function* pages<P extends ListPath>(
  client: SpoedkaartClient,
  path: P,
  params: ListParams<P> = {} as ListParams<P>,
): AsyncGenerator<ListOf<P>, void, undefined> {
  const get = client.GET as (path: string, init: object) => Promise<Answered>;
  const first: object = params.query ?? {};
  let query: Record<string, unknown> = { ...first };
  for (;;) {
    const answer = await get(path, { params: { ...params, query } });
    yield orThrow(answer) as ListOf<P>;
    const cursor = nextCursor(answer.response);
    if (cursor === null) return;
    const { after: _after, ...filters } = query;
    query = { ...filters, cursor };
  }
}

/** The cursor of the next page, from `Link: <…>; rel="next"`; null at the end. */
export function nextCursor(response: Response): string | null {
  const address = /<([^>]+)>\s*;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  return address === undefined ? null : new URL(address, 'http://x').searchParams.get('cursor');
}

function secondsAsked({ headers }: Response): number | null {
  const asked = headers.get('retry-after');
  return asked !== null && /^\d+$/.test(asked) ? Number(asked) : null;
}

function isProblem(error: unknown): error is Problem {
  return (
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
  );
}

const byTimer = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
