/**
 * The access log of NEN 7513 as everybody uses it, whatever keeps it. Only ever added to, with a hash chain of its own beside that of
 * the ledger: looks are many and are no facts of the picture.
 */
import { canonical, sha256 } from './chain.ts';
import { ZERO_HASH } from './ledger.ts';
import type { Ground, Look, LookAction, NewLook, SeenCase } from '#domain/accountability/looks.ts';
import type { Actor, Iso } from '#domain/picture.ts';

/** The whole log must stay for so long at least (NEN 7513 and the practice of MedMij: five years). Nothing here erases it. */
export const ACCESS_LOG_YEARS = 5;

/** Looks at whose cases. */
export type LookScope =
  { all: true } | { all?: false; facilities: readonly string[]; regions: readonly string[] };

/** Which looks are asked for; newest first. */
export interface LookQuery {
  /** Only cases of these are in the looks that come back. */
  scope: LookScope;
  case?: string;
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

/** What the walk of its chain found: `looks` counts the intact ones. */
export type LooksVerification =
  | { intact: true; looks: number; head: LookHead }
  | { intact: false; looks: number; head: LookHead; broken: { seq: number; problem: string } };

export interface AccessLog {
  /** Durable, all or none, when it resolves. Looks that are handed in while others are written share the next commit. */
  write(looks: readonly NewLook[]): Promise<void>;
  /** Newest first; `next` is the `before` of the next page, null at the end. */
  query(wanted: LookQuery): Promise<{ looks: Look[]; next: number | null }>;
  /** The end of its chain. */
  head(): Promise<LookHead>;
  /** Walks the chain and compares the index by case with it. */
  verify(): Promise<LooksVerification>;
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

export const LOOK_COLUMNS = 'seq, at_ms, by, action, session, body, prev, hash';

export const EMPTY_LOOKS: LookHead & { at_ms: number } = { seq: 0, at_ms: 0, hash: ZERO_HASH };

type SeenTuple = [string, Ground, string, string | null];

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
  const seen = body.seen.map(([id, ground, region, facility]): SeenCase => ({
    case: id,
    ground,
    region,
    facility,
  }));
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

/** Whether a case of a look is within what was asked for. */
export function showsOf({ scope, case: id }: LookQuery): (seen: SeenCase) => boolean {
  return (seen) =>
    (id === undefined || seen.case === id) &&
    (scope.all === true ||
      scope.regions.includes(seen.region) ||
      (seen.facility !== null && scope.facilities.includes(seen.facility)));
}

/** Walks along the rows, one for each walk. */
export class LooksCheck {
  head: LookHead = EMPTY_LOOKS;
  #lastMs = 0;

  /** A page of rows in order with the rows of the index by case that belong to them; the first that is broken, or null. */
  page(
    rows: readonly LookRow[],
    index: readonly LookCaseRow[],
  ): { seq: number; problem: string } | null {
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
    const wanted = casesOf(row.seq, JSON.parse(row.body) as LookBody);
    if (keysOf(wanted) !== keysOf(index)) return 'the index by case does not match the content';
    return null;
  }
}

const keysOf = (rows: readonly LookCaseRow[]) =>
  rows
    .map(({ case_id, region, facility }) => JSON.stringify([case_id, region, facility]))
    .sort()
    .join();
