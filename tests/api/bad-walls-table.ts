/** Requests about wall screens that cannot be used; as BAD_INPUT. */
import type { At, Bad } from './bad-input-table.ts';

const SETUP = { regions: ['west'], pages: ['region'], secondsPerPage: 20, skipQuiet: false };
const entering =
  (part: object, field?: string, status = 422, code = 'VALIDATION') =>
  (): Bad => ({
    who: 'chairWest',
    method: 'POST',
    path: '/api/v1/walls',
    body: { code: 'K7MTPX4D', name: 'Hal', setup: SETUP, ...part },
    status,
    code,
    field,
  });

export const BAD_WALLS: Record<string, (at: At) => Bad> = {
  'a screen without a name': entering({ name: ' ' }, 'name'),
  'a code that nobody shows': entering({}, 'code', 409, 'WALL_CODE_NOT_VALID'),
  'a code that can be none': entering({ code: '<b>' }, 'code', 409, 'WALL_CODE_NOT_VALID'),
  'a code of a thousand signs': entering({ code: 'K'.repeat(1000) }, 'code'),
  'a screen without a region': entering({ setup: { ...SETUP, regions: [] } }, 'setup.regions'),
  'a region that is none': entering(
    { setup: { ...SETUP, regions: ['__proto__'] } },
    'setup.regions.0',
  ),
  'a region twice': entering({ setup: { ...SETUP, regions: ['west', 'west'] } }, 'setup.regions'),
  'a page that is none': entering({ setup: { ...SETUP, pages: ['news'] } }, 'setup.pages.0'),
  'a page for half a second': entering(
    { setup: { ...SETUP, secondsPerPage: 0.5 } },
    'setup.secondsPerPage',
  ),
  'a screen that is none': () => ({
    who: 'administrator',
    method: 'DELETE',
    path: '/api/v1/walls/nothing',
    status: 404,
    code: 'UNKNOWN_WALL',
  }),
  'a pairing with something in it': () => ({
    method: 'POST',
    path: '/api/v1/wall-pairing',
    body: { regions: ['west'] },
    status: 422,
    code: 'VALIDATION',
  }),
};
