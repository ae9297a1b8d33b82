/** What becomes of a case: the decision, the hospital's answer, where the patient is. */
import { createRoute, z } from '@hono/zod-openapi';
import { mayStep } from '#domain/access/table.ts';
import { acknowledgementSchema, decisionSchema, statusSchema } from '#domain/cases/commands.ts';
import { askerOf } from './idempotency.ts';
import { answers, caseEtag, caseGate, jsonBody, pathId, resource, written } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { caseOut, decisionOut } from './schemas/cases.ts';

const params = z.object({ case: pathId('case') });

export function caseSteps(parts: ApiParts) {
  const { desk } = parts;

  const decide = createRoute({
    method: 'post',
    path: '/cases/{case}/decisions',
    tags: ['cases'],
    summary: 'Chooses the destination and holds the bay',
    description: '409 CLAIM_TAKEN and PICTURE_MOVED carry the `ranking` of the present picture.',
    middleware: caseGate(parts, 'case.decide'),
    request: { params, body: jsonBody(decisionSchema) },
    responses: answers(201, 'The decision', decisionOut),
  });

  const acknowledge = createRoute({
    method: 'post',
    path: '/cases/{case}/acknowledgement',
    tags: ['cases'],
    summary: 'The answer of the chosen hospital',
    middleware: caseGate(parts, 'case.acknowledge'),
    request: { params, body: jsonBody(acknowledgementSchema) },
    responses: answers(200, 'The case', caseOut),
  });

  const step = createRoute({
    method: 'post',
    path: '/cases/{case}/status',
    tags: ['cases'],
    summary: 'Where the patient is',
    middleware: caseGate(parts, 'case.step'),
    request: { params, body: jsonBody(statusSchema) },
    responses: answers(200, 'The case', caseOut),
  });

  return resource()
    .openapi(decide, async (c) => {
      const outcome = await desk.decide(await askerOf(c), {
        case: c.req.valid('param').case,
        input: c.req.valid('json'),
      });
      return c.json(written(outcome).value, 201);
    })
    .openapi(acknowledge, async (c) => {
      const outcome = await desk.acknowledge(await askerOf(c), {
        case: c.req.valid('param').case,
        facilities: c.var.who.principal.scope.facilities,
        ...c.req.valid('json'),
      });
      const { value } = written(outcome);
      c.header('ETag', caseEtag(value));
      return c.json(value, 200);
    })
    .openapi(step, async (c) => {
      const { status } = c.req.valid('json');
      const target = { kind: 'case', ...c.var.found } as const;
      if (mayStep(c.var.who.principal, status, target) !== 'allowed')
        throw new ProblemError('FORBIDDEN');
      const outcome = await desk.step(await askerOf(c), {
        case: c.req.valid('param').case,
        step: status,
      });
      const { value } = written(outcome);
      c.header('ETag', caseEtag(value));
      return c.json(value, 200);
    });
}
