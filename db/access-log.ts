/**
 * The access log of NEN 7513 as everybody uses it, whatever keeps it. Only ever added to, with a hash chain of its own beside that of
 * the ledger: looks are many and are no facts of the picture.
 */
import { CutsCheck, type CutOrder, type CutOutcome, type CutRow } from './access-cuts.ts';
import { canonical, sha256 } from './chain.ts';
import { isOf, type LookLines } from './look-lines.ts';
import { ZERO_HASH } from './ledger.ts';
import type { Ground, Look, LookAction, NewLook, SeenCase } from '#domain/accountability/looks.ts';
import type { Actor, Iso } from '#domain/picture.ts';
import type { Line } from '#domain/unusual/tally.ts';

/** Looks at whose cases. */
export type LookScope =
  { all: true } | { all?: false; facilities: readonly string[]; regions: readonly string[] };

/** Which looks are asked for; newest first. */
export interface LookQuery {
  /** Only cases of these are in the looks that come back. */
  scope: LookScope;
  case?: string;
  /** Only looks with these numbers. */
  lines?: readonly number[];
  /** From this moment on. */
  from?: Iso;
  /** Before this moment. */
  to?: Iso;
  /** Looks with a seq below this. */
  before?: number;
  /** Most looks, 1 to 1,000. */
  limit: number;
}

export interface LookHead {
  /** 0 when empty. */
  seq: number;
  hash: string;
}

/** With its moment, milliseconds. */
export type LookEnd = LookHead & { at_ms: number };

/**
 * What the walk of its chain found: `looks` counts the intact ones, `cut` those that went after their term by the last marker, which is
 * `lastCut` (null: nothing ever went).
 */
export type LooksVerification = {
  looks: number;
  head: LookHead;
  cut: number;
  lastCut: CutRow | null;
} & ({ intact: true } | { intact: false; broken: { seq: number; problem: string } });

export interface AccessLog extends LookLines {
  /** Durable, all or none, when it resolves. Looks that are handed in while others are written share the next commit. */
  write(looks: readonly NewLook[]): Promise<void>;
  /** Newest first; `next` is the `before` of the next page, null at the end. */
  query(wanted: LookQuery): Promise<{ looks: Look[]; next: number | null }>;
  /** The end of its chain. */
  head(): Promise<LookHead>;
  /** Walks the chain and compares the index by case with it. */
  verify(): Promise<LooksVerification>;
  /**
   * Cuts the looks of before a moment from the beginning of the chain and leaves a marker. Walks what goes first, and changes nothing
   * when that is broken: what is wrong stays to be seen. What stays is walked by `verify`.
   */
  cut(before: Iso, now: Iso, order: CutOrder): Promise<CutOutcome>;
  /** How many looks are of before a moment; counts no further than `MOST_COUNTED`. */
  olderThan(before: Iso): Promise<number>;
}

/** A row of `access_log`: JSON as its canonical text. */
export interface LookRow {
  seq: number;
  at_ms: number;
  by: string;
  action: string;
  session: string | null;
  body: string;
  prev: string;
  hash: string;
}

/** A row of `access_log_cases`, by which looks at a case are found. */
export interface LookCaseRow {
  case_id: string;
  seq: number;
  region: string;
  facility: string | null;
}

/** Looks of one page of a walk, at most, and letters of their bodies, about (a list names every case it showed): some 10 ms of work. */
export const WALKED = { looks: 500, letters: 200_000 };

/** A backlog is asked for every few seconds: that there is one matters, not how long it is. */
export const MOST_COUNTED = 100_000;

export const LOOK_COLUMNS = 'seq, at_ms, by, action, session, body, prev, hash';

export const EMPTY_LOOKS: LookEnd = { seq: 0, at_ms: 0, hash: ZERO_HASH };

type SeenTuple = [string, Ground, string, string | null];

/** A look stands before the last cut: it was not cut, or was put there since. */
export function strayed(
  { looks, head, cut, lastCut }: LooksVerification,
  seq: number,
): LooksVerification {
  const problem = 'stands before the last cut';
  return { intact: false, looks, head, cut, lastCut, broken: { seq, problem } };
}

interface LookBody {
  seen: SeenTuple[];
  asked?: Record<string, string>;
  since?: Iso;
  until?: Iso;
}

/** Hash of a row: SHA-256 over the canonical text of everything in it but the hash. */
export function hashLook({ seq, at_ms, by, action, session, body, prev }: LookRow): string {
  return sha256(
    `{"action":${canonical(action)},"at_ms":${at_ms},"body":${body},"by":${by},"prev":${canonical(prev)},` +
      `"seq":${seq},"session":${canonical(session)}}`,
  );
}

/** Rows that a look makes: its own, and one for each case that was seen. */
export const rowsOf = ({ seen }: Pick<NewLook, 'seen'>): number => 1 + seen.length;

/** Gives looks their places behind the head. The log never goes back in time. */
export function placeLooks(
  looks: readonly NewLook[],
  head: LookHead & { at_ms: number },
): { rows: LookRow[]; cases: LookCaseRow[] } {
  const rows: LookRow[] = [];
  const cases: LookCaseRow[] = [];
  let { seq, hash: prev, at_ms } = head;
  for (const look of looks) {
    seq += 1;
    at_ms = Math.max(at_ms, Date.parse(look.at));
    const seen = new Map(look.seen.map((one) => [one.case, one]));
    const tuples = [...seen.values()].map(({ case: id, ground, region, facility }): SeenTuple => [
      id,
      ground,
      region,
      facility,
    ]);
    const body: LookBody = {
      seen: tuples,
      ...(look.asked === undefined ? {} : { asked: { ...look.asked } }),
      ...(look.since === undefined ? {} : { since: look.since }),
      ...(look.until === undefined ? {} : { until: look.until }),
    };
    const { id, kind, role, organisation } = look.by;
    const row: LookRow = {
      ...{ seq, at_ms, action: look.action, session: look.session, prev },
      by: canonical({ id, kind, role, organisation }),
      body: canonical(body),
      hash: '',
    };
    row.hash = prev = hashLook(row);
    rows.push(row);
    cases.push(...casesOf(row.seq, body));
  }
  return { rows, cases };
}

