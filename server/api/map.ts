/** What the map shows beside the picture: tiles, reach of the level-1 trauma centres, lines of equal driving time. */
import { createRoute, z } from '@hono/zod-openapi';
import { TRAVEL_ENGINES } from '#domain/routing/travel.ts';
import { answers, facilityGate, gate, pathId, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';

const engine = z.enum(TRAVEL_ENGINES);
const minutes = z.number().nonnegative();

const settingsOut = z
  .object({
    tiles: z.object({ url: z.string(), attribution: z.string() }).nullable(),
    routingEngine: z.boolean(),
  })
  .openapi('MapSettings');

const reachOut = z
  .object({
    engine,
    sites: z.array(z.string()),
    places: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        lat: z.number(),
        lon: z.number(),
        inhabitants: z.number().int().nonnegative(),
        minutes: z.array(z.array(z.number()).length(2)).openapi({
          description: 'Pairs: the number of the site in `sites`, and the minutes to it',
        }),
      }),
    ),
  })
  .openapi('Reach');

const isochronesOut = z
  .object({
    facility: z.string(),
    engine,
    lines: z.array(minutes),
    grid: z.object({
      south: z.number(),
      west: z.number(),
      latStep: z.number(),
      lonStep: z.number(),
      columns: z.number().int(),
      minutes: z.array(minutes.nullable()),
    }),
  })
  .openapi('Isochrones');

const settings = createRoute({
  method: 'get',
  path: '/map-settings',
  tags: ['map'],
  summary: 'Whether map tiles and a routing engine are configured',
  middleware: gate('picture.read'),
  responses: answers(200, 'Settings of the map', settingsOut),
});

const reach = createRoute({
  method: 'get',
  path: '/reach',
  tags: ['map'],
  summary:
    'Minutes by road from every place to every level-1 trauma centre, with its inhabitants; indicative',
  middleware: gate('picture.read'),
  responses: answers(200, 'Times', reachOut),
});

export function maps(parts: ApiParts) {
  const { map, deskParts } = parts;
  const isochrones = createRoute({
    method: 'get',
    path: '/facilities/{facility}/isochrones',
    tags: ['map'],
    summary: 'Minutes by road to a facility, over a grid of the land around it; indicative',
    middleware: facilityGate(parts, 'picture.read'),
    request: { params: z.object({ facility: pathId('facility') }) },
    responses: answers(200, 'Times over a grid', isochronesOut),
  });
  return resource()
    .openapi(settings, (c) => c.json(map.settings, 200))
    .openapi(reach, async (c) => {
      const { engine, sites, places } = await map.reach.times();
      return c.json(
        {
          engine,
          sites: [...sites],
          places: places.map((one) => ({ ...one, minutes: one.minutes.map((pair) => [...pair]) })),
        },
        200,
      );
    })
    .openapi(isochrones, async (c) => {
      // The gate has seen that it is there.
      const facility = deskParts.live.picture.facilities[c.req.valid('param').facility];
      if (facility === undefined) throw new ProblemError('UNKNOWN_FACILITY');
      const made = await map.isochrones.of(facility);
      return c.json({ ...made, lines: [...made.lines] }, 200);
    });
}
