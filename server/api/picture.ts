/** The capacity picture, now or as it was known at an earlier moment, and one facility of it. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Picture } from '#domain/picture.ts';
import { viewFacility, viewPicture } from '#wire/views.ts';
import { tagOfMoment } from './conditional.ts';
import { answers, facilityGate, gate, pathId, resource } from './kit.ts';
import { momentOf, momentQuery, seenBy } from './moment.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { facilityOut, pictureOut } from './schemas/capacity.ts';

const query = z.object({
  region: z.string().min(1).max(80).optional(),
  ...momentQuery,
});

export function picture(parts: ApiParts) {
  const readPicture = createRoute({
    method: 'get',
    path: '/picture',
    tags: ['capacity'],
    summary: 'The national picture, now or as it was known then',
    middleware: gate('picture.read'),
    request: { query },
    responses: answers(
      200,
      'Regions and facilities with units, stops and inbound patients',
      pictureOut,
    ),
  });

  const readFacility = createRoute({
    method: 'get',
    path: '/facilities/{facility}',
    tags: ['capacity'],
    summary: 'One facility, as in the picture',
    middleware: facilityGate(parts, 'picture.read'),
    request: { params: z.object({ facility: pathId('facility') }) },
    responses: answers(200, 'The facility', facilityOut),
  });

  return resource()
    .openapi(readPicture, async (c) => {
      const { region, at, seq } = c.req.valid('query');
      const moment = await momentOf(parts, at, seq);
      const within = region === undefined ? moment.picture : onlyRegion(moment.picture, region);
      const seen = await seenBy(parts, c.var.who.principal, within, moment.now);
      const view = viewPicture(seen.picture, seen.options);
      tagOfMoment(c, view.seq, { ...view, at: null });
      return c.json(view, 200);
    })
    .openapi(readFacility, async (c) => {
      const { live } = parts.deskParts;
      const { facility } = c.req.valid('param');
      const one = live.picture.facilities[facility];
      if (one === undefined) throw new ProblemError('UNKNOWN_FACILITY');
      const within = { ...live.picture, facilities: { [facility]: one } };
      const seen = await seenBy(parts, c.var.who.principal, within, live.now());
      const shown = seen.picture.facilities[facility];
      if (shown === undefined) throw new ProblemError('UNKNOWN_FACILITY');
      return c.json(viewFacility(shown, seen.options), 200);
    });
}

function onlyRegion(whole: Picture, id: string): Picture {
  const region = Object.hasOwn(whole.regions, id) ? whole.regions[id] : undefined;
  if (region === undefined) throw new ProblemError('UNKNOWN_REGION', { path: 'region' });
  const facilities = Object.fromEntries(
    Object.entries(whole.facilities).filter(([, facility]) => facility.region === id),
  );
  return { ...whole, regions: { [id]: region }, facilities };
}
