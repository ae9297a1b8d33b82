/** The usual errors of a route, in its description, each with the very answer that the server would give. */
import type { Action } from '#domain/access/table.ts';
import { USUAL_LIMITS, WINDOW_SECONDS } from '../access/request-limiter.ts';
import type { Operation } from './describe.ts';
import { needsNoScope } from './describe-rights.ts';
import { operationOutcome } from './errors.ts';
import { ProblemError, PROBLEMS, problemOf, type ProblemCode } from './problems.ts';

export interface Described {
  method: string;
  path: string;
  /** Null: nobody need be signed in. */
  action: Action | null;
}

/** What is unknown when this part of the path is. */
const UNKNOWN: Record<string, ProblemCode> = {
  facility: 'UNKNOWN_FACILITY',
  kind: 'UNKNOWN_UNIT',
  stop: 'UNKNOWN_STOP',
  case: 'UNKNOWN_CASE',
  decision: 'UNKNOWN_DECISION',
  region: 'UNKNOWN_REGION',
  account: 'UNKNOWN_ACCOUNT',
  key: 'UNKNOWN_KEY',
  session: 'UNKNOWN_SESSION',
  wall: 'UNKNOWN_WALL',
  message: 'UNKNOWN_MESSAGE',
  connection: 'UNKNOWN_CONNECTION',
  webhook: 'UNKNOWN_WEBHOOK',
  letter: 'UNKNOWN_DEAD_LETTER',
  type: 'NOT_FOUND',
};

export interface Response {
  description: string;
  headers?: object;
  content?: Record<string, object>;
}
/** Answers that many routes give, by name: they stand in the document once. */
export type SharedResponses = Record<string, Response>;

export function describeErrors(
  operation: Operation,
  described: Described,
  shared: SharedResponses,
): void {
  const fhir = /\/(?:feeds|exports)\/fhir(?:\/|$)/.test(described.path);
  const byStatus = new Map<string, ProblemError[]>();
  for (const problem of usualProblems(operation, described)) {
    const status = String(problem.status);
    byStatus.set(status, [...(byStatus.get(status) ?? []), problem]);
  }
  const responses = operation.responses as Record<string, Response | { $ref: string }>;
  const dialect = fhir ? 'Fhir_' : '';
  for (const [status, problems] of byStatus) {
    const known = responses[status];
    const told = known !== undefined && 'description' in known ? known : undefined;
    const answer: Response = {
      description: told?.description ?? problems.map(({ code }) => PROBLEMS[code].title).join(' '),
      ...(status === '429' ? { headers: LIMIT_HEADERS } : {}),
      content: { ...told?.content, ...(fhir ? outcomes(problems) : contentOf(problems)) },
    };
    const name = dialect + problems.map(({ code }) => code).join('.');
    responses[status] = told === undefined ? share(shared, name, answer) : answer;
  }
  const other = {
    description: 'What else went wrong',
    content: fhir ? { 'application/fhir+json': { schema: {} } } : contentOf([]),
  };
  responses.default = share(shared, `${dialect}Problem`, other);
}

/** Stands under its name; another answer that would have the same name stays where it is. */
function share(
  shared: SharedResponses,
  name: string,
  answer: Response,
): Response | { $ref: string } {
  shared[name] ??= answer;
  const same = JSON.stringify(shared[name]) === JSON.stringify(answer);
  return same ? { $ref: `#/components/responses/${name}` } : answer;
}

/** The id of the request is another each time: this one stands in the description. */
const REQUEST_ID = '5f0c1c1e-2c0b-4d55-9d5e-0d6f2f1b7a90';

function contentOf(problems: readonly ProblemError[]): Record<string, object> {
  return {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      ...examplesOf(problems, (problem) => problemOf(problem, REQUEST_ID)),
    },
  };
}

function outcomes(problems: readonly ProblemError[]): Record<string, object> {
  return { 'application/fhir+json': { schema: {}, ...examplesOf(problems, operationOutcome) } };
}

