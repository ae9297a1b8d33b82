/** Guessers are slowed down on either database, over servers and restarts; who is known somewhere is not held up by others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlowDown } from '#domain/access/slow-down.ts';
import { openStores } from '../../db/open.ts';
import { GuessLimiter } from '../../server/access/guess-limiter.ts';
import { networkOf, type Place } from '../../server/access/place.ts';
import {
  ACCOUNT_RULE,
  ADDRESS_RULE,
  PLACE_RULE,
  SignInLimiter,
} from '../../server/access/sign-in-limiter.ts';
import { createHarness, ORIGIN, PASSWORD, type Harness } from '../api/harness.ts';
import { onBoth } from '../db/both.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SECRET = 's'.repeat(64);
const ROOM = 'room@test.example';
const DEVICE = 'd'.repeat(43);
const HOME: Place = { address: '192.0.2.1', device: null };
const DESK: Place = { address: '192.0.2.1', device: DEVICE };

/** A limiter with a clock to turn, on a database in memory. */
function aDoor(servers = 1) {
  const stores = openStores(':memory:');
  const clock = { now: Date.UTC(2026, 10, 28) };
  const make = () =>
    new SignInLimiter({ store: stores.guesses, clock: () => clock.now, secret: SECRET });
  return { stores, clock, make, limiters: Array.from({ length: servers }, make) };
}

/** One attempt; the wait when it was not let in. */
async function attempt(limiter: SignInLimiter, account: string, from: Place, right: boolean) {
  const turn = await limiter.begin(account, from);
  if (turn.waitMs === 0) await turn.end(right);
  return turn.waitMs;
}

const addresses = fc.constantFrom('192.0.2.1', '198.51.100.1', '198.51.100.2', '2001:db8::1');
const elsewhere = fc.constantFrom('198.51.100.1', '198.51.100.2', '2001:db8::1');
const devices = fc.constantFrom(null, 'e'.repeat(43), 'f'.repeat(43));
const stepsFrom = (address: fc.Arbitrary<string>) =>
  fc.array(
    fc.record({
      // Somebody with an account of their own may sign in to that one rightly.
      target: fc.constantFrom(
        { account: ROOM, right: false },
        { account: ROOM, right: false },
        { account: 'own@test.example', right: true },
        { account: 'other@test.example', right: false },
      ),
      place: fc.record({ address, device: devices }),
      times: fc.integer({ min: 1, max: 30 }),
      restart: fc.boolean(),
      later: fc.integer({ min: 0, max: 30 * MINUTE }),
    }),
    { minLength: 1, maxLength: 15 },
  );

