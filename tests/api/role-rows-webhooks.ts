/** The rows of webhooks in the table of roles. */
import {
  ADMINISTERS,
  WEBHOOK_URL,
  aWebhook,
  at,
  created,
  webhookOrder,
  type Row,
} from './role-hands.ts';

export const WEBHOOK_ROWS: Record<string, Row> = {
  'GET /webhooks': { expected: ADMINISTERS, ask: at('/webhooks') },
  'POST /webhooks': {
    expected: created(ADMINISTERS),
    ask: async (h) => ({ path: '/webhooks', body: await webhookOrder(h) }),
  },
  'GET /webhooks/:webhook': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}` }),
  },
  'PUT /webhooks/:webhook': {
    expected: ADMINISTERS,
    ask: async (h) => ({
      path: `/webhooks/${await aWebhook(h)}`,
      body: { name: 'a webhook', url: WEBHOOK_URL },
    }),
  },
  'DELETE /webhooks/:webhook': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}` }),
  },
  'POST /webhooks/:webhook/secret': {
    expected: created(ADMINISTERS),
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}/secret`, body: {} }),
  },
  'PUT /webhooks/:webhook/state': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}/state`, body: { state: 'paused' } }),
  },
  'POST /webhooks/:webhook/test': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}/test`, body: {} }),
  },
  'GET /webhooks/:webhook/dead-letters': {
    expected: ADMINISTERS,
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}/dead-letters` }),
  },
  'POST /webhooks/:webhook/dead-letters/:letter/sending': {
    expected: ADMINISTERS.with(1, 404),
    ask: async (h) => ({
      path: `/webhooks/${await aWebhook(h)}/dead-letters/none/sending`,
      body: {},
    }),
  },
  'DELETE /webhooks/:webhook/dead-letters/:letter': {
    expected: ADMINISTERS.with(1, 404),
    ask: async (h) => ({ path: `/webhooks/${await aWebhook(h)}/dead-letters/none` }),
  },
};
