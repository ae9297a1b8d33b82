/** How far the other hospitals are from one, by road and with siren; indicative. */
import { createRoute, z } from '@hono/zod-openapi';
import { TRAVEL_ENGINES } from '#domain/routing/travel.ts';
import type { TravelTimesWire } from '#wire/travel.ts';
import { answers, gate, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';

const engine = z.enum(TRAVEL_ENGINES);
const minutes = z.number().nonnegative();

const travelTimesOut = z
  .object({
    from: z.string(),
    engine,
    to: z.array(
      z.object({
        facility: z.string(),
        minutes,
        low: minutes,
        high: minutes,
        engine,
        reliable: z.boolean(),
      }),
    ),
  })
  .openapi('TravelTimes');

const route = createRoute({
  method: 'get',
  path: '/travel-times',
  tags: ['map'],
  summary: 'Minutes by road with siren from one facility to every other, as a range; indicative',
  middleware: gate('picture.read'),
  request: { query: z.object({ from: z.string().min(1).max(200) }) },
  responses: answers(200, 'Times', travelTimesOut),
});

export function travelTimes({ deskParts: { live }, drives }: ApiParts) {
  return resource().openapi(route, async (c) => {
    const { from } = c.req.valid('query');
    const { facilities } = live.picture;
    const facility = Object.hasOwn(facilities, from) ? facilities[from] : undefined;
    if (facility === undefined) throw new ProblemError('UNKNOWN_FACILITY', { path: 'from' });
    const times = await drives.from(facility);
    const answer: TravelTimesWire = {
      from,
      engine: times.engine,
      to: Object.entries(times.to)
        .filter(([id]) => id !== from)
        .map(([id, { minutes: value, low, high, engine: of, reliable }]) => ({
          facility: id,
          minutes: value,
          low,
          high,
          engine: of,
          reliable,
        })),
    };
    return c.json(answer, 200);
  });
}
