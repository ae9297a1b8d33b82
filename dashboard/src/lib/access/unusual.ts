/** What is unusual in the access log, as it is asked for and said. Pure. */
import type { Unusual } from '#domain/unusual/find.ts';
import type { Usual } from '#domain/unusual/usual.ts';
import type { UnusualLookWire, UnusualWire } from '#wire/accountability.ts';
import { dayStart } from '#lib/decisions/log.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import { looksAddress, NO_LOOKS_FILTER, type LooksFilter } from './looks.ts';

/** It stands above the whole log; beside one case or the lines of one point it would be in the way. */
export const showsUnusual = (filter: LooksFilter): boolean =>
  filter.case.trim() === '' && filter.lines === '';

/** Query of what is unusual, over the days of the filter; `to` is the whole last day. */
export function unusualQuery(
  { from, to }: Pick<LooksFilter, 'from' | 'to'>,
  cursor: string | null = null,
): string {
  const query = new URLSearchParams();
  const [begin, end] = [dayStart(from), dayStart(to, 1)];
  if (begin !== null) query.set('from', begin);
  if (end !== null) query.set('to', end);
  if (cursor !== null) query.set('cursor', cursor);
  return query.toString();
}

/** The log with the lines that a point rests on. */
export const evidenceAddress = ({ lines }: Pick<UnusualLookWire, 'lines'>): string =>
  looksAddress({ ...NO_LOOKS_FILTER, lines: lines.join(',') });

/** What was looked through, and what of it could not be compared. */
export function scopeOf(
  { lines, accounts, uncompared, weeks }: Omit<UnusualWire, 'unusual' | 'next' | 'from' | 'to'>,
  t: Words['access']['unusual'],
  { count }: Pick<Format, 'count'>,
): string[] {
  if (lines === 0) return [];
  return [
    t.over(count(lines), count(accounts), count(weeks)),
    ...(uncompared === 0 ? [] : [t.uncompared(count(uncompared), count(accounts))]),
  ];
}

/** What an empty list means: nothing was there, nothing could be compared, or nothing stood out of what could. */
export function emptyOf(
  { lines, accounts, uncompared }: Pick<UnusualWire, 'lines' | 'accounts' | 'uncompared'>,
  t: Words['access']['unusual'],
): string {
  if (lines === 0) return t.noLines;
  return uncompared === accounts ? t.noneUncompared : t.none;
}

const isGlass = ({ kind }: Pick<Unusual, 'kind'>) => kind === 'glass-unfollowed';

/** What it is, and what is usual beside it. */
export function sentencesOf(
  one: UnusualLookWire,
  t: Words['access']['unusual'],
  { count, decimal }: Pick<Format, 'count' | 'decimal'>,
): string[] {
  const figure = (value: number) => (Number.isInteger(value) ? count(value) : decimal(value));
  const compared = ({ median, of }: Usual, say: (middle: string, of: string) => string) =>
    say(figure(median), count(of));
  const all = one.lines.length + one.moreLines;
  return [
    isGlass(one) && one.canAct === false ? t.cannotAct : t.what[one.kind](count(one.count)),
    ...(one.before === null ? [] : [t.before(count(one.before))]),
    ...(one.before !== null || one.own !== null ? [] : [t.ownUnknown]),
    ...(one.own === null ? [] : [compared(one.own, t.own)]),
    ...(one.role === null ? [] : [compared(one.role, t.role)]),
    ...(one.outside === null || one.outside === 0
      ? []
      : [t.outside(count(one.outside), count(all))]),
  ];
}
