/** Requests about webhooks that cannot be used; as BAD_INPUT. */
import type { At, Bad } from './bad-input-table.ts';

const ORDER = {
  name: 'Regio',
  url: 'https://receiver.example/in',
  owner: { kind: 'account', id: 'nobody' },
};
const making =
  (part: object, field: string, status = 422, code = 'VALIDATION') =>
  (): Bad => ({
    who: 'administrator',
    method: 'POST',
    path: '/api/v1/webhooks',
    body: { ...ORDER, ...part },
    status,
    code,
    field,
  });
const nowhere = (method: string, path: string, body?: object) => (): Bad => ({
  who: 'administrator',
  method,
  path: `/api/v1/webhooks/nothing${path}`,
  body,
  status: 404,
  code: 'UNKNOWN_WEBHOOK',
});

export const BAD_WEBHOOKS: Record<string, (at: At) => Bad> = {
  'a webhook without a name': making({ name: ' ' }, 'name'),
  'a webhook of nobody': making({}, 'owner.id'),
  'a webhook of somebody odd': making({ owner: { kind: 'wall', id: 'x' } }, 'owner.kind'),
  'a webhook to something that is no address': making({ url: 'receiver' }, 'url'),
  'a webhook without TLS': making({ url: 'http://receiver.example/' }, 'url'),
  'a webhook to this machine': making({ url: 'https://localhost/' }, 'url'),
  'a webhook to a private network': making({ url: 'https://10.1.2.3/' }, 'url'),
  'a webhook to a machine of the cloud': making({ url: 'https://169.254.169.254/' }, 'url'),
  'a webhook to this machine, written oddly': making({ url: 'https://0x7f000001/' }, 'url'),
  'a webhook with a password in its address': making({ url: 'https://a:b@x.example/' }, 'url'),
  'a webhook for no kind of entry': making({ types: [] }, 'types'),
  'a webhook for what nobody is shown': making({ types: ['advice-given'] }, 'types.0'),
  'a webhook for a kind twice': making({ types: ['stop-ended', 'stop-ended'] }, 'types'),
  'a webhook for a region that is none': making({ regions: ['__proto__'] }, 'regions.0'),
  'a webhook for a hospital that is none': making({ facilities: ['nowhere'] }, 'facilities.0'),
  'a webhook that is none': nowhere('GET', ''),
  'a change of a webhook that is none': nowhere('PUT', '', { name: 'x', url: ORDER.url }),
  'a removal of a webhook that is none': nowhere('DELETE', ''),
  'a secret of a webhook that is none': nowhere('POST', '/secret', {}),
  'a pause of a webhook that is none': nowhere('PUT', '/state', { state: 'paused' }),
  'a test of a webhook that is none': nowhere('POST', '/test', {}),
  'dead letters of a webhook that is none': nowhere('GET', '/dead-letters'),
  'a webhook in a state that is none': () => ({
    ...nowhere('PUT', '/state', { state: 'gone' })(),
    status: 422,
    code: 'VALIDATION',
  }),
};
