/** A part of what every store of the ledger must do: commits that break, and what was changed behind its back. */
import { describe, expect, it } from 'vitest';
import type { Entry } from '#domain/entries.ts';
import type { Idempotency } from '../../db/ledger.ts';
import { note, request, written } from './helpers.ts';
import type { SuiteStore } from './ledger-suite.ts';

const seqs = (entries: Entry[]) => entries.map((e) => e.seq);

/** `opened`: the store of the test that runs. */
export function brokenSuite(opened: () => SuiteStore): void {
  describe('a commit that breaks', () => {
    it('is told to whoever wrote, leaves nothing, tells nobody, and what comes next goes on from before', async () => {
      const store = opened();
      const { ledger } = store;
      await store.breakCommits('bad');
      const told: number[] = [];
      await ledger.follow(0, (entries) => told.push(...seqs(entries)));
      await ledger.append(request('a'));
      const key: Idempotency = { scope: 'system POST /x', key: 'k1', request: 'h1' };
      const keyed = { idempotency: key, answer: () => ({ done: true }) };
      await expect(ledger.append(request('bad', keyed))).rejects.toThrow();
      await expect(
        ledger.append(request('', { entries: [note('a'), note('bad')] })),
      ).rejects.toThrow();
      expect(seqs(await ledger.read())).toEqual([1]);
      expect(await ledger.recall(key)).toEqual({ found: false });
      const guards = [{ subject: 'a', version: 1 }];
      const next = written(await ledger.append(request('a', { guards, ...keyed })));
      expect(next).toMatchObject({ repeated: false, entries: [{ seq: 2, version: 2 }] });
      expect(told).toEqual([1, 2]);
      expect(await ledger.verify()).toMatchObject({ intact: true, entries: 2 });
    });
  });

  describe('verify', () => {
    it('names a missing entry, a lost tail and a version that does not count', async () => {
      const store = opened();
      const { ledger } = store;
      for (let i = 1; i <= 5; i += 1) await ledger.append(request(`account:a${i}`));
      await store.tamper('subjects', `subject = 'account:a3'`, 'version', '2');
      expect(await ledger.verify()).toMatchObject({
        intact: false,
        entries: 5,
        broken: { seq: 6 },
      });
      await store.tamper('subjects', `subject = 'account:a3'`, 'version', '1');
      await store.tamper('entries', 'seq = 3', 'seq', '300');
      expect(await ledger.verify()).toMatchObject({
        intact: false,
        entries: 2,
        head: { seq: 2 },
        broken: { seq: 3, problem: expect.stringContaining('missing') as string },
      });
    });

    it('walks several pages while others write', async () => {
      const { ledger } = opened();
      await Promise.all(
        Array.from({ length: 2_500 }, (_, i) => ledger.append(request(`s${i % 900}`))),
      );
      const [found] = await Promise.all([
        ledger.verify(),
        ...Array.from({ length: 50 }, (_, i) => ledger.append(request(`t${i}`))),
      ]);
      expect(found).toMatchObject({ intact: true, entries: 2_550 });
    });
  });
}
