/** Counts the lines of a stretch of the access log, an account at a time: fed in order, page after page. Pure but for what it holds. */
import { HOUR } from '../clock.ts';
import { localTime, startOfLocalDay } from '../local-time.ts';
import type { Ground, Look, SeenCase } from '../accountability/looks.ts';
import type { Actor } from '../picture.ts';
import { LATE_MS, MEASURES, REFUSALS_APART_MS, REFUSALS_IN_A_ROW, type Measure } from './rules.ts';

/** A line of the log as the rules read it. */
export interface Line extends Pick<Look, 'seq' | 'by' | 'action' | 'asked' | 'session'> {
  /** Milliseconds. */
  at: number;
  /** Those cases that the reader may hear of. */
  seen: readonly SeenCase[];
  /** Cases in the whole look. */
  whole: number;
}

/** A line that is evidence. */
export interface Evidence {
  seq: number;
  at: number;
  /** What is counted once, however often it comes. */
  item: string;
  seen: readonly SeenCase[];
}

/** An hour or a day of one account, or a row of refusals. */
export type Spell = Evidence[];

/** What one account did in the stretch. */
export interface Counted {
  by: Actor;
  /** Hours of the day by the Dutch clock in which it looked. */
  hours: Set<number>;
  /** The most in one hour or day. */
  peaks: Record<Measure, number>;
  /** Empty where the tally keeps none. */
  spells: Record<Measure, Spell[]>;
  glasses: Evidence[];
  refusals: Spell[];
  glassCount: number;
  refusalCount: number;
}

const CARE: readonly Ground[] = ['dispatching-room', 'treating-hospital', 'technical'];
/** Pages of one file are one export. */
const SAME_EXPORT_MS = 120_000;

export const countOf = (spell: Spell): number => new Set(spell.map(({ item }) => item)).size;
/** By the Dutch clock. */
export const hourOfDay = (at: number): number => Math.floor(localTime(at).minuteOfDay / 60);
export const accountKey = ({ kind, id }: Pick<Actor, 'kind' | 'id'>) => `${kind} ${id}`;

/** One case, opened by itself; a list of many of which the reader hears of one is not. */
function openedIn({ whole, seen }: Line): SeenCase | null {
  return whole === 1 ? (seen[0] ?? null) : null;
}

/** The case that was opened on a ground that is not that of care, if any: whether that was late its first look says. */
export function withoutCare(line: Line): string | null {
  const one = openedIn(line);
  return one === null || CARE.includes(one.ground) ? null : one.case;
}

interface Open {
  bucket: number;
  spell: Spell;
  items: Set<string>;
}

interface Account extends Counted {
  open: Partial<Record<Measure, Open>>;
  /** Refusals that came one after the other. */
  row: Spell;
  /** The last export: its pages, and which one it was. */
  last: { key: string; at: number; nr: number };
}

export class Tally {
  /** Lines that were counted. */
  lines = 0;
  readonly #accounts = new Map<string, Account>();
  readonly #keeps: boolean;
  #hour = { bucket: NaN, ofDay: 0, day: 0 };

  /** @param keeps the lines that are evidence, not their figures only */
  constructor(keeps: boolean) {
    this.#keeps = keeps;
  }

  /** @param firstSeen when the cases of `withoutCare` were first seen, milliseconds */
  add(line: Line, firstSeen: ReadonlyMap<string, number>): void {
    if (line.by.kind !== 'account' && line.by.kind !== 'key') return;
    this.lines += 1;
    const account = this.#accountOf(line.by);
    const hour = this.#hourOf(line.at);
    account.hours.add(hour.ofDay);
    const { seq, at, seen } = line;
    const evidence = (item: string): Evidence => ({ seq, at, item, seen });
    const one = openedIn(line);
    if (one !== null) this.#count(account, 'many-cases', hour.bucket, evidence(one.case));
    const old = withoutCare(line);
    if (old !== null && at - (firstSeen.get(old) ?? at) >= LATE_MS)
      this.#count(account, 'late-looks', hour.day, evidence(old));
    if (line.action === 'export' || line.action === 'print')
      this.#count(account, 'exports', hour.day, evidence(exportOf(account, line)));
    if (line.action === 'break-glass') this.#glass(account, line, evidence(String(seq)));
  }

  /** After the last line. */
  end(): ReadonlyMap<string, Counted> {
    for (const account of this.#accounts.values()) {
      for (const measure of MEASURES) this.#close(account, measure);
      this.#endRow(account);
    }
    return this.#accounts;
  }

  #accountOf(by: Actor): Account {
    const key = accountKey(by);
    let found = this.#accounts.get(key);
    if (found === undefined) {
      found = {
        ...{ by, hours: new Set(), peaks: { 'many-cases': 0, 'late-looks': 0, exports: 0 } },
        ...{ spells: { 'many-cases': [], 'late-looks': [], exports: [] }, open: {}, row: [] },
        ...{ glasses: [], refusals: [], glassCount: 0, refusalCount: 0 },
        last: { key: '', at: -Infinity, nr: 0 },
      };
      this.#accounts.set(key, found);
    }
    // Who changed role or place is named as it is now.
    found.by = by;
    return found;
  }

  /** Dutch hours are those of the world, so that one look at the clock does for all lines of an hour. */
  #hourOf(at: number) {
    const bucket = Math.floor(at / HOUR);
    if (bucket !== this.#hour.bucket)
      this.#hour = {
        bucket,
        ofDay: hourOfDay(bucket * HOUR),
        day: startOfLocalDay(bucket * HOUR),
      };
    return this.#hour;
  }

  #count(account: Account, measure: Measure, bucket: number, evidence: Evidence): void {
    if (account.open[measure]?.bucket !== bucket) this.#close(account, measure);
    const open = (account.open[measure] ??= { bucket, spell: [], items: new Set() });
    open.items.add(evidence.item);
    if (this.#keeps) open.spell.push(evidence);
  }

  #close(account: Account, measure: Measure): void {
    const open = account.open[measure];
    if (open === undefined) return;
    account.peaks[measure] = Math.max(account.peaks[measure], open.items.size);
    if (this.#keeps) account.spells[measure].push(open.spell);
    delete account.open[measure];
  }

  #glass(account: Account, { asked, at }: Line, evidence: Evidence): void {
    const refused = asked?.['refused'];
    if (refused === undefined) {
      account.glassCount += 1;
      if (this.#keeps) account.glasses.push(evidence);
      this.#endRow(account);
    } else if (refused === 'UNKNOWN_CASE') {
      if (at - (account.row.at(-1)?.at ?? -Infinity) > REFUSALS_APART_MS) this.#endRow(account);
      account.refusalCount += 1;
      if (this.#keeps) account.row.push(evidence);
    }
  }

  #endRow(account: Account): void {
    if (account.row.length >= REFUSALS_IN_A_ROW) account.refusals.push(account.row);
    account.row = [];
  }
}

/** Pages of a file, one after the other, are one. */
function exportOf(account: Account, { asked, session, at }: Line): string {
  const key = JSON.stringify([session, asked]);
  const { last } = account;
  const same = last.key === key && at - last.at <= SAME_EXPORT_MS;
  account.last = { key, at, nr: same ? last.nr : last.nr + 1 };
  return String(account.last.nr);
}
