/** Alarms of feeds, through the whole server: raised once, told to those whom it concerns, cleared by themselves. */
import { describe, expect, it } from 'vitest';
import { audienceOf } from '#domain/access/table.ts';
import { projectPicture } from '#domain/audience/project.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import { OWN } from '#domain/identifiers/identifiers.ts';
import type { FacilityState } from '#domain/picture.ts';
import { createHarness, PEOPLE, type Harness } from '../../api/harness.ts';

const LUMC = 'lumc-leiden';
const put = async (h: Harness, available: number, body: object = {}) => {
  const reply = await h.send('keyHospital', 'PUT', `/api/v1/facilities/${LUMC}/units/icu`, {
    ...{ staffed: 27, available },
    ...body,
  });
  return reply.status;
};
/** A feed that speaks every five minutes, until its rhythm is known. */
async function aFeed(): Promise<Harness> {
  const h = await createHarness();
  for (let n = 0; n < 10; n += 1) {
    expect(await put(h, n)).toBe(200);
    h.clock.now += 5 * MINUTE;
  }
  await h.app.feeds.watch();
  return h;
}
const site = (h: Harness) => h.app.live.picture.facilities[LUMC] as FacilityState;
const kinds = async (h: Harness, from: number) =>
  (await h.stores.ledger.read({ after: from })).map((entry) => entry.kind);

describe('a feed that goes silent', () => {
  it('raises one alarm, however often one looks, and it goes when the feed speaks again', async () => {
    const h = await aFeed();
    const since = iso(h.clock.now - 5 * MINUTE);
    expect(site(h).feedAlarms).toBeUndefined();
    const { seq } = h.app.live.picture;
    const figures = site(h).units;

    h.clock.now += 11 * MINUTE;
    for (let n = 0; n < 5; n += 1) {
      await h.app.feeds.watch();
      h.clock.now += MINUTE;
    }
    expect(site(h).feedAlarms).toMatchObject([
      { channel: 'api', reason: 'silent', since, code: null },
    ]);
    expect(await kinds(h, seq)).toEqual(['feed-alarm-raised']);
    // An alarm changes no figure.
    expect(site(h).units).toBe(figures);

    const { body } = await h.send('administrator', 'GET', '/api/v1/feeds');
    expect(body).toMatchObject([
      {
        state: 'silent',
        usualSeconds: 300,
        silentAfterSeconds: 900,
        name: 'keyHospital',
        source: 'key',
      },
    ]);
    expect(body).toMatchObject([{ anomalies: { SILENT: 1 } }]);

    expect(await put(h, 3)).toBe(200);
    await h.app.feeds.watch();
    expect(site(h)).not.toHaveProperty('feedAlarms');
    expect(await kinds(h, seq)).toEqual([
      'feed-alarm-raised',
      'unit-observed',
      'feed-alarm-cleared',
    ]);
  });

  it('is nothing to any third party: only the hospital itself and the chairs of its region see it', async () => {
    const h = await aFeed();
    h.clock.now += 30 * MINUTE;
    await h.app.feeds.watch();
    const sees = (who: keyof typeof PEOPLE) => {
      const { role, scope } = PEOPLE[who];
      const principal = {
        actor: { id: who, kind: 'account' as const, role, organisation: null },
        role,
        scope: { ...structuredClone(scope), actions: null } as never,
      };
      const seen = projectPicture(h.app.live.picture, audienceOf(principal));
      return seen.facilities[LUMC]?.feedAlarms !== undefined;
    };
    expect((Object.keys(PEOPLE) as (keyof typeof PEOPLE)[]).filter(sees)).toEqual([
      'chairWest',
      'chairNation',
      'hospital',
    ]);
    for (const who of ['dispatcher', 'hospitalHaga', 'viewer', 'keyRoom'] as const) {
      const { body } = await h.send(who, 'GET', '/api/v1/picture?region=west');
      expect(JSON.stringify(body)).not.toContain('feedAlarms');
      const ledger = await h.send(who, 'GET', '/api/v1/ledger?after=90&limit=500');
      expect(JSON.stringify(ledger.body)).not.toContain('feed-alarm');
    }
    const own = await h.send('hospital', 'GET', `/api/v1/facilities/${LUMC}`);
    expect(own.body).toMatchObject({ feedAlarms: [{ reason: 'silent' }] });
  });

  it('that is said to have ended alarms nobody, until it speaks again', async () => {
    const h = await aFeed();
    h.clock.now += 30 * MINUTE;
    await h.app.feeds.watch();
    const [feed] = h.app.feeds.feeds();
    const gone = await h.send(
      'administrator',
      'POST',
      `/api/v1/feeds/api/${feed?.feed ?? ''}/end`,
      {},
    );
    expect(gone.status).toBe(200);
    expect(site(h)).not.toHaveProperty('feedAlarms');
    expect(h.app.feeds.feeds()).toMatchObject([{ state: 'ended' }]);
    await put(h, 1);
    expect(h.app.feeds.feeds()).toMatchObject([{ state: 'speaking', endedAt: null }]);
  });

  it('ends with its key', async () => {
    const h = await aFeed();
    const [key] = await h.app.access.keys.list();
    await h.app.access.keys.revoke(key?.id ?? '');
    await expect.poll(() => h.app.feeds.feeds()[0]?.state).toBe('ended');
  });
});

describe('a feed of which nothing can be used', () => {
  const unusable = (h: Harness) =>
    put(h, 3, { observedAt: new Date(h.clock.now + 30 * MINUTE).toISOString() });

  it('raises an alarm at the third message in a row, with the reason, and it goes at the first of use', async () => {
    const h = await aFeed();
    const since = iso(h.clock.now);
    for (let n = 0; n < 2; n += 1) expect(await unusable(h)).toBe(422);
    await h.app.feeds.watch();
    expect(site(h)).not.toHaveProperty('feedAlarms');
    await unusable(h);
    await h.app.feeds.watch();
    expect(site(h).feedAlarms).toMatchObject([
      { reason: 'failing', since, code: 'OBSERVED_IN_FUTURE' },
    ]);
    await put(h, 4);
    await h.app.feeds.watch();
    expect(site(h)).not.toHaveProperty('feedAlarms');
  });
});

describe('what a feed says that cannot be', () => {
  it('is counted a feed by its code, and among the metrics', async () => {
    const h = await createHarness();
    const principal = {
      actor: { id: 'key-x', kind: 'key', role: 'machine', organisation: null },
      role: 'machine',
      scope: { room: null, facilities: [LUMC], regions: [], actions: ['unit.write'] },
    } as const;
    const figures = { staffed: 10, occupied: 12, physical: null, available: null, status: null };
    await h.app.feeds.intake.take(
      { channel: 'fhir', feed: 'key-x', messageId: null, hash: 'a'.repeat(64) },
      [
        {
          place: 'a',
          subject: { identifiers: [{ system: OWN, value: LUMC }], name: null },
          kind: 'icu',
          figures: {
            ...figures,
            ...{ reason: null, validUntil: null, observedAt: null, note: null },
            ...{ offloadMinutes: null, nedocs: null },
          },
          anomalies: [],
        },
      ],
      { principal: structuredClone(principal) as never },
    );
    expect(h.app.feeds.feeds()).toMatchObject([{ anomalies: { OVER_STAFFED: 1 } }]);
    const { body } = await h.send('administrator', 'GET', '/api/v1/metrics');
    expect(body).toContain('spoedkaart_feed_anomalies_total{channel="fhir",code="OVER_STAFFED"} 1');
  });
});
