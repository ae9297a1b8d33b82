/** Tokens that are another's, over or made up open nothing, and what a body says beside its schema is never applied. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHarness, request, type Harness, type Who } from './harness.ts';
import { aKey, anAccount, NO_NETWORK } from './role-hands.ts';

const EXAMPLES = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../server/api/examples.json'), 'utf8'),
) as Record<string, { request?: { type: string; value: unknown } }>;

let h: Harness;
let other: Harness;
beforeAll(async () => {
  h = await openHarness(undefined, undefined, undefined, { webhooks: { poster: NO_NETWORK } });
  other = await openHarness(undefined, '6'.repeat(64));
});
afterAll(async () => {
  await h.close();
  await other.close();
});

const me = async (headers: Record<string, string>, query = '') =>
  (await request(h.app, 'GET', `/api/v1/me${query}`, undefined, headers)).status;

describe('a token', () => {
  it('of another server, or with the seal of another session, opens nothing', async () => {
    const [mine, theirs] = [await h.credentials('viewer'), await h.credentials('administrator')];
    expect(await me(mine)).toBe(200);
    const [token = ''] = (theirs['cookie'] ?? '').split('.').slice(1, 2);
    const seal = (mine['cookie'] ?? '').slice((mine['cookie'] ?? '').lastIndexOf('.'));
    const name = (theirs['cookie'] ?? '').split('=')[0] ?? '';
    expect(name).toContain('session_token');
    expect(token).not.toBe('');
    const value = (theirs['cookie'] ?? '').slice(name.length + 1);
    const swapped = value.slice(0, value.lastIndexOf('.')) + seal;
    expect(await me({ cookie: `${name}=${swapped}` })).toBe(401);
    expect(await me(await other.credentials('administrator'))).toBe(401);
    expect(await me(await other.credentials('keyHospital'))).toBe(401);
  });

  it('in the address opens nothing', async () => {
    const key = (await h.credentials('keyHospital'))['authorization']?.split(' ')[1] ?? '';
    expect(await me({ authorization: `Bearer ${key}` })).toBe(200);
    for (const name of ['key', 'token', 'access_token', 'api_key', 'authorization'])
      expect(await me({}, `?${name}=${encodeURIComponent(key)}`)).toBe(401);
  });

  it('under another caller’s idempotency key gets no answer of theirs', async () => {
    const body = { position: { lat: 52.0705, lon: 4.3007 } };
    const once = { 'idempotency-key': 'the-same' };
    const first = await h.send('dispatcher', 'POST', '/api/v1/cases', body, once);
    const again = await h.send('dispatcher', 'POST', '/api/v1/cases', body, once);
    const theirs = await h.send('dispatcherNoord', 'POST', '/api/v1/cases', body, once);
    expect([first.status, again.status, theirs.status]).toEqual([201, 201, 201]);
    const idOf = (reply: { body: unknown }) => (reply.body as { id: string }).id;
    expect(idOf(again)).toBe(idOf(first));
    expect(idOf(theirs)).not.toBe(idOf(first));
  });
});

describe('what a body says beside its schema', () => {
  const MARK = 'forged-mark';
  const FORGED = {
    ...{ actor: { id: MARK, kind: 'account', role: 'administrator', organisation: MARK } },
    ...{ by: MARK, createdBy: MARK, organisation: MARK, hash: MARK, version: 987_654_321 },
    ...{ principal: { role: 'administrator', scope: MARK }, opened: [MARK], forged: MARK },
  };

  it('is applied nowhere: no entry, account, key, screen or webhook has it', async () => {
    const { case: one, decision } = await h.decidedCase();
    const values: Record<string, string> = {
      ...{ case: one, decision, facility: 'lumc-leiden', region: 'west', kind: 'icu' },
      ...{ account: await anAccount(h), key: await aKey(h) },
    };
    const accounts = async () =>
      JSON.stringify((await h.send('administrator', 'GET', '/api/v1/accounts')).body);
    let tried = 0;
    let refused = 0;
    for (const [name, { request: example }] of Object.entries(EXAMPLES)) {
      if (example?.type !== 'application/json' || name.includes('/api/auth/')) continue;
      const [method = '', path = ''] = name.split(' ');
      const filled = path.replace(/\{(\w+)\}/g, (_, part: string) => values[part] ?? 'none');
      const text = JSON.stringify({ ...(example.value as object), ...FORGED });
      const proto = text.replace(/^\{/, `{"__proto__":{"role":"administrator","by":"${MARK}"},`);
      for (const who of ['administrator', 'dispatcher', 'hospital', 'chairWest'] as Who[]) {
        const reply = await h.send(who, method.toUpperCase(), filled, proto);
        expect(reply.status, name).toBeLessThan(500);
        tried += 1;
        if (reply.status >= 400) refused += 1;
      }
    }
    expect(tried).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
    const { seq } = await h.app.deskParts.ledger.head();
    for (let after = 0; after < seq;) {
      const page = await h.app.deskParts.ledger.read({ after });
      expect(JSON.stringify(page)).not.toContain(MARK);
      after = page.at(-1)?.seq ?? seq;
    }
    expect(await accounts()).not.toContain(MARK);
    for (const list of ['keys', 'walls', 'webhooks', 'feeds/connections', 'feeds/quarantine']) {
      const reply = await h.send('administrator', 'GET', `/api/v1/${list}`);
      expect(reply.status, list).toBe(200);
      expect(JSON.stringify(reply.body)).not.toContain(MARK);
    }
    expect(({} as { role?: string }).role).toBeUndefined();
  });
});
