import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { describe, expect, it } from 'vitest';
import { openStores } from '../../db/open.ts';
import { textHash } from '../../db/texts.ts';
import { onBoth } from './both.ts';
import { inFolder, note, request } from './helpers.ts';

describe('free text beside the ledger', () => {
  it('is read until its time, then gone from the file, and the chain stays intact', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'ledger.db');
      const stores = openStores(`file:${path}`);
      const { ledger, texts } = stores;
      const secret = 'zwart haar, litteken op de linkerhand';
      const due = await texts.keep(secret, '2026-11-19T00:00:00.000Z');
      const later = await texts.keep('later', '2026-11-20T00:00:00.000Z');
      await ledger.append(request('', { entries: [note('a', `${due.id} ${due.hash}`)] }));
      const before = await ledger.head();
      expect(await texts.read(due.id)).toBe(secret);
      expect(await texts.eraseDue('2026-11-18T23:59:59.999Z')).toBe(0);
      expect(await texts.eraseDue('2026-11-19T00:00:00.000Z')).toBe(1);
      expect(await texts.eraseDue('2026-11-19T00:00:00.000Z')).toBe(0);
      expect([await texts.read(due.id), await texts.read(later.id)]).toEqual([null, 'later']);
      for (const file of [path, `${path}-wal`])
        expect(readFileSync(file).includes(secret)).toBe(false);
      expect(await ledger.head()).toEqual(before);
      expect((await ledger.verify()).intact).toBe(true);
      await stores.close();
    }));

  it('leaves nothing behind in the free space of a file in which rows were moved about', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'ledger.db');
      const stores = openStores(`file:${path}`);
      for (let i = 0; i < 400; i += 1) {
        await stores.texts.keep(
          `litteken ${'.'.repeat((i * 37) % 900)}`,
          '2026-11-19T00:00:00.000Z',
        );
      }
      expect(await stores.texts.eraseDue('2026-11-19T00:00:00.000Z')).toBe(400);
      for (const file of [path, `${path}-wal`]) {
        expect(readFileSync(file).includes('litteken')).toBe(false);
      }
      await stores.close();
    }));
});

