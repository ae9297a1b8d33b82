/**
 * Finds what is unusual in the access log: walks the period and the weeks before it in short turns (docs/decisions/0017), asks the ledger
 * what became of the cases in question, and lets the domain judge.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { AccessLog, LookScope } from '../../db/access-log.ts';
import type { Ledger } from '../../db/ledger.ts';
import { STRETCH } from '../../db/look-lines.ts';
import { HOUR, iso, ms } from '#domain/clock.ts';
import { subjects } from '#domain/entries.ts';
import type { Iso } from '#domain/picture.ts';
import { findUnusual, type UnusualFound } from '#domain/unusual/find.ts';
import { CARE_ENTRIES, ENDING_ENTRIES, isFollowed, isOver } from '#domain/unusual/followed.ts';
import { CHOSEN_ACTIONS, EARLIER_WEEKS, FOLLOWS_WITHIN_MS } from '#domain/unusual/rules.ts';
import { Tally, withoutCare, type Counted } from '#domain/unusual/tally.ts';

const WEEK = 7 * 24 * HOUR;
/** Weeks before a period are the same for all who read it again: kept for so many readers and periods. */
const MOST_KEPT = 20;
/** Cases of which the ledger is asked in one turn, and in all; what is beyond is taken for closed, as nearly all that old are. */
const A_TURN = 20;
const MOST_ASKED = 1_000;

type Accounts = ReadonlyMap<string, Counted>;

export interface UnusualParts {
  accessLog: Pick<AccessLog, 'stretch' | 'lines' | 'firstSeen'>;
  ledger: Pick<Ledger, 'read'>;
}

export class UnusualLooks {
  readonly #parts: UnusualParts;
  readonly #weeks = new Map<string, Promise<Accounts[]>>();

  constructor(parts: UnusualParts) {
    this.#parts = parts;
  }

  /** @param scope whose cases the reader may hear of @param now milliseconds */
  async find(scope: LookScope, from: Iso, to: Iso, now: number): Promise<UnusualFound> {
    const weeks = await this.#before(scope, from);
    const tally = new Tally(true);
    const accounts = await this.#walk(tally, scope, from, to);
    return findUnusual({ accounts, lines: tally.lines }, weeks, {
      ...{ followed: await this.#followed(accounts), open: await this.#open(accounts), now },
    });
  }

  /** The weeks before a moment; the log does not change behind it. */
  #before(scope: LookScope, from: Iso): Promise<Accounts[]> {
    const key = JSON.stringify([from, scope]);
    const kept = this.#weeks.get(key);
    if (kept !== undefined) return kept;
    const found = this.#walkWeeks(scope, ms(from));
    this.#weeks.set(key, found);
    found.catch(() => this.#weeks.delete(key));
    const [oldest] = this.#weeks.keys();
    if (this.#weeks.size > MOST_KEPT && oldest !== undefined) this.#weeks.delete(oldest);
    return found;
  }

  async #walkWeeks(scope: LookScope, end: number): Promise<Accounts[]> {
    const weeks: Accounts[] = [];
    for (let nr = 1; nr <= EARLIER_WEEKS; nr += 1)
      weeks.push(
        await this.#walk(new Tally(false), scope, iso(end - nr * WEEK), iso(end - (nr - 1) * WEEK)),
      );
    return weeks;
  }

  async #walk(tally: Tally, scope: LookScope, from: Iso, to: Iso): Promise<Accounts> {
    const { accessLog } = this.#parts;
    const { after, upTo } = await accessLog.stretch(from, to);
    const firstSeen = new Map<string, number>();
    for (let begin = after; begin < upTo; begin += STRETCH) {
      const lines = await accessLog.lines({
        ...{ scope, actions: CHOSEN_ACTIONS, after: begin },
        upTo: Math.min(begin + STRETCH, upTo),
      });
      const asked = lines.map(withoutCare).filter((id) => id !== null && !firstSeen.has(id));
      const fresh = [...new Set(asked)].filter((id) => id !== null);
      if (fresh.length > 0) {
        await turn();
        for (const [id, at] of await accessLog.firstSeen(fresh)) firstSeen.set(id, at);
      }
      for (const line of lines) tally.add(line, firstSeen);
      await turn();
    }
    return tally.end();
  }

  async #followed(accounts: Accounts): Promise<Set<number>> {
    const followed = new Set<number>();
    for (const { by, glasses } of accounts.values())
      for (const { seq, at, seen } of glasses) {
        const id = seen[0]?.case;
        if (id === undefined) continue;
        const entries = await this.#parts.ledger.read({
          ...{ subject: subjects.case(id), kinds: CARE_ENTRIES },
        });
        const until = at + FOLLOWS_WITHIN_MS;
        if (
          isFollowed(
            by,
            at,
            entries.filter((one) => ms(one.at) <= until),
          )
        )
          followed.add(seq);
        await turn();
      }
    return followed;
  }

  async #open(accounts: Accounts): Promise<Set<string>> {
    const spells = [...accounts.values()].flatMap((one) => one.spells['late-looks']);
    const cases = new Set(spells.flat().map(({ item }) => item));
    const open = new Set<string>();
    for (const [nr, id] of [...cases].slice(0, MOST_ASKED).entries()) {
      const [last] = await this.#parts.ledger.read({
        ...{ subject: subjects.case(id), kinds: ENDING_ENTRIES, order: 'desc', limit: 1 },
      });
      if (!isOver(last)) open.add(id);
      if (nr % A_TURN === A_TURN - 1) await turn();
    }
    return open;
  }
}