describe('whatever others do', () => {
  it.each([
    ['a known device is let in', DESK, addresses],
    ['a known address is let in, and a device that is new there', HOME, elsewhere],
  ] as const)('%s', async (_name, mine, theirs) => {
    await fc.assert(
      fc.asyncProperty(stepsFrom(theirs), async (steps) => {
        const { stores, clock, make } = aDoor();
        try {
          let limiter = make();
          expect(await attempt(limiter, ROOM, mine, true)).toBe(0);
          for (const { target, place, times, restart, later } of steps) {
            for (let n = 0; n < times; n += 1)
              await attempt(limiter, target.account, place, target.right);
            if (restart) limiter = make();
            // A success would forgive: whoever looks in between does not sign in.
            const turn = await limiter.begin(ROOM, mine);
            expect(turn.waitMs).toBe(0);
            await turn.release();
            clock.now += later;
          }
          expect(await attempt(limiter, ROOM, mine, true)).toBe(0);
        } finally {
          await stores.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a room of forty that was never there before signs in from one address', async () => {
    const { stores, limiters } = aDoor();
    const [limiter] = limiters;
    if (limiter === undefined) throw new Error('there is one');
    const desks = Array.from({ length: 40 }, (_, n) => `desk${n}@test.example`);
    // Each mistypes twice.
    for (const desk of desks)
      for (const right of [false, false, true])
        expect(await attempt(limiter, desk, { address: '203.0.113.1', device: null }, right)).toBe(
          0,
        );
    await stores.close();
  });
});

/** As many guesses as a guesser gets in a day who asks again whenever told to, and starts several at each time. */
async function guessesInADay(
  where: (n: number) => { account: string; from: Place },
  servers: number,
): Promise<number> {
  const { stores, clock, make } = aDoor();
  const limiters = Array.from({ length: servers }, make);
  const end = clock.now + DAY;
  let [made, asked] = [0, 0];
  while (clock.now < end) {
    const begun = await Promise.all(
      limiters.flatMap((limiter) => {
        const { account, from } = where((asked += 1));
        return [limiter.begin(account, from), limiter.begin(account, from)];
      }),
    );
    const waits = begun.map((turn) => turn.waitMs);
    made += waits.filter((wait) => wait === 0).length;
    for (const turn of begun) await turn.end(false);
    if (!waits.includes(0)) clock.now += Math.max(1_000, Math.min(...waits));
  }
  await stores.close();
  return made;
}

/** Free ones, those while the wait grows, and one each time that one is forgiven; what was under way at once on top. */
const mostOf = (rule: SlowDown, servers: number) =>
  rule.free + 5 + Math.ceil(DAY / rule.forgiveMs) + 4 * servers;

describe('a guesser', () => {
  const fresh = (n: number) => `198.51.${Math.floor(n / 250) % 250}.${n % 250}`;
  it.each([1, 3])(
    'gets a bounded number of tries at an account, on %i servers',
    async (servers) => {
      const spread = await guessesInADay(
        (n) => ({ account: ROOM, from: { address: fresh(n), device: null } }),
        servers,
      );
      expect(spread).toBeGreaterThanOrEqual(ACCOUNT_RULE.free);
      expect(spread).toBeLessThanOrEqual(mostOf(ACCOUNT_RULE, servers));
    },
  );

  it('gets a bounded number of tries from an address, whatever the accounts', async () => {
    const from = { address: '198.51.100.1', device: null };
    const made = await guessesInADay((n) => ({ account: `a${n}@test.example`, from }), 1);
    expect(made).toBeGreaterThanOrEqual(ADDRESS_RULE.free);
    expect(made).toBeLessThanOrEqual(mostOf(ADDRESS_RULE, 1));
  });

  it('with a stolen device gets no more than that place may', async () => {
    const { stores, clock, make } = aDoor();
    const limiter = make();
    await attempt(limiter, ROOM, DESK, true);
    let made = 0;
    for (const end = clock.now + DAY; clock.now < end;) {
      const wait = await attempt(limiter, ROOM, { address: fresh(made), device: DEVICE }, false);
      if (wait === 0) made += 1;
      clock.now += wait;
    }
    expect(made).toBeGreaterThanOrEqual(PLACE_RULE.free);
    expect(made).toBeLessThanOrEqual(mostOf(PLACE_RULE, 1));
    // And the room, by its address, is not held up.
    expect(await attempt(limiter, ROOM, HOME, true)).toBe(0);
    await stores.close();
  });

  it('does not wash an address with an account of their own', async () => {
    const { stores, make } = aDoor();
    const limiter = make();
    const from = { address: '198.51.100.1', device: null };
    let made = 0;
    for (let n = 0; n < 200; n += 1) {
      if ((await attempt(limiter, `a${n}@test.example`, from, false)) === 0) made += 1;
      await attempt(limiter, 'own@test.example', from, true);
    }
    expect(made).toBe(ADDRESS_RULE.free);
    await stores.close();
  });

  it('is one address with all of an IPv6 network', () => {
    expect(networkOf('2001:db8:1:2::1')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:DB8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  });
});

onBoth((kept) => {
  it('counts every failure of those that come at once, and forgives them one by one', async () => {
    const { guesses } = kept.stores;
    const other = (await kept.again()).guesses;
    const adds = Array.from({ length: 20 }, (_, n) =>
      (n % 2 === 0 ? guesses : other).add('a', 1_000, 100),
    );
    await Promise.all(adds);
    expect((await other.read(['a', 'b'])).get('a')).toEqual({ forgottenAt: 3_000, waitUntil: 0 });
    await guesses.hold('a', 9_000);
    await other.hold('a', 8_000);
    expect((await guesses.read(['a'])).get('a')?.waitUntil).toBe(9_000);
    const claims = await Promise.all([
      guesses.claim('a', 9_000, 9_500),
      other.claim('a', 9_000, 9_500),
    ]);
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('lets go of counts without a failure that stands, and of places after their term', async () => {
    const { guesses } = kept.stores;
    await guesses.add('old', 1_000, 100);
    await guesses.add('held', 1_000, 100);
    await guesses.hold('held', 5_000);
    await guesses.add('new', 1_000, 9_000);
    await guesses.rememberPlace('who', 'here', 1_000);
    await guesses.rememberPlace('who', 'there', 1_000);
    await guesses.rememberPlace('who', 'there', 2_000);
    expect(await guesses.knownPlaces('who', ['here', 'there', 'nowhere'], 1_500)).toEqual([
      'there',
    ]);
    expect(await guesses.knownPlaces('other', ['there'], 0)).toEqual([]);
    await guesses.prune(4_000, 1_500);
    expect([...(await guesses.read(['old', 'held', 'new'])).keys()].sort()).toEqual([
      'held',
      'new',
    ]);
    expect(await guesses.knownPlaces('who', ['here', 'there'], 0)).toEqual(['there']);
    await guesses.forget('held');
    expect((await guesses.read(['held'])).size).toBe(0);
  });

  it('is slow still after a restart, and on another server', async () => {
    const limiterOf = (store: (typeof kept.stores)['guesses']) =>
      new SignInLimiter({ store, clock: () => 1_000_000, secret: SECRET });
    const from = { address: '198.51.100.1', device: null };
    const first = limiterOf(kept.stores.guesses);
    for (let n = 0; n < 10; n += 1) expect(await attempt(first, ROOM, from, false)).toBe(0);
    const next = limiterOf((await kept.again()).guesses);
    expect(await attempt(next, ` ${ROOM.toUpperCase()}`, from, true)).toBe(2 * MINUTE);
  });

  it('prunes by itself when somebody fails', async () => {
    const { guesses: store } = kept.stores;
    const clock = { now: 1_000_000 };
    const limiter = new GuessLimiter({ store, clock: () => clock.now, secret: SECRET });
    const rule = { ...PLACE_RULE, forgiveMs: MINUTE };
    const fail = async (name: string) => (await limiter.begin([{ name, rule }])).end(false);
    await fail('one');
    clock.now += 20 * MINUTE;
    await fail('two');
    const left = await store.read([limiter.hash('one'), limiter.hash('two')]);
    expect([...left.keys()]).toEqual([limiter.hash('two')]);
  });
});

describe('over HTTP', () => {
  const post = (h: Harness, password: string, address: string, cookie = '') =>
    h.app.fetch(
      new Request(`${ORIGIN}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(cookie === '' ? {} : { cookie }) },
        body: JSON.stringify({ email: ROOM, password }),
      }),
      { address },
    );

  it('a device is known by its cookie while an account is guessed at from its own network', async () => {
    const h = await createHarness();
    const order = { room: null, facilities: [], regions: [] };
    await h.app.access.accounts.create({
      ...{ email: ROOM, password: PASSWORD, role: 'viewer', scope: order },
    });
    const first = await post(h, PASSWORD, '192.0.2.1');
    const device = first.headers.getSetCookie().find((one) => one.startsWith('spoedkaart.device='));
    expect(device).toMatch(/HttpOnly; SameSite=Strict/i);
    expect(device).toMatch(/Path=\/api\/auth/);
    for (let n = 0; n < 10; n += 1)
      expect((await post(h, 'a guess', '192.0.2.1')).status).toBe(401);
    expect((await post(h, PASSWORD, '192.0.2.1')).status).toBe(429);
    const cookie = device?.split(';')[0] ?? '';
    const again = await post(h, PASSWORD, '192.0.2.1', cookie);
    expect(again.status).toBe(200);
    expect((await post(h, PASSWORD, '203.0.113.9', cookie)).status).toBe(200);
    // The session that is open is not touched.
    const session = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const me = await h.app.fetch(
      new Request(`${ORIGIN}/api/v1/me`, { headers: { cookie: session } }),
    );
    expect(me.status).toBe(200);
  });

  it('neither an address nor an account stands in the database', async () => {
    const h = await createHarness();
    await post(h, 'a guess', '203.0.113.77');
    const rows = h.stores.database.sqlite.prepare('select * from guess_counts').all();
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/203\.0\.113|room@/);
  });
});
