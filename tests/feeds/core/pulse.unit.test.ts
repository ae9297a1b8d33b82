import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, iso, MINUTE } from '#domain/clock.ts';
import {
  clockSkewSeconds,
  FIRST_PULSE,
  heard,
  LEAST_GAPS,
  perHour,
  unusable,
  used,
  usualSeconds,
  type Pulse,
} from '#domain/feeds/pulse.ts';
import {
  feedStateAt,
  looksOld,
  silentAfterSeconds,
  USUAL_WATCH,
  type FeedFacts,
} from '#domain/feeds/state.ts';

const START = Date.UTC(2026, 10, 18, 13);

/** A feed that spoke at these moments, milliseconds after the start. */
function spoken(moments: readonly number[], sentLater = 0): Pulse {
  let pulse: Pulse = FIRST_PULSE;
  let last: string | null = null;
  for (const moment of moments) {
    const now = START + moment;
    pulse = heard(pulse, last, iso(now - sentLater), now);
    last = iso(now);
  }
  return pulse;
}
const each = (minutes: number, times: number) =>
  Array.from({ length: times }, (_, n) => n * minutes * MINUTE);

describe('the rhythm of a feed', () => {
  it('is not known from a handful of messages', () => {
    expect(usualSeconds(spoken(each(5, LEAST_GAPS)))).toBeNull();
    expect(usualSeconds(spoken(each(5, LEAST_GAPS + 1)))).toBe(300);
  });

  it('counts a burst as one: a hundred messages each hour make a pause of an hour', () => {
    const bursts = each(60, 12).flatMap((at) =>
      Array.from({ length: 100 }, (_, n) => at + n * 300),
    );
    const usual = usualSeconds(spoken(bursts)) ?? 0;
    expect(usual).toBeGreaterThan(58 * 60);
  });

  it('is not changed much by one long pause', () => {
    const moments = [
      ...each(5, 20),
      20 * HOUR,
      ...each(5, 20).map((at) => 20 * HOUR + at + MINUTE * 5),
    ];
    expect(usualSeconds(spoken(moments))).toBe(300);
  });

  it('counts the messages of the last hour, and forgets older ones', () => {
    const pulse = spoken(each(10, 13));
    expect(perHour(pulse, START + 2 * HOUR)).toBe(6);
    expect(perHour(pulse, START + 5 * HOUR)).toBe(0);
  });

  it('stays small, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20 * HOUR), { maxLength: 400 }), (moments) => {
        const pulse = spoken([...moments].sort((a, b) => a - b));
        expect(pulse.recent.length).toBeLessThanOrEqual(61);
        expect(pulse.gaps.length).toBeLessThanOrEqual(64);
        expect(pulse.lags.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

describe('the clock of a source', () => {
  it('runs ahead by what its quickest message says, or behind', () => {
    expect(clockSkewSeconds(spoken(each(1, 3), -180_000))).toBe(180);
    expect(clockSkewSeconds(spoken(each(1, 3), 40_000))).toBe(-40);
    const mixed = heard(spoken(each(1, 3), 40_000), null, iso(START - 2_000), START);
    expect(clockSkewSeconds(mixed)).toBe(-2);
  });
  it('is unknown when it gives no time, and 0 is not −0', () => {
    expect(clockSkewSeconds(FIRST_PULSE)).toBeNull();
    expect(Object.is(clockSkewSeconds(spoken([0])), 0)).toBe(true);
  });
});

const facts = (over: Partial<FeedFacts> = {}): FeedFacts => ({
  ...{ lastAt: iso(START), lastGoodAt: iso(START), silentAfterSeconds: 900 },
  ...{ failed: 0, failingMessages: 3, listeningSince: iso(START - HOUR), endedAt: null },
  ...over,
});

describe('the state of a feed', () => {
  it('is silent just after three usual pauses, and never within a quarter of an hour', () => {
    expect(silentAfterSeconds(spoken(each(2, 12)), USUAL_WATCH)).toBe(900);
    expect(silentAfterSeconds(spoken(each(10, 12)), USUAL_WATCH)).toBe(1_800);
    expect(feedStateAt(facts(), START + 900_000)).toBe('speaking');
    expect(feedStateAt(facts(), START + 900_001)).toBe('silent');
  });

  it('is not silent for what nobody could hear while we were away', () => {
    const back = facts({ listeningSince: iso(START + 5 * HOUR) });
    expect(feedStateAt(back, START + 5 * HOUR + MINUTE)).toBe('speaking');
    expect(feedStateAt(back, START + 6 * HOUR)).toBe('silent');
  });

  it.each([
    ['too new to be called silent', { silentAfterSeconds: null }, 'new'],
    ['heard and of no use yet', { lastGoodAt: null }, 'unused'],
    ['failing at the third', { failed: 3 }, 'failing'],
    ['not failing at the second', { failed: 2 }, 'speaking'],
    ['ended', { endedAt: iso(START), failed: 9 }, 'ended'],
  ] as const)('is %s', (_what, over, state) => {
    expect(feedStateAt(facts(over), START + MINUTE)).toBe(state);
  });

  it('looks old beyond its own measure, and after a quarter of an hour when it has none', () => {
    expect(looksOld(facts({ silentAfterSeconds: 7_200 }), START + HOUR)).toBe(false);
    expect(looksOld(facts({ silentAfterSeconds: null }), START + 16 * MINUTE)).toBe(true);
  });

  it('fails since the first message of no use, until one is used', () => {
    const once = unusable(FIRST_PULSE, 'VALIDATION', iso(START));
    const twice = unusable(once, 'FORBIDDEN', iso(START + MINUTE));
    expect(twice).toMatchObject({ failed: 2, failingSince: iso(START), lastCode: 'FORBIDDEN' });
    expect(used(twice)).toMatchObject({ failed: 0, failingSince: null, lastCode: 'FORBIDDEN' });
  });
});
