/** What the decision log adds up to: where severely injured patients were taken, counted both ways, and the overrides. */
import { createRoute, z } from '@hono/zod-openapi';
import { OVERRIDE_REASONS } from '#domain/words.ts';
import { answers, gate, resource } from './kit.ts';
import { logPeriod, scopeOf } from './log-scope.ts';
import type { ApiParts } from './parts.ts';
import { refuseUnknownPlaces } from './places-asked.ts';

const counted = z.number().int().min(0);

const indicatorsOut = z.object({
  severe: z.object({
    cases: counted,
    toLevel1: counted.openapi({ description: 'to one of the level-1 sites' }),
    toDesignated: counted.openapi({ description: 'to one of the designated trauma centres' }),
  }),
  /** Norm of the Dutch health care institute and insurers: nine in ten severely injured patients. */
  norm: z.number(),
  decisions: counted,
  overridden: counted,
  owingReason: counted,
  byReason: z.partialRecord(z.enum(OVERRIDE_REASONS), counted),
});

/** Share of severely injured patients to be presented in a level-1 centre (routing rules, section 1). */
const SEVERE_TO_LEVEL_1_NORM = 0.9;

export function indicators({ decisionLog, deskParts: { live } }: ApiParts) {
  const read = createRoute({
    method: 'get',
    path: '/indicators',
    tags: ['decisions'],
    summary: 'Where severely injured patients were taken and how often otherwise than advised',
    middleware: gate('decisions.read'),
    request: { query: z.object(logPeriod) },
    responses: answers(200, 'Counts over the decisions that the caller may see', indicatorsOut),
  });
  return resource().openapi(read, async (c) => {
    const wanted = c.req.valid('query');
    refuseUnknownPlaces(live.picture, wanted);
    const asked = { ...wanted, scope: scopeOf(c.var.who.principal) };
    const found = await decisionLog.indicators(asked);
    return c.json({ ...found, norm: SEVERE_TO_LEVEL_1_NORM }, 200);
  });
}
