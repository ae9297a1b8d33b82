/** The capacity picture, now or as it was known at an earlier moment, and one facility of it. */
import { createRoute, z } from '@hono/zod-openapi';
import { audienceOf, type Principal } from '#domain/access/table.ts';
import { projectPicture } from '#domain/audience/project.ts';
import { instantSchema } from '#domain/capacity/observe.ts';
import { iso, ms } from '#domain/clock.ts';
import type { Picture } from '#domain/picture.ts';
import { viewFacility, viewPicture, type ViewOptions } from '#wire/views.ts';
import { refsOfFacility } from '../desk/text-book.ts';
import { answers, facilityGate, gate, pathId, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { facilityOut, pictureOut } from './schemas/capacity.ts';

const query = z.object({
  region: z.string().min(1).max(80).optional(),
  at: instantSchema.optional().openapi({
    type: 'string',
    format: 'date-time',
    description: 'the picture as it was known at this time',
  }),
  seq: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .openapi({ description: 'the picture after this entry of the ledger' }),
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
      return c.json(viewPicture(seen.picture, seen.options), 200);
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

/** The picture that was asked for, and the moment by which its ages are reckoned. */
async function momentOf(
  { deskParts: { live, ledger } }: ApiParts,
  at: string | undefined,
  seq: number | undefined,
): Promise<{ picture: Picture; now: number }> {
  if (at !== undefined && seq !== undefined) throw new ProblemError('AT_AND_SEQ', { path: 'seq' });
  if (at !== undefined) {
    const to = live.now();
    const known = ms(at) > to ? 0 : await ledger.seqAt(at);
    const then = known === 0 ? null : await live.pictureAt(known);
    if (then === null)
      throw new ProblemError('AT_OUT_OF_RANGE', { path: 'at', facts: { to: iso(to) } });
    return { picture: then, now: ms(at) };
  }
  if (seq === undefined) return { picture: live.picture, now: live.now() };
  const facts = { seq: live.picture.seq };
  if (seq === 0) throw new ProblemError('SEQ_OUT_OF_RANGE', { path: 'seq', facts });
  const then = await live.pictureAt(seq);
  if (then === null) throw new ProblemError('SEQ_IN_FUTURE', { path: 'seq', facts });
  return { picture: then, now: ms(then.at) };
}

function onlyRegion(whole: Picture, id: string): Picture {
  const region = Object.hasOwn(whole.regions, id) ? whole.regions[id] : undefined;
  if (region === undefined) throw new ProblemError('UNKNOWN_REGION', { path: 'region' });
  const facilities = Object.fromEntries(
    Object.entries(whole.facilities).filter(([, facility]) => facility.region === id),
  );
  return { ...whole, regions: { [id]: region }, facilities };
}

/** Through the rights of today, whatever the picture's age. */
async function seenBy(
  { deskParts: { texts } }: ApiParts,
  principal: Principal,
  whole: Picture,
  now: number,
): Promise<{ picture: Picture; options: ViewOptions }> {
  const audience = audienceOf(principal);
  const seen = projectPicture(whole, audience);
  const refs = Object.values(seen.facilities).flatMap(refsOfFacility);
  return {
    picture: seen,
    options: { now, inbound: audience.inbound, texts: await texts.fetch(refs) },
  };
}
