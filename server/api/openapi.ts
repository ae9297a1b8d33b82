/** The description of the API, made from its routes, and a page to read and try it that asks no other host. */
import { createRoute, z } from '@hono/zod-openapi';
import { createHash } from 'node:crypto';
import { DOCS_BODY, DOCS_SCRIPT, DOCS_STYLE } from './docs-page.ts';
import { describe, type Document } from './describe.ts';
import { gate, resource } from './kit.ts';
import type { ApiApp, ApiParts } from './parts.ts';

const read = createRoute({
  method: 'get',
  path: '/openapi.json',
  tags: ['server'],
  summary: 'This description',
  middleware: gate('picture.read'),
  responses: {
    200: {
      description: 'OpenAPI 3.1',
      content: { 'application/json': { schema: z.looseObject({}) } },
    },
  },
});

const page = createRoute({
  method: 'get',
  path: '/docs',
  tags: ['server'],
  summary: 'This description as a page to try it',
  middleware: gate('picture.read'),
  responses: { 200: { description: 'A page', content: { 'text/html': { schema: z.string() } } } },
});

const scrape = createRoute({
  method: 'get',
  path: '/metrics',
  tags: ['server'],
  summary: 'Figures about the server, for Prometheus',
  middleware: gate('metrics.read'),
  responses: { 200: { description: 'Metrics', content: { 'text/plain': { schema: z.string() } } } },
});

/** @param whole the app whose routes are described. */
export function description(parts: ApiParts, whole: () => ApiApp) {
  let made: Document | undefined;
  return resource()
    .openapi(read, (c) => {
      made ??= describe(whole(), parts.version, parts.secure);
      return c.json(made, 200);
    })
    .openapi(page, (c) => {
      c.header('Content-Security-Policy', DOCS_POLICY);
      return c.html(DOCS_PAGE);
    })
    .openapi(scrape, async (c) => {
      const { registry } = parts.metrics;
      const text = await registry.metrics();
      return c.body(text, 200, { 'content-type': registry.contentType }) as never;
    });
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const DOCS_POLICY =
  `default-src 'none'; connect-src 'self'; script-src ${hashOf(DOCS_SCRIPT)}; style-src ${hashOf(DOCS_STYLE)}; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const DOCS_PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Spoedkaart API</title>' +
  '<meta name="viewport" content="width=device-width, initial-scale=1">' +
  `<style>${DOCS_STYLE}</style></head><body>${DOCS_BODY}<script type="module">${DOCS_SCRIPT}</script></body></html>`;
