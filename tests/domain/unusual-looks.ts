/** Lines of an access log for the rules on what is unusual. */
import type { Ground, LookAction } from '#domain/accountability/looks.ts';
import { HOUR, MINUTE } from '#domain/clock.ts';
import type { Actor } from '#domain/picture.ts';
import { findUnusual, type Facts, type UnusualFound } from '#domain/unusual/find.ts';
import { EARLIER_WEEKS } from '#domain/unusual/rules.ts';
import { Tally, type Counted, type Line } from '#domain/unusual/tally.ts';

export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;
/** A Thursday in the period, ten in the morning on the Dutch clock. */
export const TEN = Date.parse('2026-11-26T09:00:00.000Z');

export const actor = (id: string, change: Partial<Actor> = {}): Actor => ({
  ...{ id, kind: 'account', role: 'hospital', organisation: 'lumc-leiden' },
  ...change,
});

let seq = 0;
export interface Said {
  by?: Actor;
  action?: LookAction;
  ground?: Ground;
  asked?: Record<string, string>;
  whole?: number;
}

/** A look at one case. */
export function line(at: number, id: string | null, said: Said = {}): Line {
  const { by = actor('anna'), action = 'read', ground = 'treating-hospital', asked } = said;
  seq += 1;
  const seen = id === null ? [] : [{ case: id, ground, region: 'west', facility: 'lumc-leiden' }];
  return {
    ...{ seq, at, by, action, seen, session: 's', whole: said.whole ?? seen.length },
    ...(asked === undefined ? {} : { asked }),
  };
}

/** So many looks at as many cases, a minute apart. */
export const looks = (count: number, at: number, name: string, said: Said = {}): Line[] =>
  Array.from({ length: count }, (_, n) => line(at + n * MINUTE, `${name}-${n}`, said));

/** The same in each of so many weeks before. */
export const weekly = (weeks: number, of: (at: number, week: number) => Line[]): Line[][] =>
  Array.from({ length: weeks }, (_, n) => of(TEN - (n + 1) * WEEK, n + 1));

/** What is found in a period with these weeks before it. */
export function found(
  period: readonly Line[],
  weeks: readonly Line[][] = [],
  facts: Partial<Facts> = {},
  firstSeen: ReadonlyMap<string, number> = new Map(),
): UnusualFound {
  const sums = (lines: readonly Line[], tally: Tally) => {
    for (const one of lines) tally.add(one, firstSeen);
    return tally.end();
  };
  const earlier: ReadonlyMap<string, Counted>[] = Array.from({ length: EARLIER_WEEKS }, (_, n) =>
    sums(weeks[n] ?? [], new Tally(false)),
  );
  const tally = new Tally(true);
  const accounts = sums(period, tally);
  return findUnusual({ accounts, lines: tally.lines }, earlier, {
    ...{ followed: new Set(), open: new Set(), now: TEN + 2 * DAY },
    ...facts,
  });
}
