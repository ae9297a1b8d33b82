/** A webhook hears what the live gateway tells the same person: no more, no less, whatever happens. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audienceOf } from '#domain/access/table.ts';
import { projectEntry, projectPicture } from '#domain/audience/project.ts';
import type { Picture } from '#domain/picture.ts';
import { EVERYTHING, isAskedFor, placesOf, type WebhookFilter } from '#domain/webhooks/filter.ts';
import { messageOf, type WebhookMessage } from '#domain/webhooks/message.ts';
import { freshProgress } from '#domain/webhooks/progress.ts';
import type { StoredWebhook } from '../../db/webhooks.ts';
import type { Change } from '../../server/desk/live-picture.ts';
import { Line } from '../../server/webhooks/line.ts';
import { NO_METERS } from '../../server/webhooks/meters.ts';
import { NOW } from '../builders.ts';
import { HOSPITALS, PEOPLE, REGIONS, type PersonName } from '../support/land.ts';
import { Client, startLive, type LiveServer } from '../support/live-server.ts';
import { aMove } from '../support/moves.ts';

const NAMES = Object.keys(PEOPLE) as PersonName[];
const SEEDS = [1, 2, 3, 4, 5, 6];

function webhookOf(name: PersonName, seq: number, filter = EVERYTHING): StoredWebhook {
  return {
    id: name,
    name,
    url: 'https://receiver.example/',
    owner: { kind: 'account', id: name },
    filter,
    secretVersion: 1,
    previousUntil: null,
    createdAt: new Date(NOW).toISOString(),
    createdBy: 'test',
    progress: freshProgress(seq, NOW),
  };
}

/** A line whose messages a test reads instead of a receiver. */
function lineOf(name: PersonName, server: LiveServer, heard: WebhookMessage[]): Line {
  return new Line(webhookOf(name, server.live.picture.seq), {
    live: server.live,
    sender: {
      send: async (_webhook, message) => {
        heard.push(JSON.parse(JSON.stringify(message)) as WebhookMessage);
        return { error: null, status: 204, retryAfterMs: null };
      },
    },
    ink: { note: () => undefined, letter: () => undefined, flush: async () => undefined },
    ownerOf: async () => PEOPLE[name],
    transferred: async () => undefined,
    after: () => () => undefined,
    clock: () => NOW,
    random: () => 0,
    newId: () => 'id',
    meters: NO_METERS,
    onFault: (fault) => {
      throw fault;
    },
  });
}

/** The land after some moves, as changes. */
async function changesOf(seed: number): Promise<readonly Change[]> {
  const server = await startLive();
  const [moves = []] = fc.sample(fc.array(aMove, { minLength: 60, maxLength: 60 }), {
    seed,
    numRuns: 1,
  });
  for (const move of moves) await server.move(move);
  const changes = (await server.live.changesFrom(0, 10_000)) ?? [];
  await server.close();
  return changes;
}

describe('what a webhook hears', () => {
  it.each(SEEDS)('is what the gateway tells the same person (seed %i)', async (seed) => {
    const server = await startLive();
    const clients = new Map<PersonName, Client>();
    const lines = new Map<PersonName, { line: Line; heard: WebhookMessage[] }>();
    for (const name of NAMES) {
      const client = new Client(server.url, { key: `key-of-${name}` });
      await client.when(() => client.socket.connected);
      client.follow();
      await client.first('snapshot');
      clients.set(name, client);
      const heard: WebhookMessage[] = [];
      lines.set(name, { line: lineOf(name, server, heard), heard });
    }
    const sample = fc.sample(fc.array(aMove, { minLength: 80, maxLength: 80 }), {
      seed,
      numRuns: 1,
    });
    for (const move of sample.flat()) await server.move(move);
    const { seq } = server.live.picture;
    server.beat();
    let told = 0;
    for (const name of NAMES) {
      const client = clients.get(name);
      await client?.when(() => client.seq === seq);
      const live = client?.heard.flatMap((one) =>
        one.event === 'entries' ? one.message.entries : [],
      );
      const { line, heard } = lines.get(name) ?? {};
      line?.wake();
      await line?.idle;
      expect(heard?.map(({ entry }) => entry)).toEqual(live);
      expect(line?.progress.seq).toBe(seq);
      told += heard?.length ?? 0;
      client?.drop();
    }
    expect(told).toBeGreaterThan(NAMES.length * 10);
    expect(server.errors).toEqual([]);
    await server.close();
  });

  it.each(NAMES)('names no case that is not shown: %s', async (name) => {
    const audience = audienceOf(PEOPLE[name]);
    for (const seed of SEEDS) {
      const seen = new Set<string>();
      for (const change of await changesOf(seed)) {
        for (const id of Object.keys(projectPicture(change.after, audience).cases)) seen.add(id);
        const text = JSON.stringify(messageOf(webhookOf(name, 0), change, audience));
        for (const id of Object.keys(change.after.cases))
          if (!seen.has(id)) expect(text).not.toContain(`"${id}"`);
      }
    }
  });
});

