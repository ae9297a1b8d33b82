/** `Idempotency-Key`: the same write sent twice is written once. Source: contract, "HTTP". */
import type { Context } from 'hono';
import { plainJson } from '../../db/chain.ts';
import type { Idempotency } from '../../db/ledger.ts';
import type { Asker } from '../desk/parts.ts';
import type { ApiEnv } from './parts.ts';
import { ProblemError } from './problems.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

/** Who asks and under which key: scope is caller, method and path; the request is the body. */
export async function askerOf(c: Context<ApiEnv>): Promise<Asker> {
  const { actor } = c.var.who.principal;
  return { by: actor, idempotency: await idempotencyOf(c, `${actor.kind}:${actor.id}`) };
}

async function idempotencyOf(c: Context<ApiEnv>, caller: string): Promise<Idempotency | undefined> {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (!KEY.test(key)) {
    const message = '1 to 200 visible ASCII characters';
    throw new ProblemError('VALIDATION', { errors: [{ path: 'Idempotency-Key', message }] });
  }
  const text = await c.req.text();
  const body = text === '' ? null : (JSON.parse(text) as unknown);
  return {
    scope: `${caller} ${c.req.method} ${c.req.path}`,
    key,
    request: c.var.fingerprint(plainJson(body).text),
  };
}
