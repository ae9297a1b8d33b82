/** What the table of roles is made of: the usual rows of answers, and what is made anew for each who asks. */
import { profileOf } from '#domain/identifiers/identifiers.ts';
import type { ProfileInput } from '#domain/installation/profile.ts';
import type { Harness, Who } from './harness.ts';

export interface Row {
  /** Status for: nobody, then everybody in the order of EVERYBODY. */
  expected: number[];
  /** A request of its own for each who asks, on what was made for it. */
  ask: (h: Harness, who: Who | null) => Promise<{ path: string; body?: unknown }>;
}

export const LUMC = '/facilities/lumc-leiden';
export const at = (path: string, body?: unknown) => async () => ({ path, body });
export const inAnHour = (h: Harness) => new Date(h.clock.now + 3_600_000).toISOString();

//               nobody admin chairW chairN disp dispN hosp haga viewer keyH keyR
export const ALL = [401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200];
export const OWN_UNIT = [401, 403, 403, 403, 403, 403, 200, 403, 403, 200, 403];
export const SEES_CASE = [401, 404, 200, 200, 200, 404, 200, 404, 404, 200, 200];
export const OWN_ROOM = [401, 404, 403, 403, 200, 404, 403, 404, 404, 403, 200];
export const READS_LOG = [401, 403, 200, 200, 200, 200, 200, 200, 403, 200, 200];
export const READS_DECISION = [401, 403, 200, 200, 200, 404, 200, 404, 403, 200, 200];
export const ADMINISTERS = [401, 200, 403, 403, 403, 403, 403, 403, 403, 403, 403];
export const MANAGES_WALLS = [401, 200, 200, 200, 403, 403, 403, 403, 403, 403, 403];
export const READS_MAP = [401, 200, 200, 200, 403, 403, 200, 403, 403, 403, 403];
export const PEOPLE_ONLY = [401, 200, 200, 200, 200, 200, 200, 200, 200, 403, 403];
/** The walk sends JSON. */
export const NO_JSON = [401, ...Array.from({ length: 10 }, () => 415)];
export const KEEPS_SHIFT = [401, 403, 200, 200, 403, 403, 403, 403, 403, 403, 403];
export const created = (row: number[]) => row.map((status) => (status === 200 ? 201 : status));

let counter = 0;
/** A number that was not used before: names of what is made are once only. */
export const fresh = () => (counter += 1);
export const order = () => ({
  email: `somebody${fresh()}@test.example`,
  password: 'a long enough one',
  role: 'viewer',
});
export const anAccount = async (h: Harness) => {
  const made = await h.app.access.accounts.create({
    ...order(),
    role: 'viewer',
    scope: { room: null, facilities: [], regions: [] },
  });
  return typeof made === 'string' ? made : made.id;
};
/** Another session of who asks; a key has none. */
export const aSession = async (h: Harness, who: Who | null) => {
  const { body } = await h.send(who, 'GET', '/api/v1/me');
  const { id, email } = body as { id?: string; email?: string | null };
  if (id === undefined || !email) return 'none';
  const { internalAdapter } = await h.app.access.auth.$context;
  return (await internalAdapter.createSession(id)).id;
};
export const aKey = async (h: Harness) => {
  const scope = { actions: ['picture.read' as const], facilities: [], room: null };
  const issued = await h.app.access.keys.issue({
    name: 'x',
    scope,
    expiresAt: inAnHour(h),
    createdBy: 't',
  });
  return issued.stored.id;
};
export const aStop = async (h: Harness) => {
  const body = { scope: 'ed', level: 'stop', reason: 'crowding', until: inAnHour(h) };
  const reply = await h.send('hospital', 'POST', '/api/v1/facilities/lumc-leiden/stops', body);
  return (reply.body as { id: string }).id;
};

export const WEBHOOK_URL = 'https://receiver.example/in';
export const webhookOrder = async (h: Harness) => ({
  name: 'a webhook',
  url: WEBHOOK_URL,
  owner: { kind: 'account', id: await anAccount(h) },
});
/** One at a time: an installation has only so many. */
export const aWebhook = async (h: Harness) => {
  const hooks = h.app.webhooks;
  for (const { id } of hooks?.list() ?? []) await hooks?.remove(id);
  const made = await h.send('administrator', 'POST', '/api/v1/webhooks', await webhookOrder(h));
  return (made.body as { id: string }).id;
};
/** Nothing leaves the machine. */
const DELIVERED = { error: null, status: 204, retryAfterMs: null };
export const NO_NETWORK = { post: async () => DELIVERED, close: () => undefined };

/** The profile as it stands: confirming it changes nothing else. */
export function reviewable(h: Harness, id: string): ProfileInput {
  const facility = h.app.live.picture.facilities[id];
  if (facility === undefined) throw new Error(`no ${id}`);
  const { shortName, active, traumaLevel, capabilities, unitKinds, rhythmMinutes, ambulanceHours } =
    profileOf(facility);
  return { shortName, active, traumaLevel, capabilities, unitKinds, rhythmMinutes, ambulanceHours };
}
