/** The description of the API, made from its routes, and a page to read and try it that asks no other host. */
import { createRoute, z } from '@hono/zod-openapi';
import { createHash } from 'node:crypto';
import { DOCS_BODY, DOCS_SCRIPT, DOCS_STYLE } from './docs-page.ts';
import { gate, resource } from './kit.ts';
import { API_PATH, type ApiApp, type ApiParts } from './parts.ts';
import { PROBLEMS } from './problems.ts';

type Document = ReturnType<ApiApp['getOpenAPI31Document']>;
type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>;

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
      made ??= describe(whole(), parts.version);
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

function describe(app: ApiApp, version: string): Document {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Spoedkaart',
      version,
      description:
        'The live picture of Dutch acute care. Times are ISO 8601 UTC; absent is null, never 0. Errors are ' +
        `application/problem+json with a stable code: ${Object.keys(PROBLEMS).join(', ')}.`,
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { key: [] }],
  });
  document.components = {
    ...document.components,
    securitySchemes: {
      session: { type: 'apiKey', in: 'cookie', name: 'spoedkaart.session_token' },
      key: { type: 'http', scheme: 'bearer', description: 'API key, spk_…' },
    },
  };
  for (const [path, methods] of Object.entries(document.paths ?? {}))
    for (const [method, operation] of Object.entries(methods))
      complete(path, method, operation as Operation);
  return document;
}

const OPEN: readonly string[] = ['health', 'first-admin', 'wall-pairing'].map(
  (name) => `${API_PATH}/${name}`,
);

/** What holds for every route is said once, here. */
function complete(path: string, method: string, operation: Operation): void {
  operation.responses = {
    ...operation.responses,
    default: {
      description: 'What went wrong',
      content: { 'application/problem+json': { schema: PROBLEM_SCHEMA } },
    },
  };
  if (OPEN.includes(path) || path.startsWith('/api/auth/')) operation.security = [];
  else if (method !== 'get')
    operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_PARAMETER];
}

const IDEMPOTENCY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description: 'Sent again with the same body: the same answer, written once',
  schema: { type: 'string' as const, minLength: 1, maxLength: 200 },
};

const PROBLEM_SCHEMA = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    code: { type: 'string' as const, enum: Object.keys(PROBLEMS) },
    detail: { type: ['string', 'null'] as ('string' | 'null')[] },
    instance: { type: 'string' as const },
    errors: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        properties: { path: { type: 'string' as const }, message: { type: 'string' as const } },
      },
    },
    facts: { type: 'object' as const },
    ranking: { $ref: '#/components/schemas/Ranking' },
  },
};

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const DOCS_POLICY =
  `default-src 'none'; connect-src 'self'; script-src ${hashOf(DOCS_SCRIPT)}; style-src ${hashOf(DOCS_STYLE)}; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const DOCS_PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Spoedkaart API</title>' +
  '<meta name="viewport" content="width=device-width, initial-scale=1">' +
  `<style>${DOCS_STYLE}</style></head><body>${DOCS_BODY}<script type="module">${DOCS_SCRIPT}</script></body></html>`;
