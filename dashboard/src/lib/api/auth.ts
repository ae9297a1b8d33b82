/**
 * Requests to `/api/auth`: signing in and out, and one's own second factor. As in client.ts an answer is a value; a refusal that says
 * when one may try again has `facts.retryAfter`, seconds.
 */
import type { Problem } from '#wire/session.ts';
import type { Answer } from './client.ts';

export function problemOf(code: string, status: number, facts?: Problem['facts']): Problem {
  const plain = { type: 'about:blank', title: code, status, code, detail: null };
  return { ...plain, instance: '/api/auth', ...(facts === undefined ? {} : { facts }) };
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export async function askAuth<T>(method: Method, path: string, body?: unknown): Promise<Answer<T>> {
  let response: Response;
  let said: unknown;
  try {
    response = await fetch(`/api/auth/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    said = await response.json().catch(() => null);
  } catch {
    return { ok: false, problem: problemOf('NETWORK', 0) };
  }
  // As in client.ts: the server's schemas are tested against the wire types.
  if (response.ok) return { ok: true, data: said as T, etag: null, status: response.status };
  const refusal = typeof said === 'object' && said !== null ? (said as Partial<Problem>) : {};
  const wait = Number(response.headers.get('retry-after') ?? NaN);
  const facts = Number.isFinite(wait) ? { ...refusal.facts, retryAfter: wait } : refusal.facts;
  const code = typeof refusal.code === 'string' ? refusal.code : 'UNEXPECTED';
  return { ok: false, problem: problemOf(code, response.status, facts) };
}
