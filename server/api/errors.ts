/** One place that answers what went wrong, and one that answers what is not there. */
import type { Context, ErrorHandler, Hono, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import { InvalidCursor } from '../../db/decision-log.ts';
import type { ApiEnv } from './parts.ts';
import { ProblemError, problemOf } from './problems.ts';

export function onError(log: Logger): ErrorHandler<ApiEnv> {
  return (error, c) => {
    const problem = toProblem(error);
    if (problem.code === 'INTERNAL')
      log.error({ request: c.var.requestId, err: error }, 'a request failed');
    return problemResponse(c, problem);
  };
}

export function problemResponse(c: Context<ApiEnv>, problem: ProblemError): Response {
  return c.json(problemOf(problem, c.var.requestId), problem.status, {
    'content-type': 'application/problem+json',
    ...problem.details.headers,
  });
}

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
  return new ProblemError('INTERNAL');
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
