/**
 * Requests to `/api/v1` as the pages make them: an answer is a value, never an exception, and a refusal is a problem with a
 * stable code. Each write carries an Idempotency-Key, so that sending it again after a lost answer writes it once.
 */
import type { Problem } from '#wire/session.ts';

export const API_PREFIX = '/api/v1';

export type Answer<T> =
  { ok: true; data: T; etag: string | null; status: number } | { ok: false; problem: Problem };

export interface RequestOptions {
  /** Makes a write conditional: the ETag that was seen. */
  ifMatch?: string | null;
  /** Of an earlier attempt, to send the same write again; made anew when absent. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** The body is a text or a file of this type and is sent as it is. */
  contentType?: string;
}

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** A problem that the browser itself met: code `NETWORK`, status 0. */
function unreachable(path: string): Problem {
  return {
    type: 'about:blank',
    title: 'The server could not be reached',
    status: 0,
    code: 'NETWORK',
    detail: null,
    instance: path,
  };
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value;
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text === '' ? null : text;
  }
}

/** A key for one intended write. `crypto.randomUUID` exists on secure pages only; a desk may be served by plain http. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class ApiClient {
  readonly #fetch: typeof fetch;
  /** Called on each 401: the session has ended. */
  onUnauthenticated: () => void = () => undefined;
  /** Called when the role needs a second factor that is not there. */
  onSecondFactorNeeded: () => void = () => undefined;

  constructor(fetcher: typeof fetch = (...request) => fetch(...request)) {
    this.#fetch = fetcher;
  }

  get<T>(path: string, options?: RequestOptions): Promise<Answer<T>> {
    return this.#send<T>('GET', path, undefined, options);
  }
  put<T>(path: string, body?: unknown, options?: RequestOptions): Promise<Answer<T>> {
    return this.#send<T>('PUT', path, body, options);
  }
  post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<Answer<T>> {
    return this.#send<T>('POST', path, body, options);
  }
  del<T>(path: string, body?: unknown, options?: RequestOptions): Promise<Answer<T>> {
    return this.#send<T>('DELETE', path, body, options);
  }

  async #send<T>(
    method: Method,
    path: string,
    body: unknown,
    { ifMatch, idempotencyKey, signal, contentType }: RequestOptions = {},
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (body !== undefined) headers['Content-Type'] = contentType ?? 'application/json';
    const isItself = typeof body === 'string' || body instanceof Blob;
    const sent = isItself && contentType !== undefined ? body : JSON.stringify(body);
    if (ifMatch != null) headers['If-Match'] = ifMatch;
    if (method !== 'GET') headers['Idempotency-Key'] = idempotencyKey ?? newKey();
    let response: Response;
    let data: unknown;
    try {
      response = await this.#fetch(`${API_PREFIX}${path}`, {
        method,
        headers,
        credentials: 'same-origin',
        ...(body === undefined ? {} : { body: sent }),
        ...(signal === undefined ? {} : { signal }),
      });
      data = await bodyOf(response);
    } catch {
      return { ok: false, problem: unreachable(path) };
    }
    if (response.ok)
      return {
        ok: true,
        // The server's schemas are tested against the wire types; the browser does not check them again.
        data: data as T,
        etag: response.headers.get('etag'),
        status: response.status,
      };
    if (response.status === 401) this.onUnauthenticated();
    if (isProblem(data) && data.code === 'SECOND_FACTOR_NEEDED') this.onSecondFactorNeeded();
    if (isProblem(data)) return { ok: false, problem: data };
    const title = response.statusText || 'Refused';
    return {
      ok: false,
      problem: { ...unreachable(path), title, status: response.status, code: 'UNEXPECTED' },
    };
  }
}

export const api = new ApiClient();