onBoth((kept) => {
  describe('free text', () => {
    it('is read until its time, and erased then', async () => {
      const { ledger, texts } = kept.stores;
      const due = await texts.keep('zwart haar', '2026-11-19T00:00:00.000Z');
      const later = await texts.keep('later', '2026-11-20T00:00:00.000Z');
      await ledger.append(request('', { entries: [note('a', `${due.id} ${due.hash}`)] }));
      const before = await ledger.head();
      expect(await texts.read(due.id)).toBe('zwart haar');
      expect(await texts.eraseDue('2026-11-18T23:59:59.999Z')).toBe(0);
      expect(await texts.eraseDue('2026-11-19T00:00:00.000Z')).toBe(1);
      expect(await texts.eraseDue('2026-11-19T00:00:00.000Z')).toBe(0);
      expect([await texts.read(due.id), await texts.read(later.id)]).toEqual([null, 'later']);
      expect(await ledger.head()).toEqual(before);
    });

    it('is kept as it was typed, but for what no database can keep', async () => {
      const { texts } = kept.stores;
      const { id } = await texts.keep('é 😀 "x" \u0000 \ud800', '2026-11-19T00:00:00.000Z');
      expect(await texts.read(id)).toBe('é 😀 "x" \ufffd \ufffd');
    });

    it('is hashed with its salt, so that equal texts do not look equal', async () => {
      const { texts } = kept.stores;
      const refs = [
        await texts.keep('kort', '2026-11-19T00:00:00.000Z'),
        await texts.keep('kort', '2026-11-19T00:00:00.000Z'),
      ];
      expect(
        new Set([...refs.map((ref) => ref.hash), textHash(Uint8Array.of(), 'kort')]).size,
      ).toBe(3);
      expect(await texts.read('text-unknown')).toBeNull();
    });
  });

  describe('exact positions beside the ledger', () => {
    it('are replaced, read and erased on time', async () => {
      const { casePrivate } = kept.stores;
      await casePrivate.keep('c1', { lat: 52.1, lon: 4.3 }, '2026-11-19T00:00:00.000Z');
      await casePrivate.keep('c1', { lat: 52.2, lon: 4.4 }, '2026-11-19T01:00:00.000Z');
      await casePrivate.keep('c2', { lat: 52.2, lon: 4.4 }, '2026-11-20T00:00:00.000Z');
      expect(await casePrivate.eraseDue('2026-11-19T00:30:00.000Z')).toBe(0);
      expect(await casePrivate.read('c1')).toEqual({ lat: 52.2, lon: 4.4 });
      expect(await casePrivate.eraseDue('2026-11-19T01:00:00.000Z')).toBe(1);
      expect(await casePrivate.read('c1')).toBeNull();
      expect(await casePrivate.read('c2')).not.toBeNull();
    });
  });

  describe('API keys', () => {
    const key = {
      id: 'key-1',
      name: 'LUMC feed',
      hash: 'a'.repeat(64),
      prefix: 'sk_abcd',
      scope: { facilities: ['lumc-leiden'] },
      createdAt: '2026-11-18T13:00:00.000Z',
      expiresAt: '2027-11-18T13:00:00.000Z',
      createdBy: 'admin',
    };

    it('are found by their hash, listed, touched once a minute and revoked for good', async () => {
      const { apiKeys } = kept.stores;
      await apiKeys.insert(key);
      const stored = {
        ...{ ...key, role: 'machine', revokedAt: null, lastUsedAt: null },
        ...{ rotatedAt: null, previous: null },
      };
      expect(await apiKeys.findByHash(key.hash)).toEqual(stored);
      expect(await apiKeys.findByHash('b'.repeat(64))).toBeNull();
      await expect(apiKeys.insert({ ...key, id: 'key-2' })).rejects.toThrow();
      await apiKeys.touch('key-1', '2026-11-18T14:00:00.000Z');
      await apiKeys.touch('key-1', '2026-11-18T14:00:59.999Z');
      expect((await apiKeys.list())[0]?.lastUsedAt).toBe('2026-11-18T14:00:00.000Z');
      expect(await apiKeys.revoke('key-9', '2026-11-18T15:00:00.000Z')).toBe(false);
      expect(await apiKeys.revoke('key-1', '2026-11-18T15:00:00.000Z')).toBe(true);
      await apiKeys.revoke('key-1', '2026-11-18T16:00:00.000Z');
      expect((await apiKeys.list()).map((k) => k.revokedAt)).toEqual(['2026-11-18T15:00:00.000Z']);
    });
  });

  describe('account tables', () => {
    it('are those that better-auth asks for', async () => {
      const { accounts } = kept.stores;
      const auth = betterAuth({
        database: drizzleAdapter(accounts.drizzle, accounts),
        secret: 'a secret of the tests, long enough to be one',
        baseURL: 'http://localhost',
        telemetry: { enabled: false },
        emailAndPassword: { enabled: true },
        user: {
          additionalFields: {
            role: { type: 'string', required: true, input: true },
            scope: { type: 'string', defaultValue: '{}' },
            active: { type: 'boolean', defaultValue: true },
          },
        },
      });
      const body = {
        email: 'a@demo.example',
        password: 'correct horse battery',
        name: 'A',
        role: 'viewer',
      };
      await auth.api.signUpEmail({ body });
      const { user, token } = await auth.api.signInEmail({ body });
      expect(user).toMatchObject({ role: 'viewer', scope: '{}', active: true });
      const headers = new Headers({ authorization: `Bearer ${token}` });
      expect(await auth.api.getSession({ headers })).toBeNull();
      const { internalAdapter } = await auth.$context;
      const found = await internalAdapter.findSession(token ?? '');
      expect(found?.session.expiresAt).toBeInstanceOf(Date);
      expect(found?.user.id).toBe(user.id);
      await expect(auth.api.signUpEmail({ body })).rejects.toThrow();
    });
  });
});

describe('the salt of a text', () => {
  it('is that which was given, before the text', async () => {
    const salt = Uint8Array.of(1, 2, 3);
    const fixed = openStores(
      ':memory:',
      {},
      { salt: () => salt, id: () => 'text-1', now: () => 0 },
    );
    const ref = await fixed.texts.keep('kort', '2026-11-19T00:00:00.000Z');
    expect(ref).toEqual({ id: 'text-1', hash: textHash(salt, 'kort') });
    await fixed.close();
  });
});
