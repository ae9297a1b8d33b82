/** Webhooks, for the administrator: who is told what, at which address. A secret is shown where it is made, once. */
import { createRoute, z } from '@hono/zod-openapi';
import type { StoredWebhook } from '../../db/webhooks.ts';
import type { EntryBodies } from '#domain/entries.ts';
import type { WebhookWire } from '#wire/webhooks.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { askerOf } from './idempotency.ts';
import { answers, gate, jsonBody, pathId, resource } from './kit.ts';
import { pageOf, pageQuery } from './pages.ts';
import type { ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';
import { recorded } from './recorded.ts';
import {
  filterOf,
  orderSchema,
  secretOut,
  stateSchema,
  wantedSchema,
  webhookOut,
  webhookWire,
} from './schemas/webhooks.ts';

const route = { tags: ['webhooks'], middleware: gate('webhooks.manage') };
const params = z.object({ webhook: pathId('webhook') });

const list = createRoute({
  ...route,
  method: 'get',
  path: '/webhooks',
  summary: 'Webhooks by name, with how each does; never a secret',
  request: { query: z.object(pageQuery()) },
  responses: answers(200, 'Webhooks', z.array(webhookOut)),
});
const create = createRoute({
  ...route,
  method: 'post',
  path: '/webhooks',
  summary: 'Makes a webhook, which is told what happens from now on; its secret is shown this once',
  request: { body: jsonBody(orderSchema) },
  responses: answers(201, 'The webhook', secretOut),
});
const read = createRoute({
  ...route,
  method: 'get',
  path: '/webhooks/{webhook}',
  summary: 'One webhook',
  request: { params },
  responses: answers(200, 'The webhook', webhookOut),
});
const change = createRoute({
  ...route,
  method: 'put',
  path: '/webhooks/{webhook}',
  summary: 'Name, address and filter, whole; the owner and the secret stay',
  request: { params, body: jsonBody(wantedSchema) },
  responses: answers(200, 'The webhook', webhookOut),
});
const remove = createRoute({
  ...route,
  method: 'delete',
  path: '/webhooks/{webhook}',
  summary: 'Removes a webhook and what it could not deliver',
  request: { params },
  responses: answers(200, 'It is removed', z.object({ id: z.string() })),
});
const rotate = createRoute({
  ...route,
  method: 'post',
  path: '/webhooks/{webhook}/secret',
  summary:
    'A new secret, shown this once; for a day messages bear the signature of the old one too',
  request: { params, body: jsonBody(z.strictObject({})) },
  responses: answers(201, 'The webhook', secretOut),
});
const setState = createRoute({
  ...route,
  method: 'put',
  path: '/webhooks/{webhook}/state',
  summary: 'Pauses, or goes on where it stood: what happened meanwhile is told',
  request: { params, body: jsonBody(stateSchema) },
  responses: answers(200, 'The webhook', webhookOut),
});

export function webhooks(parts: ApiParts) {
  /** Everything that is wrong with an order, by its path. */
  const check = (order: z.output<typeof wantedSchema>) => {
    const { picture } = parts.deskParts.live;
    const fault = hooksOf(parts).faultOfUrl(order.url);
    const unknown = (name: 'regions' | 'facilities', one: 'region' | 'facility') =>
      (order[name] ?? []).flatMap((id, index) =>
        Object.hasOwn(picture[name], id)
          ? []
          : [{ path: `${name}.${index}`, message: `unknown ${one}` }],
      );
    const errors = [
      ...(fault === null ? [] : [{ path: 'url', message: fault }]),
      ...unknown('regions', 'region'),
      ...unknown('facilities', 'facility'),
    ];
    if (errors.length > 0) throw new ProblemError('VALIDATION', { errors });
    return { name: order.name, url: order.url, filter: filterOf(order) };
  };
  const wire = async (one: StoredWebhook): Promise<WebhookWire> => {
    const hooks = hooksOf(parts);
    return webhookWire(one, hooks.behind(one), (await hooks.letterCounts()).get(one.id) ?? 0);
  };

  return resource()
    .openapi(list, async (c) => {
      const hooks = hooksOf(parts);
      const letters = await hooks.letterCounts();
      const page = c.req.valid('query');
      const all = pageOf(c, parts, page, hooks.list(), ({ name, id }) => [name, id], 'ascending');
      return c.json(
        all.map((one) => webhookWire(one, hooks.behind(one), letters.get(one.id) ?? 0)),
        200,
      );
    })
    .openapi(create, async (c) => {
      const hooks = hooksOf(parts);
      const { owner, ...wanted } = c.req.valid('json');
      const order = check(wanted);
      if (!(await hooks.canOwn(owner)))
        throw new ProblemError('VALIDATION', {
          errors: [{ path: 'owner.id', message: `no such ${owner.kind}, or not any more` }],
        });
      const asker = await askerOf(c);
      const made = await recorded(parts, asker, async () => {
        const one = await hooks.create({ ...order, owner }, asker.by.id);
        if (one === null) throw new ProblemError('TOO_MANY_WEBHOOKS');
        return { answer: await wire(one), change: changeOf('webhook-created', one) };
      });
      return c.json({ ...made, secret: hooks.secret(made.id, made.secretVersion) }, 201);
    })
    .openapi(read, async (c) => c.json(await wire(known(parts, c.req.valid('param').webhook)), 200))
    .openapi(change, async (c) => {
      const { id } = known(parts, c.req.valid('param').webhook);
      const order = check(c.req.valid('json'));
      const changed = await recorded(parts, await askerOf(c), async () => {
        const one = await hooksOf(parts).change(id, order);
        if (one === null) throw new ProblemError('UNKNOWN_WEBHOOK');
        return { answer: await wire(one), change: changeOf('webhook-changed', one) };
      });
      return c.json(changed, 200);
    })
    .openapi(remove, async (c) => {
      const { webhook: id } = c.req.valid('param');
      const gone = await recorded(parts, await askerOf(c), async () => {
        if (!(await hooksOf(parts).remove(id))) throw new ProblemError('UNKNOWN_WEBHOOK');
        const what = 'webhook-removed' as const;
        return { answer: { id }, change: { what, id, role: null, scope: null } };
      });
      return c.json(gone, 200);
    })
    .openapi(rotate, async (c) => {
      const hooks = hooksOf(parts);
      const { id } = known(parts, c.req.valid('param').webhook);
      const made = await recorded(parts, await askerOf(c), async () => {
        const one = await hooks.rotate(id);
        if (one === null) throw new ProblemError('BUSY');
        return { answer: await wire(one), change: changeOf('webhook-secret-changed', one) };
      });
      return c.json({ ...made, secret: hooks.secret(id, made.secretVersion) }, 201);
    })
    .openapi(setState, async (c) => {
      const { id } = known(parts, c.req.valid('param').webhook);
      const { state } = c.req.valid('json');
      const changed = await recorded(parts, await askerOf(c), async () => {
        const one = await hooksOf(parts).setState(id, state);
        if (one === null) throw new ProblemError('UNKNOWN_WEBHOOK');
        return { answer: await wire(one), change: changeOf('webhook-changed', one) };
      });
      return c.json(changed, 200);
    });
}

/** @throws ProblemError where this database keeps none. */
export function hooksOf({ webhooks: hooks }: ApiParts): Webhooks {
  if (hooks === null) throw new ProblemError('WEBHOOKS_NOT_KEPT');
  return hooks;
}

/** @throws ProblemError when there is no such webhook. */
export function known(parts: ApiParts, id: string): StoredWebhook {
  const found = hooksOf(parts).find(id);
  if (found === null) throw new ProblemError('UNKNOWN_WEBHOOK');
  return found;
}

/** The address stays out of the ledger: it may hold a word that nobody should read, and could never be taken back. */
function changeOf(
  what: 'webhook-created' | 'webhook-changed' | 'webhook-secret-changed',
  { id, owner, filter, progress: { state } }: StoredWebhook,
): EntryBodies['access-changed'] {
  return { what, id, role: null, scope: JSON.stringify({ owner, ...filter, state }) };
}
