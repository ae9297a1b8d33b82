/** What every store of the ledger must do, whatever keeps it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '#domain/entries.ts';
import { EMPTY_PICTURE } from '#domain/picture.ts';
import { hashEntry } from '../../db/chain.ts';
import { ZERO_HASH, type Idempotency, type Ledger } from '../../db/ledger.ts';
import { AT, note, request, SYSTEM, written } from './helpers.ts';
import { brokenSuite } from './ledger-suite-broken.ts';

export interface SuiteStore {
  ledger: Ledger;
  /** Changes one column of a stored row behind the ledger's back; `value` is an SQL expression. */
  tamper(
    table: 'entries' | 'snapshots' | 'subjects',
    where: string,
    column: string,
    value: string,
  ): void | Promise<void>;
  /** From here on a commit with an entry of this subject fails at its very end, when all of it has been written. */
  breakCommits(subject: string): void | Promise<void>;
  /** Errors that were reported to nobody in particular. */
  reported: unknown[];
  close(): Promise<void>;
}

export function ledgerSuite(name: string, open: () => Promise<SuiteStore>): void {
  describe(`${name} as a ledger`, () => {
    let store: SuiteStore;
    let ledger: Ledger;
    beforeEach(async () => {
      store = await open();
      ledger = store.ledger;
    });
    afterEach(() => store.close());

    const seqs = (entries: Entry[]) => entries.map((e) => e.seq);
    const fill = async (count: number) => {
      for (let i = 1; i <= count; i += 1) await ledger.append(request(`account:a${i}`));
    };

    describe('append and read', () => {
      it('is empty at first and intact', async () => {
        expect(await ledger.head()).toEqual({
          seq: 0,
          at: '1970-01-01T00:00:00.000Z',
          hash: ZERO_HASH,
        });
        expect(await ledger.read()).toEqual([]);
        expect(await ledger.verify()).toMatchObject({ intact: true, entries: 0 });
      });

      it('reads back what it answered, chained from the first entry', async () => {
        const first = written(await ledger.append(request('account:a')));
        const second = written(
          await ledger.append(
            request('account:a', { entries: [note('account:a', 'é "quoted" \u2028 😀')] }),
          ),
        );
        const all = await ledger.read();
        expect(all).toEqual([...first.entries, ...second.entries]);
        expect(all.map((e) => [e.seq, e.version, e.v])).toEqual([
          [1, 1, 1],
          [2, 2, 1],
        ]);
        expect(all[0]?.prev).toBe(ZERO_HASH);
        expect(all[1]?.prev).toBe(all[0]?.hash);
        for (const entry of all) expect(hashEntry(entry)).toBe(entry.hash);
        expect(await ledger.head()).toEqual({ seq: 2, at: AT, hash: all[1]?.hash });
        expect(await ledger.verify()).toMatchObject({ intact: true, entries: 2, head: { seq: 2 } });
      });

      it('writes a batch whole, with rising versions of every subject it moves', async () => {
        await ledger.append(request('unit:x/icu'));
        const batch = written(
          await ledger.append(
            request('', {
              entries: [
                note('case:1', 'c', ['unit:x/icu', 'unit:x/icu', 'case:1']),
                note('case:1'),
                note('unit:x/icu'),
              ],
            }),
          ),
        );
        expect(batch.entries.map((e) => [e.seq, e.subject, e.version, e.also])).toEqual([
          [2, 'case:1', 1, [{ subject: 'unit:x/icu', version: 2 }]],
          [3, 'case:1', 2, []],
          [4, 'unit:x/icu', 3, []],
        ]);
      });

      it('gives plain values, as they will be read, whatever the caller does with its own', async () => {
        const entry = note('account:a', 'before');
        const pending = ledger.append(request('', { entries: [entry] }));
        (entry.body as { id: string }).id = 'after';
        const { entries } = written(await pending);
        expect(entries[0]?.body).toMatchObject({ id: 'before' });
        expect(JSON.stringify(await ledger.read())).toBe(JSON.stringify(entries));
      });

      it('keeps seq without a gap through refusals, failures and many at once', async () => {
        const results = await Promise.allSettled(
          Array.from({ length: 60 }, (_, i) => {
            if (i % 3 === 1)
              return ledger.append(request('x', { guards: [{ subject: 'x', version: 999 }] }));
            if (i % 3 === 2) {
              return ledger.append(
                request(`y${i}`, {
                  answer: () => {
                    throw new Error('no answer');
                  },
                }),
              );
            }
            return ledger.append(request(`z${i}`));
          }),
        );
        expect(results.filter((r) => r.status === 'rejected')).toHaveLength(20);
        expect(seqs(await ledger.read())).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
        await ledger.append(request('y2', { guards: [{ subject: 'y2', version: 0 }] }));
        expect(await ledger.verify()).toMatchObject({ intact: true, entries: 21 });
      });

      it('never goes back in time', async () => {
        await ledger.append(request('a', { at: '2026-11-18T13:00:10.000Z' }));
        const late = written(await ledger.append(request('a', { at: '2026-11-18T13:00:09.000Z' })));
        expect(late.entries[0]?.at).toBe('2026-11-18T13:00:10.000Z');
      });

      it('rejects an empty batch, a time that is none and a body that is not JSON, and writes nothing', async () => {
        await expect(ledger.append(request('a', { entries: [] }))).rejects.toThrow(TypeError);
        await expect(ledger.append(request('a', { at: 'soon' }))).rejects.toThrow(TypeError);
        const wrong = { ...note('a'), body: { count: NaN } } as unknown as ReturnType<typeof note>;
        await expect(ledger.append(request('a', { entries: [wrong] }))).rejects.toThrow(TypeError);
        expect(await ledger.read()).toEqual([]);
      });

      it('keeps text with half a surrogate pair as U+FFFD', async () => {
        const { entries } = written(
          await ledger.append(request('', { entries: [note('a', 'x\ud800')] })),
        );
        expect(entries[0]?.body).toMatchObject({ id: 'x\ufffd' });
        expect(await ledger.verify()).toMatchObject({ intact: true });
      });

      it('reads by place, subject, kind, order and limit', async () => {
        await fill(6);
        await ledger.append(request('account:a2'));
        await ledger.append(
          request('', {
            entries: [{ kind: 'case-archived', subject: 'case:9', body: { case: '9' } }],
          }),
        );
        expect(seqs(await ledger.read({ after: 2, upTo: 4 }))).toEqual([3, 4]);
        expect(seqs(await ledger.read({ subject: 'account:a2' }))).toEqual([2, 7]);
        expect(seqs(await ledger.read({ kinds: ['case-archived'] }))).toEqual([8]);
        expect(seqs(await ledger.read({ kinds: ['case-archived', 'unit-observed'] }))).toEqual([8]);
        expect(seqs(await ledger.read({ limit: 2 }))).toEqual([1, 2]);
        expect(seqs(await ledger.read({ limit: 2, order: 'desc' }))).toEqual([8, 7]);
      });

      it('knows the last entry at or before a time', async () => {
        for (const second of ['01', '03', '03', '05']) {
          await ledger.append(request('a', { at: `2026-11-18T13:00:${second}.000Z` }));
        }
        const at = (time: string) => ledger.seqAt(`2026-11-18T13:00:${time}Z`);
        expect(
          await Promise.all([at('00.999'), at('01.000'), at('02.999'), at('03.000'), at('09.000')]),
        ).toEqual([0, 1, 1, 3, 4]);
      });
    });

    describe('guards', () => {
      it('refuses the batch whole when a subject has moved, and says how', async () => {
        await ledger.append(request('a'));
        const refused = await ledger.append(
          request('', { entries: [note('b'), note('a')], guards: [{ subject: 'a', version: 0 }] }),
        );
        expect(refused).toEqual({
          ok: false,
          reason: 'guard',
          subject: 'a',
          expected: 0,
          actual: 1,
        });
        expect(await ledger.read()).toHaveLength(1);
      });

      it('lets one of two writers with the same guard win, in one turn and in two', async () => {
        const guarded = (version: number) => request('a', { guards: [{ subject: 'a', version }] });
        const together = await Promise.all([ledger.append(guarded(0)), ledger.append(guarded(0))]);
        expect(together.map((r) => r.ok)).toEqual([true, false]);
        expect((await ledger.append(guarded(1))).ok).toBe(true);
        expect((await ledger.append(guarded(1))).ok).toBe(false);
        expect(await ledger.read()).toHaveLength(2);
      });

      it('sees subjects that were only moved along', async () => {
        await ledger.append(request('', { entries: [note('case:1', 'c', ['unit:x/icu'])] }));
        const result = await ledger.append(
          request('b', { guards: [{ subject: 'unit:x/icu', version: 0 }] }),
        );
        expect(result).toMatchObject({ ok: false, actual: 1 });
      });
    });

    describe('idempotency', () => {
      const key: Idempotency = { scope: 'system POST /x', key: 'k1', request: 'h1' };
      const keyed = (more: Partial<Idempotency> = {}) =>
        request('a', {
          idempotency: { ...key, ...more },
          answer: (entries) => ({ seq: entries[0]?.seq, count: entries.length }),
        });

      it('writes once and answers the same, in two turns and in one', async () => {
        const first = written(await ledger.append(keyed()));
        const again = written(await ledger.append(keyed()));
        expect(again).toEqual({ ...first, repeated: true });
        const [one, two] = await Promise.all([
          ledger.append(keyed({ key: 'k2' })),
          ledger.append(keyed({ key: 'k2' })),
        ]);
        expect([written(one).repeated, written(two).repeated]).toEqual([false, true]);
        expect(written(two).answer).toEqual(written(one).answer);
        expect(await ledger.read()).toHaveLength(2);
      });

      it('answers a repeated request even when its guard no longer holds', async () => {
        const guarded = { ...keyed(), guards: [{ subject: 'a', version: 0 }] };
        const first = written(await ledger.append(guarded));
        await ledger.append(request('a'));
        expect(await ledger.append(guarded)).toEqual({ ...first, repeated: true });
      });

      it('refuses the same key with another body, and keeps scopes apart', async () => {
        await ledger.append(keyed());
        expect(await ledger.append(keyed({ request: 'h2' }))).toEqual({
          ok: false,
          reason: 'key-reused',
        });
        expect(written(await ledger.append(keyed({ scope: 'other' }))).repeated).toBe(false);
      });

      it('does not remember a refused command', async () => {
        const guarded = (version: number) => ({ ...keyed(), guards: [{ subject: 'a', version }] });
        expect((await ledger.append(guarded(7))).ok).toBe(false);
        expect(await ledger.recall(key)).toEqual({ found: false });
        expect(written(await ledger.append(guarded(0))).repeated).toBe(false);
      });

      it('recalls, and replaces an answer that was made in a second step', async () => {
        expect(await ledger.remember(key, { later: true })).toBe(false);
        const first = written(await ledger.append(keyed()));
        expect(await ledger.remember(key, { later: true })).toBe(true);
        expect(await ledger.recall(key)).toEqual({
          found: true,
          keyReused: false,
          answer: { later: true },
          entries: first.entries,
        });
        expect(await ledger.recall({ ...key, request: 'h2' })).toEqual({
          found: true,
          keyReused: true,
        });
        expect(written(await ledger.append(keyed())).answer).toEqual({ later: true });
      });

      it('forgets answers after seven days and not before', async () => {
        await ledger.append(keyed());
        expect(await ledger.forgetAnswers('2026-11-25T13:07:42.000Z')).toBe(0);
        expect((await ledger.recall(key)).found).toBe(true);
        expect(await ledger.forgetAnswers('2026-11-25T13:07:42.001Z')).toBe(1);
        expect((await ledger.recall(key)).found).toBe(false);
      });
    });

    describe('follow', () => {
      it('tells what exists, then what comes, in order and in groups as committed', async () => {
        await fill(3);
        const groups: number[][] = [];
        const stop = await ledger.follow(1, (entries) => groups.push(seqs(entries)));
        expect(groups).toEqual([[2, 3]]);
        await Promise.all([ledger.append(request('a')), ledger.append(request('b'))]);
        expect(groups).toEqual([
          [2, 3],
          [4, 5],
        ]);
        stop();
        await ledger.append(request('a'));
        expect(groups).toHaveLength(2);
      });

      it('has told followers before the writer goes on', async () => {
        let told = 0;
        await ledger.follow(0, (entries) => (told = entries[entries.length - 1]?.seq ?? 0));
        const { entries } = written(await ledger.append(request('a')));
        expect(told).toBe(entries[0]?.seq);
      });

      it('leaves nothing out when entries are written while it catches up', async () => {
        await fill(5);
        const got: number[] = [];
        const following = ledger.follow(0, (entries) => got.push(...seqs(entries)));
        const writing = Promise.all(
          Array.from({ length: 40 }, (_, i) => ledger.append(request(`b${i}`))),
        );
        await Promise.all([following, writing]);
        await ledger.append(request('last'));
        expect(got).toEqual(Array.from({ length: 46 }, (_, i) => i + 1));
      });

      it('goes on when a listener throws, writes or stops', async () => {
        const got: number[] = [];
        let echo: Promise<unknown> = Promise.resolve();
        await ledger.follow(0, () => {
          throw new Error('listener');
        });
        const stop = await ledger.follow(0, () => {
          stop();
          echo = ledger.append(request('echo'));
        });
        await ledger.follow(0, (entries) => got.push(...seqs(entries)));
        await ledger.append(request('a'));
        await echo;
        expect(got).toEqual([1, 2]);
        expect(store.reported).toHaveLength(2);
      });
    });

    describe('snapshots', () => {
      const save = (seq: number) =>
        ledger.saveSnapshot({ seq, picture: { ...EMPTY_PICTURE, seq, at: AT, casesOpened: seq } });

      it('gives the newest up to a seq', async () => {
        await fill(9);
        expect(await ledger.loadSnapshot()).toBeNull();
        await save(3);
        await save(7);
        expect((await ledger.loadSnapshot())?.seq).toBe(7);
        expect((await ledger.loadSnapshot(6))?.picture.casesOpened).toBe(3);
        expect(await ledger.loadSnapshot(2)).toBeNull();
        await expect(save(10)).rejects.toThrow(RangeError);
      });

      it('passes over a snapshot that was tampered with or is not of this chain', async () => {
        await fill(9);
        for (const seq of [2, 4, 6, 8]) await save(seq);
        await store.tamper(
          'snapshots',
          'seq = 8',
          'picture',
          '(select picture from snapshots where seq = 6)',
        );
        expect((await ledger.loadSnapshot())?.seq).toBe(6);
        await store.tamper('snapshots', 'seq = 6', 'hash', `'${'0'.repeat(64)}'`);
        expect((await ledger.loadSnapshot())?.seq).toBe(4);
        await store.tamper('entries', 'seq = 4', 'hash', `'${'0'.repeat(64)}'`);
        expect((await ledger.loadSnapshot())?.seq).toBe(2);
        await store.tamper('snapshots', 'seq = 2', 'picture', `x'00'`);
        expect(await ledger.loadSnapshot()).toBeNull();
      });
    });

    brokenSuite(() => store);

    it('writes what was handed in before it closes, and refuses what comes later', async () => {
      const pending = ledger.append(request('a', { by: SYSTEM }));
      await ledger.close();
      expect((await pending).ok).toBe(true);
      await expect(ledger.append(request('b'))).rejects.toThrow('closed');
    });
  });
}
