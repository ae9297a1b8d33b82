/**
 * Accounting for who saw what: the access log of one's own cases, breaking the glass, and all that is held on a case. Reading any of
 * it is a look too.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { JSONValue } from 'hono/utils/types';
import { breakGlassSchema } from '#domain/accountability/break-glass.ts';
import type { Look, SeenCase } from '#domain/accountability/looks.ts';
import { audienceOf } from '#domain/access/table.ts';
import { projectCase } from '#domain/audience/project.ts';
import { iso } from '#domain/clock.ts';
import { breakGlassAtDesk } from '../desk/glass-desk.ts';
import { heldOn, lookWire } from '../desk/held.ts';
import { looksAsCsv } from './look-csv.ts';
import { listed, saw, seenOf } from './looks.ts';
import { asks } from './gates.ts';
import { askerOf } from './idempotency.ts';
import { allow, answers, caseGate, gate, jsonBody, pathId, resource, written } from './kit.ts';
import { logPeriod } from './log-scope.ts';
import { scopeOf } from './own-looks.ts';
import { pageQuery, pathTo, placeOf, tellNext } from './pages.ts';
import { API_PATH, type ApiEnv, type ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { heldOut, lookOut, openedOut } from './schemas/accountability.ts';

const FHIR_TYPE = 'application/fhir+json';
const JSON_TYPE = 'application/json';
const USUAL_LOOKS = 100;

/** Numbers of lines, with commas. */
const lineNumbers = z
  .string()
  .regex(/^\d{1,12}(?:,\d{1,12}){0,99}$/)
  .transform((text) => text.split(',').map(Number));

const period = { from: logPeriod.from, to: logPeriod.to };

