/** `GET /health`: whether the server can do its work. The only route besides the first administrator's that needs no sign-in. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Health } from '#wire/session.ts';
import { answers, resource } from './kit.ts';
import type { ApiParts } from './parts.ts';

const healthOut = z
  .object({
    status: z.enum(['ok', 'degraded']),
    version: z.string(),
    seq: z.number().int(),
    database: z.enum(['ok', 'failing']),
    demo: z.boolean(),
  })
  .openapi('Health');

const read = createRoute({
  method: 'get',
  path: '/health',
  tags: ['server'],
  summary: 'Whether the server can do its work',
  responses: answers(200, 'The server answers', healthOut),
});

export function health({ deskParts, log, version, demo }: ApiParts) {
  return resource().openapi(read, async (c) => {
    const { live, ledger } = deskParts;
    let works = true;
    try {
      await ledger.head();
    } catch (error) {
      works = false;
      log.error({ err: error }, 'the database does not answer');
    }
    const answer: Health = {
      status: works ? 'ok' : 'degraded',
      version,
      seq: live.picture.seq,
      database: works ? 'ok' : 'failing',
      demo,
    };
    return c.json(answer, 200);
  });
}