function casesOf(seq: number, { seen }: LookBody): LookCaseRow[] {
  return seen.map(([case_id, , region, facility]) => ({ case_id, seq, region, facility }));
}

/** The look of a row, with those cases only that the one who asks may hear of. */
export function toLook(row: LookRow, shows: (seen: SeenCase) => boolean): Look {
  // The texts were written by `placeLooks`.
  const body = JSON.parse(row.body) as LookBody;
  const seen = seenIn(body);
  return {
    seq: row.seq,
    at: new Date(row.at_ms).toISOString(),
    by: JSON.parse(row.by) as Actor,
    session: row.session,
    action: row.action as LookAction,
    seen: seen.filter(shows),
    ...(body.asked === undefined ? {} : { asked: body.asked }),
    ...(body.since === undefined ? {} : { since: body.since }),
    ...(body.until === undefined ? {} : { until: body.until }),
  };
}

const seenIn = ({ seen }: LookBody) =>
  seen.map(([id, ground, region, facility]): SeenCase => ({
    ...{ case: id, ground, region, facility },
  }));

/** The line of a row as the rules on what is unusual read it, with the cases of the scope. */
export function toLine(
  { seq, at_ms, by, action, session, body: text }: Omit<LookRow, 'prev' | 'hash'>,
  scope: LookScope,
): Line {
  const body = JSON.parse(text) as LookBody;
  return {
    ...{ seq, at: at_ms, session, whole: body.seen.length },
    by: JSON.parse(by) as Actor,
    action: action as LookAction,
    seen: seenIn(body).filter(isOf(scope)),
    ...(body.asked === undefined ? {} : { asked: body.asked }),
  };
}

/** Whether a case of a look is within what was asked for. */
export function showsOf({ scope, case: id }: LookQuery): (seen: SeenCase) => boolean {
  const isMine = isOf(scope);
  return (seen) => (id === undefined || seen.case === id) && isMine(seen);
}

/** Walks along the rows, one for each walk; begins behind the last cut. */
export class LooksCheck {
  head: LookHead;
  readonly #cuts: CutsCheck;
  #lastMs: number;

  /** @param all false: the last marker, and of those before it what the looks that are walked tell of */
  constructor(cuts: readonly CutRow[] = [], all = true) {
    this.#cuts = new CutsCheck(cuts, all);
    const { last } = this.#cuts;
    this.head = last === null ? EMPTY_LOOKS : { seq: last.up_to, hash: last.last_hash };
    this.#lastMs = last?.last_at_ms ?? 0;
  }

  /** After the last page, or with what broke the log. @param whole false: there are looks behind the last page, not walked */
  found(broken: { seq: number; problem: string } | null, whole = true): LooksVerification {
    const cut = this.#cuts.last?.up_to ?? 0;
    const so = { looks: this.head.seq - cut, head: this.head, cut, lastCut: this.#cuts.last };
    const seq = this.head.seq + 1;
    const untold = broken === null && whole ? this.#cuts.end(this.head.seq) : null;
    const problem = this.#cuts.problem ?? untold;
    const wrong = problem === null ? broken : { seq, problem };
    return wrong === null ? { intact: true, ...so } : { intact: false, ...so, broken: wrong };
  }

  /** A page of rows in order with the rows of the index by case that belong to them; the first that is broken, or null. */
  page(
    rows: readonly LookRow[],
    index: readonly LookCaseRow[],
  ): { seq: number; problem: string } | null {
    if (this.#cuts.problem !== null) return { seq: this.head.seq + 1, problem: this.#cuts.problem };
    const bySeq = Map.groupBy(index, ({ seq }) => seq);
    for (const row of rows) {
      const seq = this.head.seq + 1;
      const problem = this.#next(row, bySeq.get(row.seq) ?? []);
      if (problem !== null) return { seq, problem };
      this.head = { seq: row.seq, hash: row.hash };
      this.#lastMs = row.at_ms;
    }
    return null;
  }

  #next(row: LookRow, index: readonly LookCaseRow[]): string | null {
    if (row.seq !== this.head.seq + 1) return `missing: the next look is ${row.seq}`;
    if (row.prev !== this.head.hash) return 'prev is not the hash of the look before it';
    if (hashLook(row) !== row.hash) return 'hash does not match the content';
    if (row.at_ms < this.#lastMs) return 'at is before the look before it';
    const body = JSON.parse(row.body) as LookBody;
    if (keysOf(casesOf(row.seq, body)) !== keysOf(index))
      return 'the index by case does not match the content';
    const named = row.action === 'cut' ? (body.asked?.['cut'] ?? '') : null;
    return this.#cuts.look(row.seq, row.at_ms, named);
  }
}

const keysOf = (rows: readonly LookCaseRow[]) =>
  rows
    .map(({ case_id, region, facility }) => JSON.stringify([case_id, region, facility]))
    .sort()
    .join();
