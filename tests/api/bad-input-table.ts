/** Requests that cannot be used, and what each is answered with. */
import { BAD_SET_UP } from './bad-set-up.ts';
import { DEN_HAAG_CASE, type Who } from './harness.ts';

export const UNIT = '/api/v1/facilities/lumc-leiden/units/icu';
const STOPS = '/api/v1/facilities/lumc-leiden/stops';
const CASES = '/api/v1/cases';

export interface Bad {
  who?: Who;
  method?: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  status: number;
  code: string;
  /** Field that is named. */
  field?: string;
}

/** What is known when the request is made. */
export interface At {
  /** ISO time so many minutes from now. */
  time: (minutes: number) => string;
  /** Head of the ledger. */
  seq: number;
  /** An open case of the dispatch room in Den Haag. */
  caseId: string;
}

const stop = (at: At, part: object) => ({
  scope: 'ed',
  level: 'stop',
  reason: 'crowding',
  until: at.time(60),
  ...part,
});
const aCase = (part: object) => ({ ...DEN_HAAG_CASE, ...part });
function unit(body: unknown, status = 422, code = 'VALIDATION', field?: string): (at: At) => Bad {
  return () => ({ who: 'hospital', method: 'PUT', path: UNIT, body, status, code, field });
}

const opening = (body: object, code: string, field?: string) => (): Bad => {
  return { who: 'dispatcher', method: 'POST', path: CASES, body, status: 422, code, field };
};
const asking = (path: string, status: number, code: string, field?: string) => (): Bad => {
  return { path, status, code, field };
};

