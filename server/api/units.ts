/** A hospital's own figures and stops. */
import { createRoute, z } from '@hono/zod-openapi';
import { observationSchema } from '#domain/capacity/observe.ts';
import { stopSchema } from '#domain/stops/decide.ts';
import { UNIT_KINDS, type UnitKind } from '#domain/words.ts';
import { askerOf } from './idempotency.ts';
import {
  answers,
  conditionalHeaders,
  etagOf,
  facilityGate,
  ifMatch,
  jsonBody,
  pathId,
  resource,
  written,
} from './kit.ts';
import { API_PATH, type ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { stopOut, unitOut } from './schemas/capacity.ts';

export function units(parts: ApiParts) {
  const { desk, feeds } = parts;

  const putUnit = createRoute({
    method: 'put',
    path: '/facilities/{facility}/units/{kind}',
    tags: ['capacity'],
    summary: 'One observation of a unit, whole: what is left out is unknown',
    middleware: facilityGate(parts, 'unit.write'),
    request: {
      params: z.object({ facility: pathId('facility'), kind: pathId('kind') }),
      headers: conditionalHeaders,
      body: jsonBody(observationSchema),
    },
    responses: answers(200, 'The unit as it then stands', unitOut),
  });

  const postStop = createRoute({
    method: 'post',
    path: '/facilities/{facility}/stops',
    tags: ['capacity'],
    summary: 'A stop, which ends by itself',
    middleware: facilityGate(parts, 'stop.write'),
    request: { params: z.object({ facility: pathId('facility') }), body: jsonBody(stopSchema) },
    responses: answers(201, 'The stop', stopOut),
  });

  const deleteStop = createRoute({
    method: 'delete',
    path: '/facilities/{facility}/stops/{stop}',
    tags: ['capacity'],
    summary: 'Ends a stop now; the record stays',
    middleware: facilityGate(parts, 'stop.write'),
    request: { params: z.object({ facility: pathId('facility'), stop: pathId('stop') }) },
    responses: answers(200, 'When it ended', z.object({ id: z.string(), endedAt: z.string() })),
  });

  return resource()
    .openapi(putUnit, async (c) => {
      const { facility, kind } = c.req.valid('param');
      if (!isUnitKind(kind)) throw new ProblemError('UNKNOWN_UNIT');
      const byKey = c.var.who.principal.actor.kind === 'key';
      const outcome = await desk.observeUnit(await askerOf(c), {
        facility,
        kind,
        input: c.req.valid('json'),
        channel: byKey ? 'api' : 'manual',
        ifVersion: ifMatch(c),
      });
      if (byKey && !(outcome.ok && outcome.repeated) && !isOurs(outcome))
        feeds.tookFigures(c.var.who.principal.actor.id, {
          ...{ facility, kind, sentAt: c.req.valid('json').observedAt },
          refused: outcome.ok ? null : outcome.code,
        });
      const unit = written(outcome).value;
      c.header('ETag', etagOf(unit.version));
      return c.json(unit, 200);
    })
    .openapi(postStop, async (c) => {
      const { facility } = c.req.valid('param');
      const outcome = await desk.startStop(await askerOf(c), {
        facility,
        input: c.req.valid('json'),
      });
      const stop = written(outcome).value;
      c.header('Location', `${API_PATH}/facilities/${facility}/stops/${stop.id}`);
      return c.json(stop, 201);
    })
    .openapi(deleteStop, async (c) => {
      const outcome = await desk.endStop(await askerOf(c), c.req.valid('param'));
      return c.json(written(outcome).value, 200);
    });
}

/** A refusal that says nothing of the sender: too much happened at once, or somebody was quicker. */
const isOurs = (outcome: { ok: boolean; code?: string }) =>
  outcome.code === 'BUSY' || outcome.code === 'VERSION_MISMATCH';

const isUnitKind = (kind: string): kind is UnitKind =>
  (UNIT_KINDS as readonly string[]).includes(kind);
