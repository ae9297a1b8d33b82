/** Requests of the set-up that cannot be used, and what each is answered with. */
import type { Bad } from './bad-input-table.ts';

const PROFILE = '/facilities/lumc-leiden/profile';
function setUp(path: string, body: object, code: string, field?: string, method = 'PUT') {
  return (): Bad => {
    const asked = { who: 'administrator', method, path: `/api/v1${path}`, body } as const;
    return { ...asked, status: 422, code, field };
  };
}

/** By what is wrong with it. */
export const BAD_SET_UP: Record<string, () => Bad> = {
  'an installation for no region': setUp('/installation', { homeRegions: [] }, 'VALIDATION'),
  'an installation for a region that is none': setUp(
    '/installation',
    { homeRegions: ['west', 'atlantis'] },
    'UNKNOWN_REGION',
    'homeRegions.1',
  ),
  'half a profile': setUp(PROFILE, { shortName: 'x' }, 'VALIDATION', 'capabilities'),
  'a profile with a trauma level of 4': setUp(PROFILE, { traumaLevel: 4 }, 'VALIDATION'),
  'an invitation of nobody': setUp('/invitations', { people: [] }, 'VALIDATION', 'people', 'POST'),
  'an invitation of a machine': setUp(
    '/invitations',
    { people: [{ email: 'a@b.example', role: 'machine' }] },
    'VALIDATION',
    'people.0.role',
    'POST',
  ),
  'an invitation of an account that is none': () => ({
    who: 'administrator',
    method: 'POST',
    path: '/api/v1/accounts/nobody/invitation',
    body: {},
    status: 404,
    code: 'UNKNOWN_ACCOUNT',
  }),
  'a profile of an unknown facility': () => ({
    who: 'administrator',
    method: 'PUT',
    path: '/api/v1/facilities/nowhere/profile',
    body: {},
    status: 404,
    code: 'UNKNOWN_FACILITY',
  }),
};
