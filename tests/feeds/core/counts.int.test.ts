/** Several servers hear one feed: what each of them counts adds up, on every one of them, whatever the order in which they tell. */
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { perHour } from '#domain/feeds/pulse.ts';
import type { FeedStore } from '../../../db/feeds.ts';
import { FeedHealth } from '../../../server/feeds/core/health.ts';
import { onBoth } from '../../db/both.ts';

const FEED = { feed: 'key of a hospital', channel: 'hl7v2' as const };
const START = Date.parse('2026-06-01T10:00:00Z');

async function aServer(store: FeedStore, clock: () => number): Promise<FeedHealth> {
  const health = new FeedHealth({ store, registry: new Registry(), clock });
  await health.open();
  return health;
}

onBoth((kept) => {
  it('adds up what two servers hear at the same time, and says the same on both', async () => {
    let now = START;
    const stores = [kept.stores, await kept.again()];
    const servers = await Promise.all(stores.map(({ feeds }) => aServer(feeds, () => now)));
    const [one, other] = servers as [FeedHealth, FeedHealth];
    for (let round = 0; round < 5; round += 1) {
      now += 60_000;
      one.tookMessage(FEED, null);
      other.tookMessage(FEED, null, ['BAD_COUNT']);
      other.tookMessage(FEED, null);
      other.failed(FEED, 'MALFORMED');
      await Promise.all([one.save(), other.save()]);
      // What is heard while it is told waits for the next time, and is counted once.
      const telling = other.save();
      other.tookMessage(FEED, null);
      await telling;
    }
    // A third that begins now, and the two once all was told.
    for (const health of servers) await health.save();
    for (const health of servers) await health.refresh();
    const third = await aServer((await kept.again()).feeds, () => now);
    for (const health of [...servers, third]) {
      const [row] = health.rows();
      expect(row).toMatchObject({ messages: 20, errors: { MALFORMED: 5 } });
      expect(row?.anomalies).toEqual({ BAD_COUNT: 5 });
      expect(row && perHour(row.pulse, now)).toBe(20);
    }
    // Nothing new: nothing is added.
    for (const health of [...servers, third]) await health.save();
    expect((await kept.stores.feeds.feeds())[0]?.messages).toBe(20);
  });

  it('loses none and doubles none, in whatever order they hear, tell and look', async () => {
    const seed = Date.now() % 1_000_000;
    console.log(`seed ${seed}`);
    const step = fc.tuple(fc.nat(1), fc.constantFrom('hear', 'save', 'refresh'));
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const feed = { ...FEED, feed: `feed ${(nth += 1)}` };
        const { feeds } = kept.stores;
        const servers = [await aServer(feeds, () => START), await aServer(feeds, () => START)];
        let heard = 0;
        for (const [who, what] of steps) {
          const health = servers[who] as FeedHealth;
          if (what === 'hear') {
            heard += 1;
            health.tookMessage(feed, null);
          } else await health[what]();
        }
        for (const health of servers) await health.save();
        const row = (await feeds.feeds()).find((one) => one.feed === feed.feed);
        expect(row?.messages ?? 0).toBe(heard);
      }),
      { seed, numRuns: 25 },
    );
  });
});
