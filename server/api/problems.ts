/** Everything that can go wrong, with its stable code: RFC 9457 problem details. Source: contract, "HTTP". */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RefusalCode } from '#domain/refusal.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import type { Problem } from '#wire/session.ts';

interface Kind {
  status: ContentfulStatusCode;
  title: string;
}

const OF_COMMANDS = {
  UNKNOWN_FACILITY: { status: 404, title: 'There is no such facility.' },
  UNKNOWN_UNIT: { status: 404, title: 'The facility has no such unit.' },
  UNKNOWN_STOP: { status: 404, title: 'There is no such stop.' },
  UNKNOWN_CASE: { status: 404, title: 'There is no such case.' },
  UNKNOWN_DECISION: { status: 404, title: 'There is no such decision.' },
  UNKNOWN_REGION: { status: 404, title: 'There is no such region.' },
  UNKNOWN_PLACE: { status: 422, title: 'There is no such place.' },
  VERSION_MISMATCH: { status: 412, title: 'It has changed since you read it.' },
  OBSERVED_IN_FUTURE: { status: 422, title: 'The time of observation lies in the future.' },
  UNTIL_IN_PAST: { status: 422, title: 'The end lies in the past.' },
  UNTIL_TOO_FAR: { status: 422, title: 'The end lies too far ahead.' },
  UNTIL_BEFORE_OBSERVED: { status: 422, title: 'The end lies before the observation.' },
  OCCUPIED_OVER_PHYSICAL: { status: 422, title: 'More places are occupied than there are.' },
  STOP_ALREADY_OVER: { status: 409, title: 'The stop is over already.' },
  CATEGORY_NOT_SUPPORTED: { status: 422, title: 'This category is not supported yet.' },
  POSITION_OUTSIDE_COUNTRY: { status: 422, title: 'The position lies outside the country.' },
  CASE_CLOSED: { status: 409, title: 'The case is closed.' },
  CASE_NOT_DECIDED: { status: 409, title: 'The case has no destination yet.' },
  CASE_ARRIVED: { status: 409, title: 'The patient has arrived.' },
  STEP_NOT_POSSIBLE: { status: 409, title: 'This step does not follow the present status.' },
  SEQ_IN_FUTURE: { status: 422, title: 'The ledger has not come so far.' },
  SEQ_BEFORE_CASE: { status: 422, title: 'The case did not exist yet at this seq.' },
  AT_OUT_OF_RANGE: { status: 422, title: 'The time lies outside what can be asked for.' },
  OVERRIDE_REASON_REQUIRED: { status: 409, title: 'This choice needs a reason.' },
  NOTE_REQUIRED: { status: 422, title: 'This reason needs a note.' },
  NOT_OVERRIDDEN: { status: 409, title: 'The decision followed the advice: it needs no reason.' },
  NOT_THE_CHOSEN_HOSPITAL: { status: 403, title: 'Another hospital was chosen.' },
  CLAIM_TAKEN: { status: 409, title: 'Another case took the last free bay.' },
  PROFILE_CONTRADICTORY: { status: 422, title: 'This cannot be true together.' },
  FACILITY_IN_USE: { status: 409, title: 'Patients are on the way to it, or a stop runs on it.' },
  PERSON_DATA: { status: 422, title: 'The text looks like personal data: write it without.' },
  GLASS_NOT_NEEDED: { status: 409, title: 'You may see this case as it is.' },
  FROM_AFTER_TO: { status: 422, title: 'The beginning does not lie before the end.' },
  SPAN_TOO_LONG: { status: 422, title: 'So long a span cannot be asked for at once.' },
  PICTURE_MOVED: { status: 409, title: 'The picture has moved since the ranking was made.' },
} as const satisfies Record<RefusalCode, Kind>;

