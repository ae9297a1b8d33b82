/**
 * The signature of a message, in the form of Standard Webhooks 1.0 (standardwebhooks.com): headers `webhook-id`,
 * `webhook-timestamp` (seconds since 1970) and `webhook-signature`, one or more of `v1,<base64>` with a space between. Signed is
 * `id.timestamp.body` by HMAC-SHA-256 under the bytes behind `whsec_`.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { REPLAY_WINDOW_MS } from '#domain/webhooks/schedule.ts';

export const SECRET_PREFIX = 'whsec_';

export interface SignedHeaders {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/**
 * The secret of a webhook, as its receiver is given it. Nothing of it is kept: it is reckoned from the installation's secret, so
 * that the database alone signs nothing. Another version is another secret.
 */
export function secretOf(installation: string, webhook: string, version: number): string {
  const bytes = createHmac('sha256', installation)
    .update(`webhook secret ${webhook} ${version}`)
    .digest('base64');
  return `${SECRET_PREFIX}${bytes}`;
}

function signature(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  const signed = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return `v1,${signed}`;
}

/**
 * Headers of a message.
 * @param secrets the newest first; more than one while an old one still holds.
 * @param now milliseconds
 */
export function sign(
  secrets: readonly string[],
  id: string,
  body: string,
  now: number,
): SignedHeaders {
  const timestamp = String(Math.floor(now / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((one) => signature(one, id, timestamp, body)).join(' '),
  };
}

/** Why a message is not to be believed. */
export type Disbelief = 'INCOMPLETE' | 'TOO_OLD' | 'TOO_NEW' | 'SIGNATURE';

/**
 * What a receiver does with a message before it reads it; docs/webhooks.md has it in other words.
 * @param headers with names in lower case.
 * @param body exactly as it came in.
 * @param now milliseconds
 * @returns null when it is to be believed.
 */
export function verify(
  secret: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
  now: number,
): Disbelief | null {
  const [id, timestamp, signatures] = [
    headers['webhook-id'],
    headers['webhook-timestamp'],
    headers['webhook-signature'],
  ];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
    return 'INCOMPLETE';
  if (!/^\d{1,12}$/.test(timestamp)) return 'INCOMPLETE';
  const age = now - Number(timestamp) * 1000;
  if (age > REPLAY_WINDOW_MS) return 'TOO_OLD';
  if (age < -REPLAY_WINDOW_MS) return 'TOO_NEW';
  const mine = Buffer.from(signature(secret, id, timestamp, body));
  const fits = signatures.split(' ').some((one) => {
    const given = Buffer.from(one);
    return given.length === mine.length && timingSafeEqual(given, mine);
  });
  return fits ? null : 'SIGNATURE';
}
