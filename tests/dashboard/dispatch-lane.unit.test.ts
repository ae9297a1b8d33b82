import { describe, expect, it } from 'vitest';
import { marked } from '#lib/dispatch/compare.ts';
import { groupsOf, needOf, neighbour } from '#lib/dispatch/lane-groups.ts';
import { needsOf, soundsBetween } from '#lib/dispatch/sounds.ts';
import type { Strip } from '#lib/dispatch/strips.ts';
import { actionOf, BINDINGS } from '#lib/dispatch/keys.ts';

const strip = (over: Partial<Strip> = {}): Strip => ({
  ...{ id: 'c-1', number: '0001', urgency: 'A1', category: 'TRAUMA_SEVERE', place: 'Leiden' },
  ...{ destination: 'LUMC', status: 'decided', answer: 'accepted', openedAt: 0, etaAt: null },
  ...{ overdue: false, owes: false, timer: null, urgent: false, closedAt: null },
  ...over,
});

describe('what a case needs of the dispatcher', () => {
  it.each([
    [{ status: 'open' }, 'none'],
    [{ answer: 'none' }, 'answer'],
    [{ answer: 'declined' }, 'refused'],
    [{ overdue: true }, 'lost'],
    [{ owes: true }, 'reason'],
    [{ status: 'en-route' }, 'way'],
    [{ status: 'arrived' }, 'there'],
    [{ status: 'arrived', owes: true }, 'reason'],
    // A refusal presses more than a reason that is owed.
    [{ answer: 'declined', owes: true }, 'refused'],
  ] as const)('%o: %s', (over, need) => {
    expect(needOf(strip(over))).toBe(need);
  });

  it('orders the lane, the most pressing first, and holds every case once', () => {
    const all = [
      strip({ id: 'way' }),
      strip({ id: 'open', status: 'open' }),
      strip({ id: 'no', answer: 'declined' }),
      strip({ id: 'open-2', status: 'open' }),
    ];
    const groups = groupsOf(all);
    expect(groups.map(({ need, strips }) => [need, strips.map((one) => one.id)])).toEqual([
      ['refused', ['no']],
      ['none', ['open', 'open-2']],
      ['way', ['way']],
    ]);
    expect(neighbour(groups, 'no', 1)).toBe('open');
    expect(neighbour(groups, 'no', -1)).toBe('way');
    expect(neighbour(groups, null, 1)).toBe('no');
    expect(neighbour([], null, 1)).toBeNull();
  });
});

describe('sounds', () => {
  it('are for what became so since the last look, each once', () => {
    const before = needsOf([strip({ id: 'a' }), strip({ id: 'b' }), strip({ id: 'c' })]);
    const now = [
      strip({ id: 'a', answer: 'declined' }),
      strip({ id: 'b', answer: 'declined' }),
      strip({ id: 'c', overdue: true }),
    ];
    expect(soundsBetween(before, now)).toEqual(['refused', 'overdue']);
    expect(soundsBetween(needsOf(now), now)).toEqual([]);
  });

  it('are none for a case that is seen for the first time, and none for good news', () => {
    expect(soundsBetween(new Map(), [strip({ answer: 'declined' })])).toEqual([]);
    expect(soundsBetween(needsOf([strip({ answer: 'none' })]), [strip()])).toEqual([]);
  });
});

describe('the key that compares', () => {
  it('marks one, opens two, and lets go of the same one', () => {
    expect(marked(null, 'a')).toEqual({ mark: 'a', pair: null });
    expect(marked('a', 'b')).toEqual({ mark: null, pair: ['a', 'b'] });
    expect(marked('a', 'a')).toEqual({ mark: null, pair: null });
  });

  it('is no key of a finding, and no key stands for two things', () => {
    const plain = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
    for (const [key, command] of [
      ['=', 'compare'],
      [']', 'next-case'],
      ['[', 'previous-case'],
    ])
      expect(actionOf({ ...plain, key: key ?? '' })?.action).toEqual({ act: 'desk', command });
    const names = BINDINGS.map(({ key, ctrl }) => `${ctrl ?? false} ${key}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
