/** Where other people's systems post what they have, each in its own dialect. The dialects are server/feeds' work. */
import { createRoute, z } from '@hono/zod-openapi';
import { gate, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';

const fhir = createRoute({
  method: 'post',
  path: '/feeds/fhir',
  tags: ['feeds'],
  summary:
    'FHIR R4: MeasureReport (SANER, US SAFR, NHSN), Location, HealthcareService, or a Bundle of them; answers an OperationOutcome or a Bundle of answers',
  middleware: gate('unit.write'),
  request: {
    body: {
      required: true,
      // Read as text and parsed by the feed, so that the hash is that of the bytes.
      content: { 'application/fhir+json': { schema: z.unknown() } },
    },
  },
  responses: {
    200: {
      description: 'What became of each item',
      content: { 'application/fhir+json': { schema: z.unknown() } },
    },
    202: { description: 'Nobody knows whom it speaks for: it waits for the administrator' },
    422: { description: 'It cannot be used; nothing was written' },
  },
});

export function feedIntake({ feeds }: ApiParts) {
  return resource().openapi(fhir, async (c) => {
    const { status, body } = await feeds.fhir(await c.req.text(), c.var.who);
    return new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/fhir+json' },
    });
  });
}
