import { describe, expect, it } from 'vitest';
import { erasedWhen } from '#lib/access/held.ts';
import { caseIdOf, looksFilterFrom, looksQuery, openNow } from '#lib/access/looks.ts';
import type { GlassState, Picture } from '#domain/picture.ts';

const glass = (id: string, until: string): GlassState => ({
  ...{ id, code: 'safety', text: { id: 't', hash: '' }, at: '2026-11-28T10:00:00.000Z', until },
  by: { id: 'a', kind: 'account', role: 'chair', organisation: 'west' },
});
const PICTURE = {
  cases: {
    abc: {
      ...{ id: 'abc', number: 14 },
      opened: [glass('g1', '2026-11-28T11:00:00.000Z'), glass('g2', '2026-11-28T12:00:00.000Z')],
    },
  },
} as unknown as Picture;

describe('the access log as it is asked for', () => {
  it('takes the number of a case that is known here for its id', () => {
    expect([caseIdOf(PICTURE, ' 14 '), caseIdOf(PICTURE, '15'), caseIdOf(null, 'abc')]).toEqual([
      'abc',
      '15',
      'abc',
    ]);
  });

  it('asks for whole days on the Dutch clock', () => {
    const params = new URLSearchParams('case=14&from=2026-11-27&to=2026-11-27&x=y');
    expect(looksQuery(looksFilterFrom(params), PICTURE)).toBe(
      'case=abc&from=2026-11-26T23%3A00%3A00.000Z&to=2026-11-27T23%3A00%3A00.000Z&limit=50',
    );
  });
});

describe('a case that stands open', () => {
  it('is told until its time is over', () => {
    const at = (time: string) =>
      openNow(PICTURE, Date.parse(`2026-11-28T${time}:00Z`)).map((one) => one.glass.id);
    expect([at('10:59'), at('11:00'), at('12:00')]).toEqual([['g2', 'g1'], ['g2'], []]);
  });
});

describe('when a remnant was erased', () => {
  const at = (hour: string) => `2026-11-28T${hour}:00.000Z`;
  const looks = [
    { action: 'read', at: at('12:00') },
    { action: 'erased', at: at('13:00') },
    { action: 'erased', at: at('11:01') },
    { action: 'erased', at: at('09:00') },
  ] as const;
  it('is the first erasure after its term; what the log does not say is not said', () => {
    expect(erasedWhen({ eraseAt: at('11:00') }, looks)).toBe(at('11:01'));
    expect(erasedWhen({ eraseAt: at('14:00') }, looks)).toBe(null);
    expect(erasedWhen({ eraseAt: null }, looks)).toBe(null);
  });
});
