/** A whole server whose webhooks' clockwork a test turns by hand, with receivers; everything is closed after the test. */
import { afterEach } from 'vitest';
import type { WebhookSecretWire, WebhookWire } from '#wire/webhooks.ts';
import { openStores, type SqliteStores } from '../../db/open.ts';
import type { Traces } from '../../server/watch/traces.ts';
import { openHarness, type Harness, type Who } from '../api/harness.ts';
import { Hand } from './hand.ts';
import { Receiver } from './receiver.ts';

/** By which a server and the one that comes after it know their secrets. */
export const SECRET = '7'.repeat(64);

export interface House extends Harness {
  hand: Hand;
  /** A webhook of somebody, told to the receiver. */
  webhook(
    receiver: Pick<Receiver, 'url'>,
    who?: Who,
    more?: Record<string, unknown>,
  ): Promise<WebhookSecretWire>;
  read(id: string): Promise<WebhookWire>;
  /** The LUMC reports so many occupied beds; the seq of that. */
  observe(occupied: number): Promise<number>;
  settled(): Promise<void>;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The id of the account or key that somebody has. */
async function ownerOf(h: Harness, who: Who): Promise<WebhookWire['owner']> {
  await h.credentials(who);
  if (who === 'keyHospital' || who === 'keyRoom') {
    const key = (await h.app.access.keys.list()).find((one) => one.name === who);
    return { kind: 'key', id: key?.id ?? '' };
  }
  const email = `${who.toLowerCase()}@test.example`;
  const account = (await h.app.access.accounts.list()).find((one) => one.email === email);
  return { kind: 'account', id: account?.id ?? '' };
}

export async function openHouse(
  options: {
    stores?: SqliteStores;
    clock?: { now: number };
    random?: () => number;
    traces?: Traces;
  } = {},
): Promise<House> {
  const clock = options.clock ?? { now: Date.now() };
  const hand = new Hand(clock);
  const h = await openHarness(options.stores ?? openStores(':memory:'), SECRET, undefined, {
    clock,
    ...(options.traces === undefined ? {} : { traces: options.traces }),
    webhooks: {
      after: hand.after,
      random: options.random ?? (() => 1),
      rules: { localhost: true, privateNetwork: false },
    },
  });
  let open = true;
  const close = async () => {
    if (open) await h.close();
    open = false;
  };
  closing.push(close);
  return {
    ...h,
    close,
    hand,
    async webhook(receiver, who = 'viewer', more = {}) {
      const owner = await ownerOf(h, who);
      const order = { name: `of ${who}`, url: receiver.url, owner, ...more };
      const reply = await h.send('administrator', 'POST', '/api/v1/webhooks', order);
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
      return reply.body as WebhookSecretWire;
    },
    async read(id) {
      return (await h.send('administrator', 'GET', `/api/v1/webhooks/${id}`)).body as WebhookWire;
    },
    async observe(occupied) {
      const path = '/api/v1/facilities/lumc-leiden/units/icu';
      const reply = await h.send('hospital', 'PUT', path, { staffed: 20, occupied });
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
      return h.app.live.picture.seq;
    },
    settled: async () => h.app.webhooks?.settled(),
  };
}

export async function openReceiver(port = 0): Promise<Receiver> {
  const receiver = await Receiver.open(port);
  closing.push(() => receiver.close());
  return receiver;
}
