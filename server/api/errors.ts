/** One place that answers what went wrong, and one that answers what is not there. */
import type { Context, ErrorHandler, Hono, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { InvalidCursor } from '../../db/decision-log.ts';
import { StorageError, storageFaultOf, type StorageFault } from '../../db/storage-fault.ts';
import type { ApiEnv, ApiParts } from './parts.ts';
import { ProblemError, PROBLEMS, problemOf } from './problems.ts';

export function onError(parts: Pick<ApiParts, 'log' | 'storage'>): ErrorHandler<ApiEnv> {
  return (error, c) => problemResponse(c, noted(parts, error, c.var.requestId));
}

/** What went wrong, as it is answered; what is a fault of ours stands in the log. */
export function noted(
  { log, storage }: Pick<ApiParts, 'log' | 'storage'>,
  error: unknown,
  request: string,
): ProblemError {
  storage.met(error);
  const problem = toProblem(error);
  // A fault that was only taken for the database's is told too: the watch of the database knows what the others are.
  if (problem.code === 'INTERNAL' || error instanceof StorageError)
    log.error({ request, err: error }, 'a request failed');
  return problem;
}

export function problemResponse(c: Context<ApiEnv>, problem: ProblemError): Response {
  if (FHIR_PATH.test(c.req.path))
    return c.json(operationOutcome(problem), problem.status, {
      'content-type': 'application/fhir+json',
      ...problem.details.headers,
    });
  return c.json(problemOf(problem, c.var.requestId), problem.status, {
    'content-type': 'application/problem+json',
    ...problem.details.headers,
  });
}

const FHIR_PATH = /^\/api\/v1\/(?:feeds|exports)\/fhir(?:\/|$)/;

/** The same problem in FHIR's words, with our code among its details. */
export function operationOutcome({ code, details }: ProblemError) {
  const { title } = PROBLEMS[code];
  const places = details.errors ?? [{ path: details.path ?? '', message: title }];
  return {
    resourceType: 'OperationOutcome',
    issue: places.map(({ path, message }) => ({
      severity: 'error',
      code: FHIR_ISSUES.get(code) ?? 'processing',
      details: { coding: [{ system: 'urn:spoedkaart:code', code }] },
      diagnostics: message,
      ...(path === '' ? {} : { expression: [path] }),
    })),
  };
}

const FHIR_ISSUES: ReadonlyMap<string, string> = new Map([
  ['UNAUTHENTICATED', 'login'],
  ['FORBIDDEN', 'forbidden'],
  ['NOT_FOUND', 'not-found'],
  ['UNKNOWN_FACILITY', 'not-found'],
  ['METHOD_NOT_ALLOWED', 'not-supported'],
  ['UNSUPPORTED_MEDIA_TYPE', 'not-supported'],
  ['BODY_TOO_LARGE', 'too-long'],
  ['VALIDATION', 'invalid'],
  ['TIMEOUT', 'timeout'],
  ['TOO_MANY_REQUESTS', 'throttled'],
  ['STORAGE_FULL', 'no-store'],
  ['STORAGE_AWAY', 'transient'],
  ['INTERNAL', 'exception'],
]);

function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof InvalidCursor)
    return new ProblemError('VALIDATION', {
      errors: [{ path: 'cursor', message: 'not a cursor of ours' }],
    });
  if (error instanceof SyntaxError) return new ProblemError('MALFORMED_JSON');
  if (error instanceof HTTPException) {
    if (error.status === 400) return new ProblemError('MALFORMED_JSON');
    if (error.status === 413) return new ProblemError('BODY_TOO_LARGE');
  }
  const fault = storageFaultOf(error);
  return fault === null ? new ProblemError('INTERNAL') : storageProblem(fault);
}

/** Seconds after which it is worth another try. */
const AGAIN_AFTER = { full: '30', away: '5' } as const;

function storageProblem(fault: StorageFault): ProblemError {
  return new ProblemError(fault === 'full' ? 'STORAGE_FULL' : 'STORAGE_AWAY', {
    headers: { 'retry-after': AGAIN_AFTER[fault] },
  });
}

/** A known path with another method is told which ones there are. */
export function notFound(app: Hono<ApiEnv>): NotFoundHandler<ApiEnv> {
  let known: { method: string; pattern: RegExp }[] | undefined;
  return (c) => {
    known ??= app.routes
      .filter((route) => route.method !== 'ALL')
      .map(({ method, path }) => ({ method, pattern: patternOf(path) }));
    const methods = known
      .filter(({ pattern }) => pattern.test(c.req.path))
      .map((one) => one.method);
    if (methods.length === 0) return problemResponse(c, new ProblemError('NOT_FOUND'));
    const allow = [...new Set(methods)].sort().join(', ');
    return problemResponse(c, new ProblemError('METHOD_NOT_ALLOWED', { headers: { allow } }));
  };
}

function patternOf(path: string): RegExp {
  const literal = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
  return new RegExp(`^${literal}$`);
}