const OF_REQUESTS = {
  VALIDATION: { status: 422, title: 'Something in the request cannot be used.' },
  MALFORMED_JSON: { status: 400, title: 'The body is not JSON.' },
  MALFORMED_CSV: { status: 400, title: 'The body is not CSV.' },
  MALFORMED_XLSX: { status: 400, title: 'The body is not an Excel file.' },
  XLSX_REFUSED: { status: 422, title: 'This Excel file is not read here.' },
  WRONG_SHEET: { status: 422, title: 'The sheet has none of the columns of the template.' },
  UNKNOWN_CONNECTION: { status: 404, title: 'There is no such connection.' },
  CONNECTION_EXISTS: { status: 409, title: 'This sender has a connection already.' },
  MALFORMED_XML: { status: 400, title: 'The body is not XML.' },
  XML_REFUSED: { status: 422, title: 'This XML is not read here.' },
  NOT_HAVE: { status: 422, title: 'There is no EDXL-HAVE in the body.' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body must be of another type.' },
  UNAUTHENTICATED: { status: 401, title: 'Sign in first.' },
  OIDC_AWAY: { status: 503, title: 'The provider of sign-in does not answer.' },
  OIDC_DENIED: { status: 403, title: 'Signing in was broken off at the provider.' },
  OIDC_FAILED: { status: 400, title: 'What came back from the provider cannot be used.' },
  OIDC_NO_ROLE: { status: 403, title: 'The provider knows you, and gives you no role here.' },
  OIDC_NO_EMAIL: { status: 403, title: 'The provider tells no e-mail address of you.' },
  OIDC_ACCOUNT_EXISTS: { status: 409, title: 'An account with your address has a password here.' },
  OIDC_FACTOR_MISSING: {
    status: 403,
    title: 'Your role needs a second factor, and the provider does not say that it asked one.',
  },
  OIDC_TOO_EARLY: { status: 409, title: 'This installation has no administrator of its own yet.' },
  OIDC_CLOSED: { status: 403, title: 'Your account here was closed.' },
  SIGN_IN_REFUSED: { status: 401, title: 'E-mail address or password is wrong.' },
  TOO_MANY_ATTEMPTS: { status: 429, title: 'Too many attempts. Wait before the next.' },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests. Wait as long as Retry-After says.' },
  FORBIDDEN: { status: 403, title: 'You may not do this.' },
  ORIGIN_NOT_TRUSTED: { status: 403, title: 'The request comes from another site.' },
  NOT_FOUND: { status: 404, title: 'There is nothing here.' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This cannot be done here.' },
  SEQ_OUT_OF_RANGE: { status: 422, title: 'The ledger begins with seq 1.' },
  AT_AND_SEQ: { status: 422, title: 'Give a time or a seq, not both.' },
  UNKNOWN_ACCOUNT: { status: 404, title: 'There is no such account.' },
  UNKNOWN_FEED: { status: 404, title: 'There is no such feed, or it has ended already.' },
  UNKNOWN_MESSAGE: { status: 404, title: 'There is no such message.' },
  MESSAGE_SETTLED: { status: 409, title: 'Somebody has dealt with this message already.' },
  UNKNOWN_KEY: { status: 404, title: 'There is no such key.' },
  KEY_OVER: { status: 409, title: 'The key was revoked or has expired.' },
  KEY_ROTATING: { status: 409, title: 'The secret before still holds: end it first.' },
  UNKNOWN_WALL: { status: 404, title: 'There is no such screen.' },
  WALL_CODE_NOT_VALID: { status: 409, title: 'No screen shows this code, or no longer.' },
  WALL_SIGNED_IN: { status: 409, title: 'This screen is signed in already.' },
  SECOND_FACTOR_NEEDED: { status: 403, title: 'Set up a second factor first.' },
  CODE_NOT_VALID: { status: 401, title: 'The code is wrong or too old.' },
  SIGN_IN_AGAIN: { status: 401, title: 'Enter the password again.' },
  CODES_SET_UP: { status: 409, title: 'There is an app with codes already.' },
  NO_CODES: { status: 409, title: 'There is no app with codes.' },
  PASSKEY_REFUSED: { status: 401, title: 'The passkey was not accepted.' },
  TOO_MANY_PASSKEYS: { status: 409, title: 'The account has as many passkeys as it may have.' },
  UNKNOWN_PASSKEY: { status: 404, title: 'There is no such passkey.' },
  UNKNOWN_SESSION: { status: 404, title: 'There is no such session, or it is over.' },
  UNKNOWN_WEBHOOK: { status: 404, title: 'There is no such webhook.' },
  UNKNOWN_DEAD_LETTER: { status: 404, title: 'There is no such dead letter.' },
  WEBHOOKS_NOT_KEPT: { status: 501, title: 'This installation keeps no webhooks.' },
  TOO_MANY_WEBHOOKS: { status: 409, title: 'There are as many webhooks as there may be.' },
  NOTHING_TO_SEND: { status: 409, title: 'The owner of the webhook may not see this any more.' },
  ACCOUNT_EXISTS: { status: 409, title: 'There is an account with this address already.' },
  ACCOUNT_PROVIDED: {
    status: 409,
    title:
      'This account comes from the provider of sign-in, which decides its role and how it signs in.',
  },
  LAST_ADMINISTRATOR: { status: 409, title: 'Somebody must be able to administer.' },
  PASSWORD_KNOWN: {
    status: 422,
    title: 'This password is among those that guessers try first. Choose another.',
  },
  LINK_NOT_VALID: { status: 403, title: 'The link is used up, too old or wrong.' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    title: 'This idempotency key was used for another request.',
  },
  ACCESS_LOG_FAILED: {
    status: 503,
    title: 'It could not be written down that you saw this, so it is not shown. Try again.',
  },
  BUSY: { status: 503, title: 'Too much is happening at once. Send it again.' },
  TIMEOUT: { status: 503, title: 'It took too long. Send it again with the same idempotency key.' },
  NOT_READY: { status: 503, title: 'This server is not to be sent work now.' },
  STORAGE_FULL: {
    status: 507,
    title: 'There is no room left to keep it: nothing was written. Send it again later.',
  },
  STORAGE_AWAY: {
    status: 503,
    title: 'The database does not answer. Send it again with the same idempotency key.',
  },
  INTERNAL: { status: 500, title: 'Something went wrong on our side.' },
} as const satisfies Record<string, Kind>;

export const PROBLEMS = { ...OF_COMMANDS, ...OF_REQUESTS };
export type ProblemCode = keyof typeof PROBLEMS;

/** What about a field names something unknown or lacks it: the request is wrong, not its address or its moment. */
const WRONG_IN_BODY: readonly string[] = [
  'UNKNOWN_FACILITY',
  'UNKNOWN_UNIT',
  'UNKNOWN_REGION',
  'OVERRIDE_REASON_REQUIRED',
];

export interface ProblemDetails {
  /** Field that it is about, dotted. */
  path?: string | null;
  detail?: string | null;
  errors?: { path: string; message: string }[];
  facts?: Record<string, unknown>;
  /** Of the present picture, where it was the picture that moved. */
  ranking?: Ranking;
  headers?: Record<string, string>;
}

/** Thrown by handlers; one place makes the answer of it. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }

  get status(): ContentfulStatusCode {
    const inBody = this.details.path !== undefined && this.details.path !== null;
    if (inBody && WRONG_IN_BODY.includes(this.code)) return 422;
    return PROBLEMS[this.code].status;
  }
}

/** @param requestId by which our log knows the request. */
export function problemOf({ code, details, status }: ProblemError, requestId: string): Problem {
  const { path, detail, errors, facts, ranking } = details;
  const title = PROBLEMS[code].title;
  const listed = errors ?? (path ? [{ path, message: title }] : undefined);
  return {
    type: `urn:spoedkaart:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code,
    detail: detail ?? null,
    instance: `urn:uuid:${requestId}`,
    ...(listed === undefined ? {} : { errors: listed }),
    ...(facts === undefined || Object.keys(facts).length === 0 ? {} : { facts }),
    ...(ranking === undefined ? {} : { ranking }),
  };
}
