/** Cases: opened and revised by their dispatch room, read by whom they concern, ranked from the present picture. */
import { createRoute, z } from '@hono/zod-openapi';
import { audienceOf } from '#domain/access/table.ts';
import { projectCase } from '#domain/audience/project.ts';
import { openCaseSchema, reviseCaseSchema } from '#domain/cases/commands.ts';
import { viewCase } from '#wire/views.ts';
import { listed, saw, seenOf } from './looks.ts';
import { refsOfCase } from '../desk/text-book.ts';
import { askerOf } from './idempotency.ts';
import {
  answers,
  caseEtag,
  caseGate,
  caseVersion,
  conditionalHeaders,
  etagOf,
  gate,
  ifMatch,
  jsonBody,
  pathId,
  resource,
  written,
} from './kit.ts';
import { pageOf, pageQuery } from './pages.ts';
import { API_PATH, type ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { adviceOut, caseOut, rankingOut } from './schemas/cases.ts';

const params = z.object({ case: pathId('case') });
const trueOrFalse = z.enum(['true', 'false']).optional();

export function cases(parts: ApiParts) {
  const { desk, deskParts } = parts;
  const { live, texts } = deskParts;

  const open = createRoute({
    method: 'post',
    path: '/cases',
    tags: ['cases'],
    summary: 'Opens a case in the own dispatch room',
    middleware: gate('case.open'),
    request: { body: jsonBody(openCaseSchema) },
    responses: answers(201, 'Classification and ranking', adviceOut),
  });

  const list = createRoute({
    method: 'get',
    path: '/cases',
    tags: ['cases'],
    summary: 'Cases that one may see, newest first',
    middleware: gate('case.read'),
    request: {
      query: z.object({
        open: trueOrFalse.openapi({ description: 'true: not handed over and not cancelled' }),
        ...pageQuery(),
      }),
    },
    responses: answers(200, 'Cases', z.array(caseOut)),
  });

  const read = createRoute({
    method: 'get',
    path: '/cases/{case}',
    tags: ['cases'],
    summary: 'One case',
    middleware: caseGate(parts, 'case.read'),
    request: { params },
    responses: answers(200, 'The case', caseOut),
  });

  const revise = createRoute({
    method: 'put',
    path: '/cases/{case}',
    tags: ['cases'],
    summary: 'What is known now, whole; earlier versions stay in the ledger',
    middleware: caseGate(parts, 'case.revise'),
    request: { params, headers: conditionalHeaders, body: jsonBody(reviseCaseSchema) },
    responses: answers(200, 'Classification and ranking', adviceOut),
  });

  const ranking = createRoute({
    method: 'get',
    path: '/cases/{case}/ranking',
    tags: ['cases'],
    summary: 'A ranking from the present picture; nothing is written',
    middleware: caseGate(parts, 'case.read'),
    request: { params },
    responses: answers(200, 'Every hospital site, as candidate or rejected', rankingOut),
  });

  return resource()
    .openapi(open, async (c) => {
      const asker = await askerOf(c);
      const room = c.var.who.principal.scope.room;
      if (room === null) throw new ProblemError('FORBIDDEN');
      const { value, entries } = written(
        await desk.openCase(asker, { room, input: c.req.valid('json') }),
      );
      c.header('Location', `${API_PATH}/cases/${value.id}`);
      c.header('ETag', etagOf(caseVersion(entries, value.id) ?? 1));
      return c.json(value, 201);
    })
    .openapi(list, async (c) => {
      const { open: only, ...page } = c.req.valid('query');
      const audience = audienceOf(c.var.who.principal);
      const all = Object.values(live.picture.cases)
        .flatMap((one) => projectCase(one, live.picture, audience) ?? [])
        .filter((one) => only === undefined || (one.closedAt === null) === (only === 'true'));
      const seen = pageOf(c, parts, page, all, ({ number }) => [number], 'descending');
      await listed(parts, c, 'list', seenOf(c, seen, live.picture));
      const known = await texts.fetch(seen.flatMap(refsOfCase));
      return c.json(
        seen.map((one) => viewCase(one, known)),
        200,
      );
    })
    .openapi(read, async (c) => {
      const { one, picture } = c.var.found;
      const seen = projectCase(one, picture, audienceOf(c.var.who.principal));
      if (seen === null) throw new ProblemError('UNKNOWN_CASE');
      await saw(parts, c, 'read', seenOf(c, [one], picture));
      c.header('ETag', caseEtag(seen));
      return c.json(viewCase(seen, await texts.fetch(refsOfCase(seen))), 200);
    })
    .openapi(revise, async (c) => {
      const id = c.req.valid('param').case;
      const outcome = await desk.reviseCase(await askerOf(c), {
        case: id,
        input: c.req.valid('json'),
        ifVersion: ifMatch(c),
      });
      const { value, entries } = written(outcome);
      const version = caseVersion(entries, id);
      if (version !== null) c.header('ETag', etagOf(version));
      return c.json(value, 200);
    })
    .openapi(ranking, async (c) => {
      const { one, picture } = c.var.found;
      const seen = projectCase(one, picture, audienceOf(c.var.who.principal));
      // A hospital that lost the case keeps what it was told, and is told no more.
      if (seen === null || seen.decision?.id !== one.decision?.id)
        throw new ProblemError('FORBIDDEN');
      const made = await desk.ranking(one.id);
      if ('ok' in made) throw new ProblemError(made.code);
      await saw(parts, c, 'read', seenOf(c, [one], picture));
      return c.json(made, 200);
    });
}