describe('the filter', () => {
  it('rests on what is shown and on nothing else: of the whole pictures it reads the same places', async () => {
    let cases = 0;
    for (const seed of SEEDS) {
      const changes = await changesOf(seed);
      for (const name of NAMES) {
        const audience = audienceOf(PEOPLE[name]);
        for (const { entry, before, after } of changes) {
          const seen = projectEntry(entry, before, after, audience);
          if (seen === null) continue;
          const shown = [before, after].map((one) => projectPicture(one, audience)) as [
            Picture,
            Picture,
          ];
          expect(placesOf(seen, before, after, audience)).toEqual(
            placesOf(seen, ...shown, audience),
          );
          if (seen.shown !== undefined) cases += 1;
        }
      }
    }
    expect(cases).toBeGreaterThan(100);
  });

  it('lets through what is about the whole country', async () => {
    const changes = await changesOf(1);
    const audience = audienceOf(PEOPLE.viewer);
    const filter = { types: null, regions: ['west'], facilities: null };
    const types = changes.flatMap(
      (change) => messageOf(webhookOf('viewer', 0, filter), change, audience)?.type ?? [],
    );
    expect(types).toContain('policy-adopted');
    expect(types.filter((type) => type === 'region-registered')).toHaveLength(1);
  });

  const filters: fc.Arbitrary<WebhookFilter> = fc.record({
    types: fc.constant(null),
    regions: fc.option(fc.subarray([...REGIONS], { minLength: 1 })),
    facilities: fc.option(
      fc.subarray(
        HOSPITALS.map(({ id }) => id),
        { minLength: 1 },
      ),
    ),
  });

  it('lets through a part of what may be heard, and with both kinds of place what either lets through', async () => {
    for (const seed of SEEDS) {
      const changes = await changesOf(seed);
      for (const filter of fc.sample(filters, { seed, numRuns: 10 }))
        for (const name of NAMES) {
          const audience = audienceOf(PEOPLE[name]);
          const seqs = (one: WebhookFilter) =>
            new Set(
              changes.flatMap(
                (change) => messageOf(webhookOf(name, 0, one), change, audience)?.seq ?? [],
              ),
            );
          const [all, some] = [seqs(EVERYTHING), seqs(filter)];
          expect([...some].filter((seq) => !all.has(seq))).toEqual([]);
          if (filter.regions === null || filter.facilities === null) continue;
          const either = new Set([
            ...seqs({ ...filter, facilities: null }),
            ...seqs({ ...filter, regions: null }),
          ]);
          expect([...some].sort()).toEqual([...either].sort());
        }
    }
  });

  it('says nothing of a hidden case: whether it lets an entry through rests on what is shown of it', async () => {
    const audience = audienceOf(PEOPLE.viewer);
    let held = 0;
    for (const seed of SEEDS)
      for (const change of await changesOf(seed)) {
        const message = messageOf(webhookOf('viewer', 0), change, audience);
        if (message?.type !== 'claims-changed' || message.entry?.shown === undefined) continue;
        held += 1;
        const shown = new Set(
          message.entry.shown.facilities.map(({ id }) => change.after.facilities[id]?.region),
        );
        for (const region of REGIONS) {
          const filter = { ...EVERYTHING, regions: [region] };
          const { entry } = message;
          expect(isAskedFor(entry, change.before, change.after, audience, filter)).toBe(
            shown.has(region),
          );
        }
      }
    expect(held).toBeGreaterThan(0);
  });
});
