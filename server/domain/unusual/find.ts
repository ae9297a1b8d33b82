/**
 * What is unusual in a period of the access log, beside what was usual in the weeks before. It points and says what it rests on; people
 * judge. What cannot be compared is said to be so: it is never "nothing unusual".
 */
import { GLASS_MINUTES } from '../accountability/break-glass.ts';
import type { SeenCase } from '../accountability/looks.ts';
import { iso, MINUTE } from '../clock.ts';
import type { Actor, Iso } from '../picture.ts';
import { canAct } from './followed.ts';
import {
  BOUNDS,
  LEAST_ACCOUNTS,
  LEAST_WEEKS,
  MEASURES,
  MOST_LINES,
  REFUSALS_IN_A_ROW,
  type Measure,
  type UnusualKind,
} from './rules.ts';
import { accountKey, countOf, hourOfDay, type Counted, type Spell } from './tally.ts';
import { isUnusual, medianOf, usualOf, type Usual } from './usual.ts';

/** Something unusual, with what it rests on. */
export interface Unusual {
  /** The same each time it is found. */
  key: string;
  kind: UnusualKind;
  by: Actor;
  /** First and last line. */
  from: Iso;
  to: Iso;
  /** Cases, files, refusals or broken glasses. */
  count: number;
  /** From how many on such a thing is pointed at. */
  floor: number;
  /** Its own usual figure in the weeks before; null: too little is known, or it is nothing that is compared. */
  own: Usual | null;
  /** Of its role; null likewise. */
  role: Usual | null;
  /** The same by this account in the weeks before; null where a usual figure says more. */
  before: number | null;
  /** Lines outside the hours of the day in which this account usually looks; null: these are not known. */
  outside: number | null;
  /** The role can do something for a case; otherwise nothing could follow. Of a broken glass only. */
  canAct: boolean | null;
  /** Lines of the log, oldest first; at most 100. */
  lines: number[];
  moreLines: number;
  /** The cases of those lines, each once. */
  seen: SeenCase[];
}

export interface UnusualFound {
  /** Lines that were looked through. */
  lines: number;
  accounts: number;
  /** Accounts of which nothing usual is known, neither of their own nor of their role. */
  uncompared: number;
  /** Weeks before the period in which anybody looked. */
  weeks: number;
  /** Newest first. */
  unusual: Unusual[];
}

/** What the ledger says. */
export interface Facts {
  /** Lines of broken glasses that were followed by care. */
  followed: ReadonlySet<number>;
  /** Old cases that are not over. */
  open: ReadonlySet<string>;
  /** Milliseconds. */
  now: number;
}

type Accounts = ReadonlyMap<string, Counted>;

export function findUnusual(
  period: { accounts: Accounts; lines: number },
  weeks: readonly Accounts[],
  facts: Facts,
): UnusualFound {
  const usual = new Usuals(weeks);
  const all = [...period.accounts.values()];
  const unusual = all.flatMap((one) => [
    ...glassesOf(one, usual, facts),
    ...one.refusals.map((spell) =>
      told('refusals', one.by, spell, usual, {
        floor: REFUSALS_IN_A_ROW,
        before: usual.before(one.by, 'refusalCount'),
      }),
    ),
    ...MEASURES.flatMap((measure) => spellsOf(one, measure, usual, facts)),
  ]);
  return {
    lines: period.lines,
    accounts: all.length,
    uncompared: all.filter(({ by }) => !usual.knows(by)).length,
    weeks: weeks.filter((one) => one.size > 0).length,
    unusual: unusual.sort(newestFirst),
  };
}

export const newestFirst = (a: Pick<Unusual, 'to' | 'key'>, b: Pick<Unusual, 'to' | 'key'>) =>
  a.to === b.to ? (a.key < b.key ? 1 : -1) : a.to < b.to ? 1 : -1;

function glassesOf(one: Counted, usual: Usuals, { followed, now }: Facts): Unusual[] {
  const before = usual.before(one.by, 'glassCount');
  return one.glasses
    .filter(({ seq, at }) => !followed.has(seq) && now - at >= GLASS_MINUTES * MINUTE)
    .map((line) =>
      told('glass-unfollowed', one.by, [line], usual, { before, canAct: canAct(one.by) }),
    );
}

