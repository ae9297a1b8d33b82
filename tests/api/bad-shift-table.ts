/** Asks, notes and handovers that cannot be used; as BAD_INPUT. */
import type { At, Bad } from './bad-input-table.ts';

const noting =
  (body: unknown, code = 'VALIDATION', region = 'west', status = 422, field?: string) =>
  (): Bad => ({
    who: 'chairWest',
    method: 'POST',
    path: `/api/v1/regions/${region}/notes`,
    body,
    status,
    code,
    field,
  });
const handing =
  (part: (at: At) => object, code: string, field: string) =>
  (at: At): Bad => ({
    who: 'chairWest',
    method: 'POST',
    path: '/api/v1/regions/west/handovers',
    body: { from: at.time(-480), to: at.time(0), text: 'Rustige dienst', ...part(at) },
    status: 422,
    code,
    field,
  });

export const BAD_SHIFT: Record<string, (at: At) => Bad> = {
  'an ask of a hospital that is none': () => ({
    who: 'chairWest',
    method: 'POST',
    path: '/api/v1/facilities/__proto__/confirmation-requests',
    body: {},
    status: 404,
    code: 'UNKNOWN_FACILITY',
  }),
  'an ask of a hospital of another region': () => ({
    who: 'chairWest',
    method: 'POST',
    path: '/api/v1/facilities/umcg/confirmation-requests',
    body: {},
    status: 403,
    code: 'FORBIDDEN',
  }),
  'a note of nothing': noting({ text: '  ' }, 'VALIDATION', 'west', 422, 'text'),
  'a note on the region that is too long': noting(
    { text: 'a'.repeat(501) },
    'VALIDATION',
    'west',
    422,
    'text',
  ),
  'a note with a patient in it': noting(
    { text: 'mevr. Jansen ligt nog op de SEH' },
    'PERSON_DATA',
    'west',
    422,
    'text',
  ),
  'a note with a citizen number': noting(
    { text: 'nummer 111222333' },
    'PERSON_DATA',
    'west',
    422,
    'text',
  ),
  'a note on another region': noting({ text: 'Rustig' }, 'FORBIDDEN', 'noord-nederland', 403),
  'a note on a region that is none': noting({ text: 'Rustig' }, 'UNKNOWN_REGION', '__proto__', 404),
  'a draft of a century': () => ({
    who: 'chairWest',
    path: '/api/v1/regions/west/handover-draft?hours=876000',
    status: 422,
    code: 'VALIDATION',
    field: 'hours',
  }),
  'a handover with a birth date': handing(
    () => ({ text: 'patiënt van 03-04-1951 is overgeplaatst' }),
    'PERSON_DATA',
    'text',
  ),
  'a handover of tomorrow': handing((at) => ({ to: at.time(60) }), 'AT_OUT_OF_RANGE', 'to'),
  'a handover that ends before it begins': handing(
    (at) => ({ from: at.time(-10), to: at.time(-20) }),
    'FROM_AFTER_TO',
    'from',
  ),
  'a handover of a week': handing(
    (at) => ({ from: at.time(-7 * 24 * 60) }),
    'SPAN_TOO_LONG',
    'from',
  ),
  'a handover without a text': handing(() => ({ text: '' }), 'VALIDATION', 'text'),
};
