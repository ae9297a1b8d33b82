/** What every resource is written with: a sub-app, the gate, the desk's outcome, bodies and headers. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { ZodType } from 'zod';
import { may, type Action, type Principal, type Target } from '#domain/access/table.ts';
import { idSchema } from '#domain/cases/commands.ts';
import type { Entry } from '#domain/entries.ts';
import type { CaseState } from '#domain/picture.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import type { Outcome } from '../desk/live-picture.ts';
import { caseFromLedger } from '../desk/replay.ts';
import { isKnownPassword } from '../access/passwords.ts';
import { asks } from './gates.ts';
import type { ApiApp, ApiEnv, ApiParts } from './parts.ts';
import { ProblemError, type ProblemCode } from './problems.ts';

/** A sub-app: what does not fit its schemas is a problem with the paths of all faults. */
export function resource(): ApiApp {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      throw new ProblemError('VALIDATION', {
        errors: result.error.issues.slice(0, 50).map(({ path, message }) => ({
          path: path.map(String).join('.'),
          message,
        })),
      });
    },
  });
}

/** Answers of a route for its description: what goes well, and that everything else is a problem. */
export function answers<S extends 200 | 201, T extends ZodType>(
  status: S,
  description: string,
  schema: T,
) {
  const answer = { description, content: { 'application/json': { schema } } };
  return { [status]: answer } as Record<S, typeof answer>;
}

/** JSON body of a route. */
export function jsonBody<T extends ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

/** A path parameter. Its form is not checked: what no id can be is unknown like any other. */
export const pathId = (name: string) =>
  z
    .string()
    .max(200)
    .openapi({ param: { name, in: 'path' }, example: 'lumc-leiden' });

/** The first thing of each route: may this one do that at all? */
export function gate(action: Action): MiddlewareHandler<ApiEnv> {
  return asks(action, async (c, next) => {
    allow(c.var.who.principal, action);
    await next();
  });
}

/** As `gate`, over the facility in the path. Facilities are no secret: an unknown one is said to be unknown. */
export function facilityGate(parts: ApiParts, action: Action): MiddlewareHandler<ApiEnv> {
  return asks(action, async (c, next) => {
    const id = c.req.param('facility') ?? '';
    if (!Object.hasOwn(parts.deskParts.live.picture.facilities, id))
      throw new ProblemError('UNKNOWN_FACILITY');
    allow(c.var.who.principal, action, { kind: 'facility', id });
    await next();
  });
}

/** As `gate`, over the case in the path, which handlers find in `found`. A case that is not theirs to see does not exist. */
export function caseGate(
  parts: ApiParts,
  action: Action,
  nameOf: (c: Context<ApiEnv>) => string | undefined = (c) => c.req.param('case'),
): MiddlewareHandler<ApiEnv> {
  return asks(action, async (c, next) => {
    const id = idSchema.safeParse(nameOf(c));
    const found = id.success ? await caseFromLedger(parts.deskParts, id.data) : null;
    if (found === null) throw new ProblemError('UNKNOWN_CASE');
    allow(c.var.who.principal, action, { kind: 'case', ...found }, 'UNKNOWN_CASE');
    c.set('found', found);
    await next();
  });
}

export function allow(
  principal: Principal,
  action: Action,
  target?: Target,
  hidden: ProblemCode = 'NOT_FOUND',
): void {
  const verdict = may(principal, action, target);
  if (verdict === 'hidden') throw new ProblemError(hidden);
  if (verdict === 'forbidden') throw new ProblemError('FORBIDDEN');
}

/** A password that is to be set must not be one that others know (access/passwords.ts). */
export async function refuseKnownPassword(
  password: string,
  email: string | null,
  path = 'password',
): Promise<void> {
  if (await isKnownPassword(password, email)) throw new ProblemError('PASSWORD_KNOWN', { path });
}

export interface Written<T> {
  value: T;
  entries: Entry[];
}

/** What the desk wrote; a refusal becomes its problem. */
export function written<T>(outcome: Outcome<T> | (Refusal & { ranking?: Ranking })): Written<T> {
  if (outcome.ok) return outcome;
  const { code, path, facts } = outcome;
  const headers = code === 'BUSY' ? { 'retry-after': '1' } : undefined;
  const ranking = 'ranking' in outcome ? outcome.ranking : undefined;
  throw new ProblemError(code, { path, facts, ranking, headers });
}

/** Version of the case after what was written: that of its own entry. */
export function caseVersion(entries: readonly Entry[], id: string): number | null {
  return entries.findLast((entry) => entry.subject === `case:${id}`)?.version ?? null;
}

export const etagOf = (version: number) => `"${version}"`;

export const caseEtag = (one: Pick<CaseState, 'version'>) => etagOf(one.version);

/**
 * The version that `If-Match` asks for; null when nothing is asked or anything will do (`*`).
 * A weak or foreign tag never matches (RFC 9110, 13.1.1).
 */
export function ifMatch(c: Context<ApiEnv>): number | null {
  const header = c.req.header('if-match')?.trim();
  if (header === undefined || header === '*') return null;
  const version = /^"(\d{1,15})"$/.exec(header)?.[1];
  if (version === undefined) throw new ProblemError('VERSION_MISMATCH');
  return Number(version);
}

/** For the description of routes that can be made conditional. */
export const conditionalHeaders = z.object({
  'if-match': z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'ETag that was read; 412 when it is another now', example: '"12"' }),
});
