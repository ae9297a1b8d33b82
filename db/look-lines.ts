/**
 * The access log read from old to new, some thousand lines at a time, as what is unusual in it is looked for. Each statement touches one
 * stretch of it by its number, however long the log is; the same words on either database.
 */
import type { LookAction, SeenCase } from '#domain/accountability/looks.ts';
import type { Iso } from '#domain/picture.ts';
import type { Line } from '#domain/unusual/tally.ts';
import type { LookRow, LookScope } from './access-log.ts';

/** Lines of one stretch: some 10 ms of work. */
export const STRETCH = 500;
/** Cases of one question when they were first seen. */
const MOST_CASES = 500;

/** Numbers of the lines of a time: behind `after`, up to and with `upTo`. */
export interface Stretch {
  after: number;
  upTo: number;
}

export interface LinesQuery extends Stretch {
  /** Only cases of these are in the lines that come back; a line without cases comes to whom all is shown. */
  scope: LookScope;
  actions: readonly LookAction[];
}

/** Reading in order. */
export interface LookLines {
  /** The lines of a time. */
  stretch(from: Iso, to: Iso): Promise<Stretch>;
  /** Of one stretch, oldest first; keep it within `STRETCH`. */
  lines(wanted: LinesQuery): Promise<Line[]>;
  /** When each of the cases was first seen by anybody, milliseconds; one that is not in the log is not in it. */
  firstSeen(cases: readonly string[]): Promise<Map<string, number>>;
}

/** How a database is asked: `mark` names its nth parameter, from 1. */
export interface Asked {
  mark: (nth: number) => string;
  rows: <R>(text: string, params: (string | number)[]) => Promise<R[]>;
}

type LineRow = Pick<LookRow, 'seq' | 'at_ms' | 'by' | 'action' | 'session' | 'body'>;

/** @param toLine a row with the cases of the scope */
export function readLines(
  { mark, rows }: Asked,
  toLine: (row: LineRow, scope: LookScope) => Line,
): LookLines {
  const lastBefore = async (time: Iso): Promise<number | null> => {
    const [row] = await rows<{ seq: number }>(
      `select seq from access_log where at_ms < ${mark(1)} order by at_ms desc, seq desc limit 1`,
      [Date.parse(time)],
    );
    return row?.seq ?? null;
  };
  return {
    async stretch(from, to) {
      const [after, upTo, first] = await Promise.all([
        lastBefore(from),
        lastBefore(to),
        rows<{ seq: number }>('select seq from access_log order by seq limit 1', []),
      ]);
      // What was cut is not walked.
      const begin = after ?? (first[0]?.seq ?? 1) - 1;
      return { after: begin, upTo: Math.max(begin, upTo ?? 0) };
    },
    async lines(wanted) {
      const { text, params } = linesStatement(wanted, mark);
      const found = await rows<LineRow>(text, params);
      return found.map((row) => toLine(row, wanted.scope));
    },
    async firstSeen(cases) {
      const found = new Map<string, number>();
      for (let n = 0; n < cases.length; n += MOST_CASES) {
        const some = cases.slice(n, n + MOST_CASES);
        const marks = some.map((_, nth) => mark(nth + 1)).join(', ');
        const seen = await rows<{ case_id: string; at_ms: number }>(
          // One look-up a case, whatever a planner believes of the table: a join may read all of it.
          `select f.case_id, (select l.at_ms from access_log l where l.seq = f.seq) as at_ms from (
            select case_id, min(seq) as seq from access_log_cases where case_id in (${marks}) group by case_id
          ) f`,
          some,
        );
        for (const { case_id, at_ms } of seen) found.set(case_id, at_ms);
      }
      return found;
    },
  };
}

function linesStatement(
  { scope, actions, after, upTo }: LinesQuery,
  mark: (nth: number) => string,
): { text: string; params: (string | number)[] } {
  const params: (string | number)[] = [];
  const given = (value: string | number) => mark(params.push(value));
  const list = (values: readonly string[]) => values.map(given).join(', ') || 'null';
  const within = (seq: string) => `${seq} > ${given(after)} and ${seq} <= ${given(upTo)}`;
  const where = [within('l.seq'), `l.action in (${list(actions)})`];
  if (scope.all !== true)
    where.push(
      `l.seq in (select c.seq from access_log_cases c where ${within('c.seq')} and
        (c.region in (${list(scope.regions)}) or c.facility in (${list(scope.facilities)})))`,
    );
  const text = `select l.seq, l.at_ms, l.by, l.action, l.session, l.body from access_log l
    where ${where.join(' and ')} order by l.seq`;
  return { text, params };
}

/** Whether a case is of the scope. */
export const isOf =
  (scope: LookScope) =>
  ({ region, facility }: SeenCase): boolean =>
    scope.all === true ||
    scope.regions.includes(region) ||
    (facility !== null && scope.facilities.includes(facility));
