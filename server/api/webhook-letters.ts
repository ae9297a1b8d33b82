/** What a person sends by hand: a test of a webhook, and what it could not deliver. */
import { createRoute, z } from '@hono/zod-openapi';
import type { SentWire } from '#wire/webhooks.ts';
import type { Sent } from '../webhooks/webhooks.ts';
import { answers, gate, jsonBody, pathId, resource } from './kit.ts';
import { pageOf, pageQuery } from './pages.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { letterOut, letterWire, sentOut } from './schemas/webhooks.ts';
import { hooksOf, known } from './webhooks.ts';

const route = { tags: ['webhooks'], middleware: gate('webhooks.manage') };
const params = z.object({ webhook: pathId('webhook') });
const ofLetter = z.object({ webhook: pathId('webhook'), letter: pathId('letter') });
const nothing = jsonBody(z.strictObject({}));

const test = createRoute({
  ...route,
  method: 'post',
  path: '/webhooks/{webhook}/test',
  summary: 'Sends a message of type webhook-test, once; changes nothing',
  request: { params, body: nothing },
  responses: answers(200, 'What became of it', sentOut),
});
const letters = createRoute({
  ...route,
  method: 'get',
  path: '/webhooks/{webhook}/dead-letters',
  summary: 'Messages that were given up, oldest entry first, at most 500',
  request: { params, query: z.object(pageQuery()) },
  responses: answers(200, 'Dead letters', z.array(letterOut)),
});
const resend = createRoute({
  ...route,
  method: 'post',
  path: '/webhooks/{webhook}/dead-letters/{letter}/sending',
  summary: 'Sends one once more, as its owner may see it now; delivered, it is gone from the list',
  request: { params: ofLetter, body: nothing },
  responses: answers(200, 'What became of it', sentOut),
});
const drop = createRoute({
  ...route,
  method: 'delete',
  path: '/webhooks/{webhook}/dead-letters/{letter}',
  summary: 'Puts one aside without sending it',
  request: { params: ofLetter },
  responses: answers(200, 'It is put aside', z.object({ id: z.string() })),
});

export function webhookLetters(parts: ApiParts) {
  return resource()
    .openapi(test, async (c) => {
      const webhook = known(parts, c.req.valid('param').webhook);
      return c.json(sentWire(await hooksOf(parts).test(webhook)), 200);
    })
    .openapi(letters, async (c) => {
      const { id } = known(parts, c.req.valid('param').webhook);
      const page = c.req.valid('query');
      const all = await hooksOf(parts).letters(id);
      const rows = pageOf(c, parts, page, all, (one) => [one.seq, one.id], 'ascending');
      return c.json(rows.map(letterWire), 200);
    })
    .openapi(resend, async (c) => {
      const { webhook: id, letter } = c.req.valid('param');
      const sent = await hooksOf(parts).resend(known(parts, id), letter);
      if (sent === 'unknown') throw new ProblemError('UNKNOWN_DEAD_LETTER');
      if (sent === 'withheld') throw new ProblemError('NOTHING_TO_SEND');
      if (sent === 'busy') throw new ProblemError('BUSY', { headers: { 'retry-after': '1' } });
      return c.json(sentWire(sent), 200);
    })
    .openapi(drop, async (c) => {
      const { webhook: id, letter } = c.req.valid('param');
      const { id: webhook } = known(parts, id);
      if (!(await hooksOf(parts).dropLetter(webhook, letter)))
        throw new ProblemError('UNKNOWN_DEAD_LETTER');
      return c.json({ id: letter }, 200);
    });
}

function sentWire(sent: Sent): SentWire {
  if (sent === 'ended') throw new ProblemError('BUSY');
  const { error, status } = sent;
  return { delivered: error === null, status, error };
}