function spellsOf(one: Counted, measure: Measure, usual: Usuals, { open }: Facts): Unusual[] {
  const bounds = {
    ...{ floor: BOUNDS[measure].floor, own: usual.own(one.by, measure) },
    role: usual.role(one.by, measure),
  };
  return one.spells[measure]
    .map((spell) =>
      measure === 'late-looks' ? spell.filter(({ item }) => !open.has(item)) : spell,
    )
    .filter((spell) => isUnusual(countOf(spell), bounds))
    .map((spell) => told(measure, one.by, spell, usual, bounds));
}

function told(
  kind: UnusualKind,
  by: Actor,
  spell: Spell,
  usual: Usuals,
  more: Partial<Unusual>,
): Unusual {
  const named = spell.slice(0, MOST_LINES);
  const seen = new Map(named.flatMap((line) => line.seen).map((one) => [one.case, one]));
  return {
    ...{ key: `${kind} ${spell[0]?.seq ?? 0}`, kind, by },
    ...{ from: iso(spell[0]?.at ?? 0), to: iso(spell.at(-1)?.at ?? 0) },
    ...{ count: countOf(spell), floor: 1, own: null, role: null, before: null, canAct: null },
    ...more,
    outside: usual.outside(by, spell),
    lines: named.map(({ seq }) => seq),
    moreLines: spell.length - named.length,
    seen: [...seen.values()].slice(0, MOST_LINES),
  };
}

/** What was usual in the weeks before, reckoned once. */
class Usuals {
  readonly #weeks = new Map<string, Counted[]>();
  readonly #roles = new Map<string, Counted[][]>();
  readonly #ofRole = new Map<string, Usual | null>();

  constructor(weeks: readonly Accounts[]) {
    for (const week of weeks)
      for (const [key, one] of week) this.#weeks.set(key, [...(this.#weeks.get(key) ?? []), one]);
    for (const own of this.#weeks.values()) {
      const role = own[0]?.by.role;
      if (role !== undefined && own.length >= LEAST_WEEKS)
        this.#roles.set(role, [...(this.#roles.get(role) ?? []), own]);
    }
  }

  own(by: Actor, measure: Measure): Usual | null {
    const peaks = this.#of(by).map((week) => week.peaks[measure]);
    return usualOf(peaks, LEAST_WEEKS, BOUNDS[measure].spread);
  }

  role({ role }: Actor, measure: Measure): Usual | null {
    const key = `${measure} ${role}`;
    let found = this.#ofRole.get(key);
    if (found === undefined) {
      const middles = (this.#roles.get(role) ?? []).map((own) =>
        medianOf(own.map((week) => week.peaks[measure])),
      );
      found = usualOf(middles, LEAST_ACCOUNTS, BOUNDS[measure].spread);
      this.#ofRole.set(key, found);
    }
    return found;
  }

  knows(by: Actor): boolean {
    const others = this.#roles.get(by.role)?.length ?? 0;
    return this.#of(by).length >= LEAST_WEEKS || others >= LEAST_ACCOUNTS;
  }

  before(by: Actor, what: 'glassCount' | 'refusalCount'): number {
    return this.#of(by).reduce((sum, week) => sum + week[what], 0);
  }

  /** An hour beside one in which it looked is no other hour: shifts end late. */
  outside(by: Actor, spell: Spell): number | null {
    const weeks = this.#of(by);
    if (weeks.length < LEAST_WEEKS) return null;
    const usual = new Set(
      weeks
        .flatMap(({ hours }) => [...hours])
        .flatMap((hour) => [(hour + 23) % 24, hour, (hour + 1) % 24]),
    );
    return spell.filter(({ at }) => !usual.has(hourOfDay(at))).length;
  }

  #of(by: Actor): readonly Counted[] {
    return this.#weeks.get(accountKey(by)) ?? [];
  }
}
