/** Requests for moments and spans of the past that cannot be used; as BAD_INPUT. */
import type { At, Bad } from './bad-input-table.ts';

const asking =
  (query: (at: At) => string, code: string, field: string, path = 'history') =>
  (at: At): Bad => ({ path: `/api/v1/${path}?${query(at)}`, status: 422, code, field });
const snapshot = (query: (at: At) => string, code: string, field: string) =>
  asking(query, code, field, 'snapshot');
const changing = (query: (at: At) => string, code: string, field: string) =>
  asking(query, code, field, 'regions/west/changes');

const DAY = 24 * 60;

export const BAD_MOMENTS: Record<string, (at: At) => Bad> = {
  'changes since tomorrow': changing((at) => `at=${at.time(DAY)}`, 'AT_OUT_OF_RANGE', 'at'),
  'changes since a time and a seq': changing((at) => `at=${at.time(0)}&seq=1`, 'AT_AND_SEQ', 'seq'),
  'changes since a seq to come': changing((at) => `seq=${at.seq + 1}`, 'SEQ_IN_FUTURE', 'seq'),
  'changes since seq 0': changing(() => 'seq=0', 'SEQ_OUT_OF_RANGE', 'seq'),
  'changes since what is no time': changing(() => 'at=yesterday', 'VALIDATION', 'at'),
  'changes in a region that is none': () => ({
    path: '/api/v1/regions/__proto__/changes',
    status: 404,
    code: 'UNKNOWN_REGION',
  }),
  'a snapshot of tomorrow': snapshot((at) => `at=${at.time(DAY)}`, 'AT_OUT_OF_RANGE', 'at'),
  'a snapshot of before the first entry': snapshot(
    (at) => `at=${at.time(-DAY)}`,
    'AT_OUT_OF_RANGE',
    'at',
  ),
  'a snapshot of what is no time': snapshot(() => 'at=yesterday', 'VALIDATION', 'at'),
  'a snapshot of a time and a seq': snapshot((at) => `at=${at.time(0)}&seq=1`, 'AT_AND_SEQ', 'seq'),
  'a snapshot of seq 0': snapshot(() => 'seq=0', 'SEQ_OUT_OF_RANGE', 'seq'),
  'a snapshot of a seq to come': snapshot((at) => `seq=${at.seq + 1}`, 'SEQ_IN_FUTURE', 'seq'),
  'a snapshot of half a seq': snapshot(() => 'seq=1.5', 'VALIDATION', 'seq'),
  'a span that ends before it begins': asking(
    (at) => `from=${at.time(0)}&to=${at.time(-1)}`,
    'AT_OUT_OF_RANGE',
    'to',
  ),
  'a span of no length': asking(
    (at) => `from=${at.time(0)}&to=${at.time(0)}`,
    'FROM_AFTER_TO',
    'from',
  ),
  'a span of nine days': asking(
    (at) => `from=${at.time(-9 * DAY)}&to=${at.time(0)}`,
    'SPAN_TOO_LONG',
    'from',
  ),
  'a span into the future': asking(
    (at) => `from=${at.time(-1)}&to=${at.time(60)}`,
    'AT_OUT_OF_RANGE',
    'to',
  ),
  'a span before the first entry': asking(
    (at) => `from=${at.time(-2 * DAY)}&to=${at.time(-DAY)}`,
    'AT_OUT_OF_RANGE',
    'to',
  ),
  'a span in a region that is none': asking(() => 'region=__proto__', 'UNKNOWN_REGION', 'region'),
  'a span without a time': asking(() => 'from=', 'VALIDATION', 'from'),
};
