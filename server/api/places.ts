/** The offline gazetteer. */
import { createRoute, z } from '@hono/zod-openapi';
import { answers, gate, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';
import { placeOut } from './schemas/capacity.ts';

const MOST_FOUND = 20;

const search = createRoute({
  method: 'get',
  path: '/places',
  tags: ['cases'],
  summary: 'Places by what a person types, the likeliest first',
  middleware: gate('picture.read'),
  request: { query: z.object({ q: z.string().trim().min(1).max(100) }) },
  responses: answers(200, 'Places', z.array(placeOut)),
});

export function places({ searchPlaces }: ApiParts) {
  return resource().openapi(search, (c) => {
    const found = searchPlaces(c.req.valid('query').q, MOST_FOUND);
    const answer = found.map(({ id, name, municipality, region, position }) => ({
      id,
      name,
      municipality: municipality.name,
      region,
      position: { lat: position.lat, lon: position.lon },
    }));
    return c.json(answer, 200);
  });
}