/** By what is wrong with it. */
export const BAD_INPUT: Record<string, (at: At) => Bad> = {
  'an unknown facility': () => ({
    who: 'hospital',
    method: 'PUT',
    path: '/api/v1/facilities/nowhere/units/icu',
    body: { available: 1 },
    status: 404,
    code: 'UNKNOWN_FACILITY',
  }),
  'a facility called __proto__': asking('/api/v1/facilities/__proto__', 404, 'UNKNOWN_FACILITY'),
  'a facility called constructor': asking(
    '/api/v1/facilities/constructor',
    404,
    'UNKNOWN_FACILITY',
  ),
  "another hospital's facility": () => ({
    who: 'hospital',
    method: 'PUT',
    path: '/api/v1/facilities/haga-leyweg/units/icu',
    body: { available: 1 },
    status: 403,
    code: 'FORBIDDEN',
  }),
  'a facility forged into the body': unit({ available: 1, facility: 'haga-leyweg' }),
  'a unit that the site does not have': () => ({
    who: 'hospital',
    method: 'PUT',
    path: '/api/v1/facilities/lumc-leiden/units/gp-post',
    body: { available: 1 },
    status: 404,
    code: 'UNKNOWN_UNIT',
  }),
  'a unit kind that is none': () => ({
    who: 'hospital',
    method: 'PUT',
    path: '/api/v1/facilities/lumc-leiden/units/sauna',
    body: { available: 1 },
    status: 404,
    code: 'UNKNOWN_UNIT',
  }),
  'a negative count': unit({ available: -1 }, 422, 'VALIDATION', 'available'),
  'a fraction of a bed': unit({ staffed: 1.5 }, 422, 'VALIDATION', 'staffed'),
  'a thousand million beds': unit({ physical: 1e9 }, 422, 'VALIDATION', 'physical'),
  'a count as text': unit({ available: '3' }, 422, 'VALIDATION', 'available'),
  'a status that is none': unit({ status: 'full' }, 422, 'VALIDATION', 'status'),
  'more occupied than there are': unit({ physical: 3, occupied: 4 }, 422, 'OCCUPIED_OVER_PHYSICAL'),
  'an observation from the future': (at) =>
    unit({ available: 1, observedAt: at.time(3) }, 422, 'OBSERVED_IN_FUTURE', 'observedAt')(at),
  'a time that is none': unit(
    { available: 1, observedAt: 'yesterday' },
    422,
    'VALIDATION',
    'observedAt',
  ),
  'a time in the year 0': unit(
    { available: 1, observedAt: '0000-01-01T00:00:00Z' },
    422,
    'VALIDATION',
    'observedAt',
  ),
  'a time beyond the year 9999, in UTC': unit(
    { available: 1, validUntil: '9999-12-31T23:59:59-14:00' },
    422,
    'VALIDATION',
    'validUntil',
  ),
  'a validity in the past': (at) =>
    unit({ available: 1, validUntil: at.time(-1) }, 422, 'UNTIL_IN_PAST', 'validUntil')(at),
  'a body that is a list': unit([]),
  'a body that is null': unit('null'),
  'no JSON': unit('{"available": 1', 400, 'MALFORMED_JSON'),
  'an empty body': unit('', 400, 'MALFORMED_JSON'),
  'another content type': (at) => ({
    ...unit('available=1', 415, 'UNSUPPORTED_MEDIA_TYPE')(at),
    headers: { 'content-type': 'text/plain' },
  }),
  'XML for an address where nothing is': () => ({
    ...asking('/api/v1/nothing', 404, 'NOT_FOUND')(),
    method: 'POST',
    body: '<x/>',
    headers: { 'content-type': 'application/xml' },
  }),
  'a form': (at) => ({
    ...unit('available=1', 415, 'UNSUPPORTED_MEDIA_TYPE')(at),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }),
  'a huge body': unit(`{"note": "${'x'.repeat(300_000)}"}`, 413, 'BODY_TOO_LARGE'),
  'a note that is too long': unit({ note: 'x'.repeat(501) }, 422, 'VALIDATION', 'note'),
  'an idempotency key with a space': (at) => ({
    ...unit({ available: 1 })(at),
    headers: { 'idempotency-key': 'a b' },
    field: 'Idempotency-Key',
  }),
  'an If-Match that never matches': (at) => ({
    ...unit({ available: 1 }, 412, 'VERSION_MISMATCH')(at),
    headers: { 'if-match': 'W/"0"' },
  }),
  'a stop without an end': () => ({
    who: 'hospital',
    method: 'POST',
    path: STOPS,
    body: { scope: 'ed', level: 'stop', reason: 'crowding' },
    status: 422,
    code: 'VALIDATION',
    field: 'until',
  }),
  'a stop that ended before it began': (at) => ({
    who: 'hospital',
    method: 'POST',
    path: STOPS,
    body: stop(at, { until: at.time(-1) }),
    status: 422,
    code: 'UNTIL_IN_PAST',
    field: 'until',
  }),
  'a stop for a year': (at) => ({
    who: 'hospital',
    method: 'POST',
    path: STOPS,
    body: stop(at, { until: at.time(60 * 24 * 365) }),
    status: 422,
    code: 'UNTIL_TOO_FAR',
  }),
  'a stop on a unit that is not there': (at) => ({
    who: 'hospital',
    method: 'POST',
    path: STOPS,
    body: stop(at, { scope: 'gp-post' }),
    status: 422,
    code: 'UNKNOWN_UNIT',
    field: 'scope',
  }),
  'a stop that there never was': () => ({
    who: 'hospital',
    method: 'DELETE',
    path: `${STOPS}/none`,
    status: 404,
    code: 'UNKNOWN_STOP',
  }),
  'a position at sea': opening(
    aCase({ position: { lat: 53.5, lon: 3.2 } }),
    'POSITION_OUTSIDE_COUNTRY',
  ),
  'a position in Brussels': opening(
    aCase({ position: { lat: 50.85, lon: 4.35 } }),
    'POSITION_OUTSIDE_COUNTRY',
  ),
  'a latitude of 91': opening(
    aCase({ position: { lat: 91, lon: 4 } }),
    'VALIDATION',
    'position.lat',
  ),
  'a place and a position': opening(aCase({ place: 'leiden' }), 'VALIDATION', 'position'),
  'neither place nor position': opening({}, 'VALIDATION', 'position'),
  'an unknown place': opening({ place: 'atlantis' }, 'UNKNOWN_PLACE', 'place'),
  'an unknown finding': opening(
    aCase({ findings: { injuries: ['broken-heart'] } }),
    'VALIDATION',
    'findings.injuries.0',
  ),
  'a finding that is present and ruled out': opening(
    aCase({ findings: { injuries: ['pelvis'], ruledOut: ['pelvis'] } }),
    'VALIDATION',
    'findings.ruledOut',
  ),
  'a name of a patient': opening(aCase({ name: 'J. de Vries' }), 'VALIDATION'),
  'a category that is not whole yet': opening(
    aCase({ category: 'STEMI' }),
    'CATEGORY_NOT_SUPPORTED',
    'category',
  ),
  'an excluded facility that does not exist': (at) => ({
    who: 'dispatcher',
    method: 'PUT',
    path: `${CASES}/${at.caseId}`,
    body: aCase({ excluded: [{ facility: 'nowhere', reason: 'WEATHER' }] }),
    status: 422,
    code: 'UNKNOWN_FACILITY',
    field: 'excluded.0.facility',
  }),
  'an unknown case': () => ({
    who: 'dispatcher',
    path: `${CASES}/none`,
    status: 404,
    code: 'UNKNOWN_CASE',
  }),
  'a decision on an unknown facility': (at) => ({
    who: 'dispatcher',
    method: 'POST',
    path: `${CASES}/${at.caseId}/decisions`,
    body: { facility: 'nowhere', seq: at.seq },
    status: 422,
    code: 'UNKNOWN_FACILITY',
    field: 'facility',
  }),
  'a decision on a picture that is still to come': (at) => ({
    who: 'dispatcher',
    method: 'POST',
    path: `${CASES}/${at.caseId}/decisions`,
    body: { facility: 'lumc-leiden', seq: 999_999 },
    status: 422,
    code: 'SEQ_IN_FUTURE',
    field: 'seq',
  }),
  'a decision on a picture before the case': (at) => ({
    who: 'dispatcher',
    method: 'POST',
    path: `${CASES}/${at.caseId}/decisions`,
    body: { facility: 'lumc-leiden', seq: 101, overrideReason: 'WEATHER' },
    status: 422,
    code: 'SEQ_BEFORE_CASE',
    field: 'seq',
  }),
  'an acknowledgement by the room': (at) => ({
    who: 'dispatcher',
    method: 'POST',
    path: `${CASES}/${at.caseId}/acknowledgement`,
    body: { answer: 'accepted' },
    status: 403,
    code: 'FORBIDDEN',
  }),
  'an arrival of a case without a destination': (at) => ({
    who: 'dispatcher',
    method: 'POST',
    path: `${CASES}/${at.caseId}/status`,
    body: { status: 'arrived' },
    status: 409,
    code: 'STEP_NOT_POSSIBLE',
  }),
  'a picture of both a time and a seq': (at) => ({
    path: `/api/v1/picture?seq=5&at=${encodeURIComponent(at.time(-1))}`,
    status: 422,
    code: 'AT_AND_SEQ',
  }),
  'a picture before the first entry': asking(
    '/api/v1/picture?at=2001-01-01T00:00:00Z',
    422,
    'AT_OUT_OF_RANGE',
    'at',
  ),
  'a picture of the future': (at) => ({
    path: `/api/v1/picture?at=${encodeURIComponent(at.time(5))}`,
    status: 422,
    code: 'AT_OUT_OF_RANGE',
    field: 'at',
  }),
  'a picture after the last entry': asking(
    '/api/v1/picture?seq=999999',
    422,
    'SEQ_IN_FUTURE',
    'seq',
  ),
  'a picture of seq 0': asking('/api/v1/picture?seq=0', 422, 'SEQ_OUT_OF_RANGE'),
  'a seq that is none': asking('/api/v1/picture?seq=last', 422, 'VALIDATION', 'seq'),
  'an unknown region': asking('/api/v1/picture?region=atlantis', 422, 'UNKNOWN_REGION'),
  'a ledger that has not come so far': asking(
    '/api/v1/ledger?after=999999',
    422,
    'SEQ_IN_FUTURE',
    'after',
  ),
  'a seq that is nothing': asking('/api/v1/ledger?after=', 422, 'VALIDATION', 'after'),
  'a count of a region that there is not': () => ({
    who: 'dispatcher',
    path: '/api/v1/indicators?region=atlantis',
    status: 422,
    code: 'UNKNOWN_REGION',
    field: 'region',
  }),
  'a page of a million': asking('/api/v1/ledger?limit=1000000', 422, 'VALIDATION', 'limit'),
  'a cursor that is none of ours': () => ({
    who: 'dispatcher',
    path: '/api/v1/decisions?cursor=abc',
    status: 422,
    code: 'VALIDATION',
    field: 'cursor',
  }),
  'a search for nothing': asking('/api/v1/places?q=', 422, 'VALIDATION', 'q'),
  'an account of a room that is none': () => ({
    who: 'administrator',
    method: 'POST',
    path: '/api/v1/accounts',
    body: {
      email: 'a@b.example',
      password: 'a long enough one',
      role: 'dispatcher',
      scope: { room: 'mk-atlantis' },
    },
    status: 422,
    code: 'VALIDATION',
    field: 'scope.room',
  }),
  'an account of the role of machines': () => ({
    who: 'administrator',
    method: 'POST',
    path: '/api/v1/accounts',
    body: { email: 'a@b.example', password: 'a long enough one', role: 'machine' },
    status: 422,
    code: 'VALIDATION',
    field: 'role',
  }),
  'a key that has ended': (at) => ({
    who: 'administrator',
    method: 'POST',
    path: '/api/v1/keys',
    body: { name: 'x', scope: { actions: ['metrics.read'] }, expiresAt: at.time(-1) },
    status: 422,
    code: 'UNTIL_IN_PAST',
    field: 'expiresAt',
  }),
  'a key that may administer': (at) => ({
    who: 'administrator',
    method: 'POST',
    path: '/api/v1/keys',
    body: { name: 'x', scope: { actions: ['accounts.manage'] }, expiresAt: at.time(60) },
    status: 422,
    code: 'VALIDATION',
  }),
  'a key that may write nowhere': (at) => ({
    who: 'administrator',
    method: 'POST',
    path: '/api/v1/keys',
    body: { name: 'x', scope: { actions: ['unit.write'] }, expiresAt: at.time(60) },
    status: 422,
    code: 'VALIDATION',
    field: 'scope.facilities',
  }),
  ...BAD_SET_UP,
  'an address where nothing is': asking('/api/v1/nothing', 404, 'NOT_FOUND'),
  'a method that is not there': () => ({
    method: 'DELETE',
    path: '/api/v1/picture',
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
  }),
};
