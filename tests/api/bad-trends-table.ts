/** Trends and driving times that cannot be asked for; as BAD_INPUT. */
import type { At, Bad } from './bad-input-table.ts';

const asking =
  (query: string, code: string, field: string, path = 'trends') =>
  (): Bad => ({ path: `/api/v1/${path}?${query}`, status: 422, code, field });

export const BAD_TRENDS: Record<string, (at: At) => Bad> = {
  'a trend of nothing': asking('unit=icu', 'VALIDATION', 'facility'),
  'a trend of a region and a hospital': asking(
    'unit=icu&region=west&facility=lumc-leiden',
    'VALIDATION',
    'facility',
  ),
  'a trend without a unit': asking('region=west', 'VALIDATION', 'unit'),
  'a trend of a unit that is none': asking('region=west&unit=beds', 'VALIDATION', 'unit'),
  'a trend of a unit that the hospital has not': asking(
    'facility=lumc-leiden&unit=gp-post',
    'UNKNOWN_UNIT',
    'unit',
  ),
  'a trend over a year': asking('region=west&unit=icu&hours=8760', 'VALIDATION', 'hours'),
  'a trend of a region that is none': asking(
    'region=__proto__&unit=icu',
    'UNKNOWN_REGION',
    'region',
  ),
  'a trend of a hospital that is none': asking(
    'facility=__proto__&unit=icu',
    'UNKNOWN_FACILITY',
    'facility',
  ),
  'a trend up to what is no time': asking('region=west&unit=icu&at=now', 'VALIDATION', 'at'),
  'a trend up to tomorrow': (at) =>
    asking(`region=west&unit=icu&at=${at.time(24 * 60)}`, 'AT_OUT_OF_RANGE', 'at')(),
  'short lines of a region that is none': asking(
    'region=zuid',
    'UNKNOWN_REGION',
    'region',
    'trends/recent',
  ),
  'short lines without a region': asking('', 'VALIDATION', 'region', 'trends/recent'),
  'driving times from nowhere': asking('', 'VALIDATION', 'from', 'travel-times'),
  'driving times from a hospital that is none': asking(
    'from=constructor',
    'UNKNOWN_FACILITY',
    'from',
    'travel-times',
  ),
};