function examplesOf(problems: readonly ProblemError[], valueOf: (one: ProblemError) => unknown) {
  if (problems.length === 0) return {};
  return {
    examples: Object.fromEntries(
      problems.map((one) => [one.code, { summary: PROBLEMS[one.code].title, value: valueOf(one) }]),
    ),
  };
}

function usualProblems(operation: Operation, { method, path, action }: Described): ProblemError[] {
  const parameters = (operation.parameters ?? []).flatMap((one) => ('name' in one ? [one] : []));
  const has = (place: string) => parameters.filter((one) => one.in === place);
  const found: ProblemError[] = [];
  const add = (...problem: ConstructorParameters<typeof ProblemError>) =>
    found.push(new ProblemError(...problem));

  if (action !== null) add('UNAUTHENTICATED');
  if (path.endsWith('/sign-in/email') || path.endsWith('/change-password')) add('SIGN_IN_REFUSED');
  if (action !== null && !needsNoScope(action)) add('FORBIDDEN');
  if (method !== 'get') add('ORIGIN_NOT_TRUSTED');
  for (const { name } of has('path')) {
    const code = UNKNOWN[name];
    if (code !== undefined) add(code);
  }
  if (method !== 'get' && action !== null) add('IDEMPOTENCY_KEY_REUSED');
  if (has('header').some(({ name }) => name === 'if-match')) add('VERSION_MISMATCH');
  if (operation.requestBody !== undefined)
    add('UNSUPPORTED_MEDIA_TYPE', { facts: acceptedOf(operation) });
  const [field] = [...has('query').map(({ name }) => name), ...bodyFields(operation)];
  if (field !== undefined)
    add('VALIDATION', { errors: [{ path: field, message: 'Invalid input' }] });
  if (action === null) {
    if (method !== 'get') add('TOO_MANY_ATTEMPTS');
  } else {
    const dispatch = action.startsWith('case.');
    const policy = dispatch ? 'dispatch' : 'key';
    add('TOO_MANY_REQUESTS', {
      facts: { policy, limit: USUAL_LIMITS[policy], windowSeconds: WINDOW_SECONDS },
    });
  }
  return found;
}

function acceptedOf({ requestBody }: Operation): { accepted: string[] } {
  const content = requestBody !== undefined && 'content' in requestBody ? requestBody.content : {};
  return { accepted: Object.keys(content) };
}

/** Something of the body that can be wrong, to stand in the example. */
function bodyFields({ requestBody }: Operation): string[] {
  if (requestBody === undefined || !('content' in requestBody)) return [];
  const schema = requestBody.content['application/json']?.schema;
  if (schema === undefined || !('properties' in schema)) return schema === undefined ? [] : [''];
  return Object.keys(schema.properties ?? {});
}

const header = (description: string, example: string) => ({
  description,
  schema: { type: 'string' as const },
  example,
});
const LIMIT_HEADERS = {
  'Retry-After': header('seconds to wait', '37'),
  RateLimit: header(
    'requests still to be made in this window, and seconds until the next',
    '"key";r=0;t=37',
  ),
  'RateLimit-Policy': header('the limit: requests, and seconds of the window', '"key";q=3000;w=60'),
};

const text = { type: 'string' as const };
export const PROBLEM_SCHEMA = {
  type: 'object' as const,
  description: 'What went wrong: RFC 9457',
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
  properties: {
    type: { ...text, description: 'URN of the code' },
    title: text,
    status: { type: 'integer' as const },
    code: { ...text, enum: Object.keys(PROBLEMS), description: 'stable: what a program looks at' },
    detail: { type: ['string', 'null'] as ('string' | 'null')[] },
    instance: { ...text, description: 'URN of the request, by which the server’s log knows it' },
    errors: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        required: ['path', 'message'],
        properties: { path: text, message: text },
      },
    },
    facts: { type: 'object' as const, additionalProperties: true },
    ranking: { $ref: '#/components/schemas/Ranking' },
  },
};
