/** What the routes over cases share: who saw them is written down before they are shown (desk/witness.ts). */
import type { Context } from 'hono';
import type { DecisionRow } from '../../db/decision-log.ts';
import { audienceOf } from '#domain/access/table.ts';
import type { Audience } from '#domain/audience/project.ts';
import { seenCase, type LookAction, type SeenCase } from '#domain/accountability/looks.ts';
import type { CaseState, Picture } from '#domain/picture.ts';
import type { ApiEnv, ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';

type Parts = Pick<ApiParts, 'witness' | 'log'>;

/** Parts of a query that say which page, not what is searched for. */
const PLACE: readonly string[] = ['cursor', 'limit', 'after'];

/** What was asked for: the path, and words, ids and times of the query. */
export function askedOf(c: Context<ApiEnv>): Record<string, string> {
  const all = Object.entries(c.req.query()).filter(([name]) => !PLACE.includes(name));
  return {
    path: c.req.path,
    ...Object.fromEntries(all.map(([name, value]) => [name, value.slice(0, 80)])),
  };
}

/** The cases with the grounds on which the caller sees them. */
export function seenOf(
  c: Context<ApiEnv>,
  cases: readonly CaseState[],
  picture: Pick<Picture, 'facilities'>,
): SeenCase[] {
  const audience = audienceOf(c.var.who.principal);
  return cases.flatMap((one) => seenCase(one, picture, audience) ?? []);
}

/** The cases of lines of the decision log; each once. */
export function seenOfRows(c: Context<ApiEnv>, rows: readonly DecisionRow[]): SeenCase[] {
  const audience = audienceOf(c.var.who.principal);
  const seen = new Map<string, SeenCase>();
  for (const row of rows) {
    const { caseId, caseRegion: region, facility } = row;
    const ground = groundOfRow(row, audience);
    if (!seen.has(caseId)) seen.set(caseId, { case: caseId, ground, region, facility });
  }
  return [...seen.values()];
}

/** Whoever is shown a line has one of these grounds: the log was asked by them (log-scope.ts). */
function groundOfRow(row: DecisionRow, audience: Audience): SeenCase['ground'] {
  if (audience.room !== null && audience.room === row.room) return 'dispatching-room';
  if (audience.facilities.includes(row.facility)) return 'treating-hospital';
  if (audience.facilities.some((id) => row.toldFacilities.includes(id))) return 'earlier-hospital';
  return 'coordinating-region';
}

/** One look, durable before the answer. @throws ProblemError ACCESS_LOG_FAILED */
export async function saw(
  { witness, log }: Parts,
  c: Context<ApiEnv>,
  action: LookAction,
  seen: readonly SeenCase[],
  asked?: Record<string, string>,
): Promise<void> {
  try {
    const all = { ...askedOf(c), ...asked };
    await witness.saw(witness.onlookerOf(c.var.who), action, seen, all);
  } catch (error) {
    throw failed(log, error);
  }
}

/** As `saw` for lists, which a page asks for again and again (Witness.listed). @throws ProblemError ACCESS_LOG_FAILED */
export async function listed(
  { witness, log }: Parts,
  c: Context<ApiEnv>,
  action: LookAction,
  seen: readonly SeenCase[],
): Promise<void> {
  try {
    await witness.listed(witness.onlookerOf(c.var.who), action, seen, askedOf(c));
  } catch (error) {
    throw failed(log, error);
  }
}

function failed(log: ApiParts['log'], error: unknown): ProblemError {
  log.error({ err: error }, 'the access log could not be written');
  return new ProblemError('ACCESS_LOG_FAILED', { headers: { 'retry-after': '1' } });
}