export function accountability(parts: ApiParts) {
  const { deskParts, accessLog, feeds } = parts;
  const { live } = deskParts;

  const oneCase = caseGate(parts, 'access-log.read', (c) => c.req.query('case'));
  /** Over one case it is asked whose that is; without one the role's own cases are meant. */
  const logGate = asks('access-log.read', async (c, next) => {
    if (c.req.query('case') !== undefined) return oneCase(c, next);
    allow(c.var.who.principal, 'access-log.read');
    await next();
  });

  const list = createRoute({
    method: 'get',
    path: '/access-log',
    tags: ['accountability'],
    summary: `Who saw the cases of one's own hospital or region, newest first; \`Accept: text/csv\` gives all of it as CSV, \`${FHIR_TYPE}\` a page as AuditEvents`,
    middleware: logGate,
    request: {
      query: z.object({
        case: z.string().min(1).max(200).optional().openapi({ description: 'looks at this case' }),
        lines: lineNumbers.optional().openapi({
          type: 'string',
          description: 'only the lines with these numbers, at most 100, with commas',
        }),
        ...period,
        ...pageQuery(USUAL_LOOKS),
      }),
    },
    responses: {
      200: {
        description: 'A page; `next` is the cursor of the next one, null at the end',
        content: {
          [JSON_TYPE]: {
            schema: z.object({ looks: z.array(lookOut), next: z.string().nullable() }),
          },
          'text/csv': { schema: z.string() },
          [FHIR_TYPE]: { schema: z.unknown() },
        },
      },
    },
  });

  const breakGlass = createRoute({
    method: 'post',
    path: '/break-glass',
    tags: ['accountability'],
    summary:
      'Opens a case that one has no ground for, for one hour, with a reason; its owners are told at once',
    middleware: gate('glass.break'),
    request: { body: jsonBody(breakGlassSchema) },
    responses: answers(201, 'The case that stands open', openedOut),
  });

  const held = createRoute({
    method: 'get',
    path: '/cases/{case}/held',
    tags: ['accountability'],
    summary: 'All that is held on the case, with its terms and who saw it',
    middleware: caseGate(parts, 'access-log.read'),
    request: {
      params: z.object({ case: pathId('case') }),
      query: z.object({
        as: z
          .enum(['file', 'print'])
          .default('file')
          .openapi({ description: 'how it is taken away: stands in the access log' }),
      }),
    },
    responses: answers(200, 'What stays, what is erased when, and who saw it', heldOut),
  });

  return resource()
    .openapi(list, async (c) => {
      const { case: id, cursor, limit, lines, ...between } = c.req.valid('query');
      const wanted = {
        ...between,
        ...(lines === undefined ? {} : { lines }),
        ...(id === undefined ? {} : { case: id }),
        // Whose case it is was asked at the gate.
        scope: id === undefined ? scopeOf(c.var.who.principal) : ({ all: true } as const),
      };
      c.header('Vary', 'Accept');
      const type = accepts(c, {
        header: 'Accept',
        supports: [JSON_TYPE, 'text/csv', FHIR_TYPE],
        default: JSON_TYPE,
      });
      const read = (looks: readonly Look[]) => readBy(c, id, looks);
      if (type === 'text/csv') {
        const csv = looksAsCsv(accessLog, wanted, async (looks) => {
          await saw(parts, c, 'export', read(looks));
        });
        return c.body(csv, 200, {
          'content-type': 'text/csv; charset=utf-8; header=present',
          'content-disposition': 'attachment; filename="access-log.csv"',
        });
      }
      const before = placeOf(c, parts, cursor, z.number());
      const page = await accessLog.query({
        ...{ ...wanted, limit },
        ...(before === null ? {} : { before }),
      });
      if (type === FHIR_TYPE) {
        await saw(parts, c, 'export', read(page.looks));
        const next = tellNext(c, parts, page.next);
        const at = iso(live.now());
        const base = `${API_PATH}/exports/fhir`;
        const bundle = feeds.fhirExports.looks(page.looks, at, base, next && pathTo(c, next));
        return c.json(bundle as JSONValue, 200, { 'content-type': FHIR_TYPE });
      }
      await listed(parts, c, 'read-log', read(page.looks));
      return c.json({ looks: page.looks.map(lookWire), next: tellNext(c, parts, page.next) }, 200);
    })
    .openapi(breakGlass, async (c) => {
      const input = c.req.valid('json');
      const { principal } = c.var.who;
      const outcome = await breakGlassAtDesk(deskParts, await askerOf(c), principal, input);
      // Whoever tries numbers leaves a trace too.
      if (!outcome.ok)
        await saw(parts, c, 'break-glass', [], { code: input.code, refused: outcome.code });
      const { value } = written(outcome);
      const one = live.picture.cases[value.case];
      const seen: SeenCase = {
        ...{ case: value.case, ground: 'break-glass', region: one?.region ?? '' },
        facility: one?.decision?.facility ?? null,
      };
      await saw(parts, c, 'break-glass', [seen], { code: input.code, glass: value.glass.id });
      return c.json(value, 201);
    })
    .openapi(held, async (c) => {
      const { one, picture } = c.var.found;
      const seen = projectCase(one, picture, audienceOf(c.var.who.principal));
      if (seen === null) throw new ProblemError('UNKNOWN_CASE');
      const action = c.req.valid('query').as === 'print' ? 'print' : 'export';
      // Written first, so that what is taken away says that it was.
      await saw(parts, c, action, seenOf(c, [one], picture));
      c.header('Content-Disposition', 'attachment; filename="held.json"');
      return c.json(await heldOn(deskParts, seen), 200);
    });

  /** The cases of the looks, as the one who reads the log sees them. */
  function readBy(c: Context<ApiEnv>, id: string | undefined, looks: readonly Look[]): SeenCase[] {
    if (id !== undefined) return seenOf(c, [c.var.found.one], c.var.found.picture);
    const ground =
      c.var.who.principal.role === 'hospital' ? 'treating-hospital' : 'coordinating-region';
    const cases = new Map(looks.flatMap(({ seen }) => seen).map((one) => [one.case, one]));
    return [...cases.values()].map((one) => ({ ...one, ground }));
  }
}
