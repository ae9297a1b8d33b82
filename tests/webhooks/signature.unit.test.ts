import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPLAY_WINDOW_MS } from '#domain/webhooks/schedule.ts';
import { secretOf, sign, verify } from '../../server/webhooks/signature.ts';

/** The example that the libraries of Standard Webhooks test themselves with. */
const KNOWN = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  seconds: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const OTHER = secretOf('5'.repeat(64), 'other', 1);
const NOW = KNOWN.seconds * 1000;

/** By the cryptography of browsers, which shares no code with ours. */
async function independent(secret: string, text: string): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.slice('whsec_'.length)), (c) => c.charCodeAt(0));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
  const signed = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signed)))}`;
}

const headersOf = (secrets: string[], body = KNOWN.body, now = NOW) => ({
  ...sign(secrets, KNOWN.id, body, now),
});

describe('the signature', () => {
  it('is that of Standard Webhooks', () => {
    expect(headersOf([KNOWN.secret])).toEqual({
      'webhook-id': KNOWN.id,
      'webhook-timestamp': String(KNOWN.seconds),
      'webhook-signature': KNOWN.signature,
    });
  });

  it('is what somebody else reckons, also over letters that are no ASCII', async () => {
    const body = '{"name":"Málaga – één ☕"}';
    const text = `${KNOWN.id}.${KNOWN.seconds}.${body}`;
    for (const secret of [KNOWN.secret, OTHER])
      expect(headersOf([secret], body)['webhook-signature']).toBe(await independent(secret, text));
  });

  it('of the worked example in the guide is right', async () => {
    const guide = readFileSync(join(import.meta.dirname, '../../docs/webhooks.md'), 'utf8');
    const after = (label: string) =>
      new RegExp(`^${label}: +(.+)$`, 'm').exec(guide)?.[1] ?? `no ${label}`;
    const [secret, id, seconds] = [
      after('secret'),
      after('webhook-id'),
      after('webhook-timestamp'),
    ];
    const [body, signature] = [after('body'), after('webhook-signature')];
    expect(await independent(secret, `${id}.${seconds}.${body}`)).toBe(signature);
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': signature,
    };
    expect(verify(secret, headers, body, Number(seconds) * 1000)).toBeNull();
  });

  it('after a rotation fits the old secret and the new', () => {
    const headers = headersOf([OTHER, KNOWN.secret]);
    expect(verify(KNOWN.secret, headers, KNOWN.body, NOW)).toBeNull();
    expect(verify(OTHER, headers, KNOWN.body, NOW)).toBeNull();
  });

  it('fits no other body, id, time or secret', () => {
    const headers = headersOf([KNOWN.secret]);
    const { secret, body } = KNOWN;
    expect(verify(secret, headers, `${body} `, NOW)).toBe('SIGNATURE');
    expect(verify(OTHER, headers, body, NOW)).toBe('SIGNATURE');
    expect(verify(secret, { ...headers, 'webhook-id': 'msg_2' }, body, NOW)).toBe('SIGNATURE');
    const later = { ...headers, 'webhook-timestamp': String(KNOWN.seconds + 1) };
    expect(verify(secret, later, body, NOW)).toBe('SIGNATURE');
    const cut = { ...headers, 'webhook-signature': KNOWN.signature.slice(0, -1) };
    expect(verify(secret, cut, body, NOW)).toBe('SIGNATURE');
    const asymmetric = {
      ...headers,
      'webhook-signature': KNOWN.signature.replace('v1,', 'v1a,'),
    };
    expect(verify(secret, asymmetric, body, NOW)).toBe('SIGNATURE');
  });

  it('is believed for five minutes either way', () => {
    const headers = headersOf([KNOWN.secret]);
    const at = (shift: number) => verify(KNOWN.secret, headers, KNOWN.body, NOW + shift);
    expect([at(REPLAY_WINDOW_MS), at(-REPLAY_WINDOW_MS)]).toEqual([null, null]);
    expect([at(REPLAY_WINDOW_MS + 1), at(-REPLAY_WINDOW_MS - 1)]).toEqual(['TOO_OLD', 'TOO_NEW']);
  });

  it('without all of its headers is none', () => {
    const headers = headersOf([KNOWN.secret]);
    for (const name of Object.keys(headers))
      expect(verify(KNOWN.secret, { ...headers, [name]: undefined }, KNOWN.body, NOW)).toBe(
        'INCOMPLETE',
      );
    const odd = { ...headers, 'webhook-timestamp': 'soon' };
    expect(verify(KNOWN.secret, odd, KNOWN.body, NOW)).toBe('INCOMPLETE');
  });

  it('has a secret of its own for each installation, webhook and version, of 32 bytes', () => {
    const secrets = [
      secretOf('1'.repeat(64), 'a', 1),
      secretOf('2'.repeat(64), 'a', 1),
      secretOf('1'.repeat(64), 'b', 1),
      secretOf('1'.repeat(64), 'a', 2),
    ];
    expect(new Set(secrets).size).toBe(4);
    for (const one of secrets)
      expect(Buffer.from(one.slice('whsec_'.length), 'base64')).toHaveLength(32);
  });
});
