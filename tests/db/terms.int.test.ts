/** Terms of erasure: on time, also after an absence, text and salt together; nothing is overdue afterwards and both chains are whole. */
import { describe, expect, it } from 'vitest';
import { USUAL_RETENTION } from '#domain/accountability/retention.ts';
import { HOUR } from '#domain/clock.ts';
import { subjects } from '#domain/entries.ts';
import { overdueOf } from '../../server/desk/clerk.ts';
import { cutLooks, looksOverdue } from '../../server/desk/cut-looks.ts';
import { TextBook } from '../../server/desk/text-book.ts';
import { onBoth } from './both.ts';
import { request } from './helpers.ts';

const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-28T10:00:00.000Z');
const iso = (ms: number) => new Date(ms).toISOString();

describe('terms of erasure', () => {
  onBoth((kept) => {
    it('go by kind, and what is late is counted until it is gone', async () => {
      const { texts: store, casePrivate, ledger, accessLog } = kept.stores;
      const retention = { ...USUAL_RETENTION, 'case-note': 24 };
      const texts = new TextBook(store, null, retention);
      const short = await texts.keepSome('geen bed', NOW, 'case-note', 'c1');
      const long = await texts.keepSome('dienst', NOW, 'shift-note');
      await casePrivate.keep('c1', { lat: 52.1, lon: 4.4 }, iso(NOW + DAY));
      await ledger.append(request(subjects.case('c1')));
      const parts = (now: number) => ({
        ...{ live: { now: () => now } as never, casePrivate, texts },
        ...{ accessLog, accessLogYears: null },
      });
      const none = {
        'exact-position': 0,
        note: 0,
        'case-note': 0,
        'shift-note': 0,
        'glass-reason': 0,
        look: 0,
      };
      expect(await overdueOf(parts(NOW + DAY - 1))).toEqual(none);

      // Nobody was there for a day: that is late, and said.
      const later = NOW + 2 * DAY;
      expect(await overdueOf(parts(later))).toEqual({
        ...none,
        'case-note': 1,
        'exact-position': 1,
      });
      expect(await texts.dueAbout(later)).toEqual(['c1']);
      expect(await casePrivate.due(iso(later))).toEqual(['c1']);
      expect(await texts.eraseDue(later)).toBe(1);
      expect(await casePrivate.eraseDue(iso(later))).toBe(1);
      expect(await overdueOf(parts(later + HOUR))).toEqual(none);
      expect([await store.read(short.id), await store.read(long.id)]).toEqual([null, 'dienst']);
      // What is held on the case still says that there was something, and until when.
      expect(await store.about('c1')).toEqual([
        expect.objectContaining({ kind: 'case-note', text: null, eraseAt: iso(NOW + DAY) }),
      ]);
      expect((await ledger.verify()).intact).toBe(true);
      expect((await accessLog.verify()).intact).toBe(true);
    });

    it('cut the access log once a day where a term is set, and never where none is', async () => {
      const { accessLog } = kept.stores;
      const by = { id: 'a1', kind: 'account', role: 'chair', organisation: null } as const;
      const seen = [{ case: 'c1', ground: 'technical', region: 'west', facility: null }] as const;
      const look = (ms: number) =>
        ({ by, session: null, at: iso(ms), action: 'read', seen }) as const;
      // The last moment that may go on the day of NOW, and the first that may not.
      const end = Date.parse('2026-11-28T00:00:00.000Z') - 5 * 366 * DAY;
      await accessLog.write([look(end - 2), look(end - 1), look(end)]);
      const parts = (now: number, accessLogYears: number | null) => ({
        ...{ live: { now: () => now } as never, accessLog, accessLogYears },
      });
      expect(await cutLooks(parts(NOW + 100 * 366 * DAY, null))).toBe(0);
      expect(await looksOverdue(parts(NOW, null))).toBe(0);
      // At the beginning of the day they become due, and are late an hour later.
      const dawn = Date.parse('2026-11-28T00:00:00.000Z');
      expect(await cutLooks(parts(dawn - 1, 5))).toBe(0);
      expect(await looksOverdue(parts(dawn + HOUR - 1, 5))).toBe(0);
      expect(await looksOverdue(parts(dawn + HOUR, 5))).toBe(2);
      expect(await cutLooks(parts(NOW, 5))).toBe(2);
      expect(await looksOverdue(parts(NOW, 5))).toBe(0);
      expect(await accessLog.verify()).toMatchObject({ intact: true, cut: 2, looks: 2 });
    });
  });
});
