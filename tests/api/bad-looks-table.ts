/** Questions to the access log that cannot be answered; as BAD_INPUT. */
import type { At, Bad } from './bad-input-table.ts';

const asking =
  (query: string, code: string, field: string, path = 'access-log/unusual') =>
  (): Bad => ({ who: 'hospital', path: `/api/v1/${path}?${query}`, status: 422, code, field });
const DAY = 24 * 60;

export const BAD_LOOKS: Record<string, (at: At) => Bad> = {
  'what is unusual from what is no time': asking('from=monday', 'VALIDATION', 'from'),
  'what is unusual in a period that ends before it begins': (at) =>
    asking(`from=${at.time(-60)}&to=${at.time(-120)}`, 'FROM_AFTER_TO', 'from')(),
  'what is unusual in a moment': (at) =>
    asking(`from=${at.time(-60)}&to=${at.time(-60)}`, 'FROM_AFTER_TO', 'from')(),
  'what is unusual in a year': (at) =>
    asking(`from=${at.time(-365 * DAY)}`, 'SPAN_TOO_LONG', 'from')(),
  'no rows of what is unusual': asking('limit=0', 'VALIDATION', 'limit'),
  'what is unusual behind a cursor of nobody': asking('cursor=abc', 'VALIDATION', 'cursor'),
  'lines of the access log that are no numbers': asking(
    'lines=1,x',
    'VALIDATION',
    'lines',
    'access-log',
  ),
  'lines of the access log with nothing between the commas': asking(
    'lines=1,,2',
    'VALIDATION',
    'lines',
    'access-log',
  ),
  'more lines of the access log than a list names': asking(
    `lines=${Array.from({ length: 101 }, (_, n) => n).join(',')}`,
    'VALIDATION',
    'lines',
    'access-log',
  ),
};
