/**
 * `GET /health`: how the server does. `/health/live`: it answers, so leave it alone. `/health/ready`: send it work. None needs a
 * sign-in, and none tells more than a balancer has to know.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Health } from '#wire/session.ts';
import { answers, resource } from './kit.ts';
import { ProblemError } from './problems.ts';
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

const liveOut = z.object({ status: z.literal('alive') }).openapi('Alive');

const readyOut = z
  .object({
    status: z.literal('ready'),
    behind: z
      .number()
      .int()
      .openapi({ description: 'entries of the ledger that the picture still lacks' }),
  })
  .openapi('Ready');

const alive = createRoute({
  method: 'get',
  path: '/health/live',
  tags: ['server'],
  summary: 'Whether the process answers',
  responses: answers(200, 'It answers; also while it starts or drains', liveOut),
});

const ready = createRoute({
  method: 'get',
  path: '/health/ready',
  tags: ['server'],
  summary: 'Whether the server is to be sent work',
  description:
    'Otherwise 503 `NOT_READY`, and `facts.because` says why: `starting`, `draining` (it is about to end), `database` (that does not answer) or `behind` (its picture lacks more than a thousand entries).',
  responses: answers(200, 'Send it work', readyOut),
});

const read = createRoute({
  method: 'get',
  path: '/health',
  tags: ['server'],
  summary: 'Whether the server can do its work',
  responses: answers(200, 'The server answers', healthOut),
});

export function health({ deskParts, storage, log, standing, version, demo }: ApiParts) {
  const app = resource();
  app.openapi(alive, (c) => c.json({ status: 'alive' as const }, 200));
  app.openapi(ready, async (c) => {
    const stand = await standing.look();
    if (!stand.ready) {
      const { because, behind } = stand;
      throw new ProblemError('NOT_READY', { facts: { because, behind } });
    }
    return c.json({ status: 'ready' as const, behind: stand.behind }, 200);
  });
  return app.openapi(read, async (c) => {
    const { live, ledger } = deskParts;
    // Reading may go on where nothing can be written.
    let works = storage.trouble === null;
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
