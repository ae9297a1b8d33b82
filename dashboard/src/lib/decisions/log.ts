/** The decision log as it is asked for and read: filters in the address, days on the Dutch clock. Pure. */
import { HOUR, iso } from '#domain/clock.ts';
import { localTime } from '#domain/local-time.ts';
import type { Iso } from '#domain/picture.ts';
import type { Category, OverrideReason, Urgency } from '#domain/words.ts';

/** A line of `GET /decisions`. */
export interface DecisionLine {
  id: string;
  seq: number;
  at: Iso;
  case: string;
  caseNumber: number;
  room: string;
  caseRegion: string;
  facility: string;
  facilityRegion: string;
  facilityLevel: 1 | 2 | 3 | null;
  facilityDesignated: boolean;
  category: Category;
  urgency: Urgency | null;
  red: boolean;
  rank: number | null;
  tie: boolean;
  advised: string | null;
  overridden: boolean;
  overrideReason: OverrideReason | null;
  note: string | null;
  policy: { id: string; version: number };
  replaces: string | null;
}

export interface DecisionPage {
  decisions: DecisionLine[];
  next: string | null;
}

/** `GET /indicators`. */
export interface Indicators {
  severe: { cases: number; toLevel1: number; toDesignated: number };
  /** Share, 0 to 1. */
  norm: number;
  decisions: number;
  overridden: number;
  owingReason: number;
}

/** As chosen on the page; empty is no filter. Days as `2026-11-18`. */
export interface LogFilter {
  region: string;
  facility: string;
  from: string;
  to: string;
  overridden: '' | 'true' | 'false';
}

export const NO_FILTER: LogFilter = { region: '', facility: '', from: '', to: '', overridden: '' };
export const LINES_A_PAGE = 50;

/** Midnight on the Dutch clock at which the day begins; null for what is no day. `later` counts days on. */
export function dayStart(day: string, later = 0): Iso | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const midnight = Date.parse(`${day}T00:00:00Z`) + later * 24 * HOUR;
  if (Number.isNaN(midnight)) return null;
  // Dutch clocks are one hour ahead, two in summer.
  for (const ahead of [1, 2]) {
    const at = midnight - ahead * HOUR;
    if (localTime(at).minuteOfDay === 0) return iso(at);
  }
  return null;
}

export function isFiltered(filter: LogFilter): boolean {
  return Object.values(filter).some((value) => value !== '');
}

/** Query of the log; `to` is the whole last day. */
export function logQuery(filter: LogFilter, cursor: string | null = null): string {
  const query = periodQuery(filter);
  if (filter.facility !== '') query.set('facility', filter.facility);
  if (filter.overridden !== '') query.set('overridden', filter.overridden);
  query.set('limit', String(LINES_A_PAGE));
  if (cursor !== null) query.set('cursor', cursor);
  return query.toString();
}

/** Query of the indicators: region and period alone. */
export function periodQuery({ region, from, to }: LogFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (region !== '') query.set('region', region);
  const [start, end] = [dayStart(from), dayStart(to, 1)];
  if (start !== null) query.set('from', start);
  if (end !== null) query.set('to', end);
  return query;
}

/** Filters as they stand in the address, and back. */
export function filterFrom(query: Pick<URLSearchParams, 'get'>): LogFilter {
  const text = (name: string) => query.get(name) ?? '';
  const overridden = text('overridden');
  return {
    region: text('region'),
    facility: text('facility'),
    from: text('from'),
    to: text('to'),
    overridden: overridden === 'true' || overridden === 'false' ? overridden : '',
  };
}

export function addressOf(filter: LogFilter): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
  const text = query.toString();
  return text === '' ? '/decisions' : `/decisions?${text}`;
}

/** An override without its reason. */
export const owesReason = (line: Pick<DecisionLine, 'overridden' | 'overrideReason'>) =>
  line.overridden && line.overrideReason === null;

/** "1:23", minutes and seconds. */
export function minutesSeconds(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Whole percent; null when there is nothing to divide. */
export function percent(part: number, of: number): number | null {
  return of === 0 ? null : Math.round((part / of) * 100);
}
