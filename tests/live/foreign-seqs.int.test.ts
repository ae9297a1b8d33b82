/** Following from a number that is somebody else's, made up, from the future or no number at all tells nothing of others. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { audienceOf } from '#domain/access/table.ts';
import { projectPicture } from '#domain/audience/project.ts';
import { PEOPLE, type PersonName } from '../support/land.ts';
import { Client, startLive, type LiveServer } from '../support/live-server.ts';

const SEED = 20261129;
let server: LiveServer;
const clients: Client[] = [];
beforeEach(async () => {
  server = await startLive({ limits: { messages: 100_000, connections: 10 } });
});
afterEach(async () => {
  for (const one of clients.splice(0)) one.drop();
  await server.close();
  expect(server.errors).toEqual([]);
});

it('is refused, or begins with what one may see', { timeout: 120_000 }, async () => {
  console.info('foreign seqs: seed', SEED);
  const before = server.live.picture.seq;
  for (let count = 0; count < 4; count += 1) {
    await server.move({ do: 'open' });
    await server.move({ do: 'observe', b: count, c: 7 });
  }
  const { seq } = server.live.picture;
  const all = Object.keys(server.live.picture.cases);
  expect(all.length).toBeGreaterThan(2);
  const good = [0, 1, before, before + 1, seq - 1, seq];
  const ahead = [seq + 1, seq + 1_000, Number.MAX_SAFE_INTEGER];
  const bad: unknown[] = [
    ...[-1, -0.5, 1.5, 2 ** 53, 1e308, Number.NaN, null, true, '', '0', `${seq}`, `${seq};`, 'x'],
    ...[[], [seq], {}, { seq }, { $gt: 0 }],
    ...fc.sample(fc.oneof(fc.string({ unit: 'binary' }), fc.integer({ max: -1 }), fc.double()), {
      ...{ seed: SEED, numRuns: 20 },
    }),
  ].filter((one) => !(Number.isSafeInteger(one) && (one as number) >= 0));
  let hidden = 0;
  for (const name of Object.keys(PEOPLE) as PersonName[]) {
    const seen = projectPicture(server.live.picture, audienceOf(PEOPLE[name])).cases;
    const mayNot = all.filter((id) => !Object.hasOwn(seen, id));
    hidden += mayNot.length;
    const one = new Client(server.url, { key: `key-of-${name}` });
    clients.push(one);
    await one.when(() => one.socket.connected);
    const ask = (after: unknown) => one.ask({ protocol: 1, after });
    for (const after of bad)
      expect(await ask(after), `${name} ${String(after)}`).toMatchObject({
        ...{ ok: false, code: 'MALFORMED' },
      });
    expect(one.raw, name).not.toMatch(/snapshot|"entries"/);
    for (const after of [...good, ...ahead]) {
      const reply = await ask(after);
      expect(reply, `${name} ${after}`).toMatchObject({ ok: true, data: { seq } });
      if (ahead.includes(after)) expect(reply).toMatchObject({ data: { mode: 'snapshot' } });
    }
    for (const id of Object.keys(seen)) expect(one.raw.includes(id), `${name} is told`).toBe(true);
    for (const id of mayNot) expect(one.raw.includes(id), `${name} hears of a case`).toBe(false);
    one.drop();
  }
  expect(hidden).toBeGreaterThan(10);
});
