/** The statement by which looks are found, the same words on either database. */
import type { LookQuery } from './access-log.ts';

/** Most looks of one page. */
export const MOST_LOOKS = 1_000;

/**
 * One look more than `limit`, so that one sees whether there are more.
 * @param mark how the database names its nth parameter, from 1.
 */
export function looksStatement(
  { scope, case: id, lines, from, to, before, limit }: LookQuery,
  mark: (nth: number) => string,
): { text: string; params: (string | number)[] } {
  const params: (string | number)[] = [];
  const given = (value: string | number) => mark(params.push(value));
  const list = (values: readonly string[]) => values.map(given).join(', ') || 'null';
  const ofCase: string[] = [];
  if (id !== undefined) ofCase.push(`c.case_id = ${given(id)}`);
  if (scope.all !== true)
    ofCase.push(
      `(c.region in (${list(scope.regions)}) or c.facility in (${list(scope.facilities)}))`,
    );
  const where = ['1 = 1'];
  if (ofCase.length > 0)
    where.push(`l.seq in (select c.seq from access_log_cases c where ${ofCase.join(' and ')})`);
  if (lines !== undefined) where.push(`l.seq in (${lines.map(given).join(', ') || 'null'})`);
  if (from !== undefined) where.push(`l.at_ms >= ${given(Date.parse(from))}`);
  if (to !== undefined) where.push(`l.at_ms < ${given(Date.parse(to))}`);
  if (before !== undefined) where.push(`l.seq < ${given(before)}`);
  const most = given(Math.min(Math.max(1, limit), MOST_LOOKS) + 1);
  return {
    text: `select l.seq, l.at_ms, l.by, l.action, l.session, l.body, l.prev, l.hash from access_log l
      where ${where.join(' and ')} order by l.seq desc limit ${most}`,
    params,
  };
}
