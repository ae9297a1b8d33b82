/** The set-up: for which regions the installation works, and what is true of a facility whatever the hour. */
import { createRoute, z } from '@hono/zod-openapi';
import type { PeopleRole } from '#domain/access/table.ts';
import { homeSchema } from '#domain/installation/home.ts';
import { profileSchema } from '#domain/installation/profile.ts';
import { viewFacility } from '#wire/views.ts';
import { PEOPLE_ROLES } from '../access/scope.ts';
import { askerOf } from './idempotency.ts';
import {
  answers,
  conditionalHeaders,
  etagOf,
  facilityGate,
  gate,
  ifMatch,
  jsonBody,
  pathId,
  resource,
  written,
} from './kit.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { facilityOut } from './schemas/capacity.ts';

const installationOut = z
  .object({
    homeRegions: z
      .array(z.string())
      .openapi({ description: 'regions that this installation works for; none chosen yet: empty' }),
    rooms: z.array(z.object({ id: z.string(), name: z.string(), regions: z.array(z.string()) })),
    secondFactorRoles: z
      .array(z.enum(PEOPLE_ROLES as [PeopleRole, ...PeopleRole[]]))
      .openapi({ description: 'roles whose people must have a second factor; a setting' }),
  })
  .openapi('Installation');

const provenanceOut = z
  .object({
    confidence: z.record(z.string(), z.enum(['high', 'medium', 'low', 'unknown'])),
    sources: z.array(z.object({ key: z.string(), what: z.string() })),
    note: z.string().nullable(),
  })
  .openapi('Provenance');

const params = z.object({ facility: pathId('facility') });
const route = { tags: ['installation'] };

export function installation(parts: ApiParts) {
  const { desk, deskParts } = parts;
  const { live, texts } = deskParts;

  const read = createRoute({
    ...route,
    method: 'get',
    path: '/installation',
    summary: 'The regions that this installation works for, and the dispatch rooms',
    middleware: gate('installation.manage'),
    responses: answers(200, 'The set-up', installationOut),
  });
  const configure = createRoute({
    ...route,
    method: 'put',
    path: '/installation',
    summary: 'Chooses the regions that this installation works for; hides nothing from anybody',
    middleware: gate('installation.manage'),
    request: { body: jsonBody(homeSchema) },
    responses: answers(200, 'The set-up', installationOut),
  });
  const provenance = createRoute({
    ...route,
    method: 'get',
    path: '/facilities/{facility}/provenance',
    summary: 'Where the shipped profile comes from and how sure it is',
    middleware: facilityGate(parts, 'installation.manage'),
    request: { params },
    responses: answers(200, 'Sources and confidence', provenanceOut),
  });
  const review = createRoute({
    ...route,
    method: 'put',
    path: '/facilities/{facility}/profile',
    summary:
      'The profile as checked by an administrator, whole; from then on no update of ours changes it',
    middleware: facilityGate(parts, 'installation.manage'),
    request: { params, headers: conditionalHeaders, body: jsonBody(profileSchema) },
    responses: answers(200, 'The facility', facilityOut),
  });

  const answer = () => ({
    homeRegions: live.picture.homeRegions ?? [],
    rooms: parts.rooms.map(({ id, name, regions }) => ({ id, name, regions: [...regions] })),
    secondFactorRoles: parts.access.secondFactor.roles,
  });

  return resource()
    .openapi(read, (c) => c.json(answer(), 200))
    .openapi(configure, async (c) => {
      written(await desk.configureHome(await askerOf(c), c.req.valid('json')));
      return c.json(answer(), 200);
    })
    .openapi(provenance, (c) => {
      const found = parts.provenance.get(c.req.valid('param').facility);
      if (found === undefined) throw new ProblemError('NOT_FOUND');
      return c.json(found, 200);
    })
    .openapi(review, async (c) => {
      const { facility } = c.req.valid('param');
      const command = { facility, input: c.req.valid('json'), ifVersion: ifMatch(c) };
      const { value } = written(await desk.reviewProfile(await askerOf(c), command));
      c.header('ETag', etagOf(value.version));
      const options = { now: live.now(), inbound: true, texts: texts.atHand };
      return c.json(viewFacility(value, options), 200);
    });
}
