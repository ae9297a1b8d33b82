/** Live connections: what they are told of is written down once a session and case, and a broken glass opens one case to one person. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audienceOf } from '#domain/access/table.ts';
import { projectPicture } from '#domain/audience/project.ts';
import { iso } from '#domain/clock.ts';
import { NOW } from '../builders.ts';
import { PEOPLE, type PersonName } from '../support/land.ts';
import { Client, startLive, type LiveServer } from '../support/live-server.ts';

let server: LiveServer;
let clients: Client[] = [];

beforeEach(async () => {
  server = await startLive();
});
afterEach(async () => {
  for (const client of clients) client.drop();
  clients = [];
  await server.close();
  expect(server.errors).toEqual([]);
});

async function follower(name: PersonName): Promise<Client> {
  const made = new Client(server.url, { key: `key-of-${name}` });
  clients.push(made);
  await made.when(() => made.socket.connected);
  made.follow();
  await made.first('snapshot');
  return made;
}

const casesOf = (one: Client) => Object.keys(one.picture?.cases ?? {}).sort();
const upToDate = (...all: Client[]) =>
  Promise.all(all.map((one) => one.when(() => one.seq === server.live.picture.seq)));
const looksOf = async (name: PersonName) =>
  (await server.looks())
    .filter(({ by }) => by.id === name)
    .map(({ action, seen }) => [action, ...seen.map((one) => `${one.case} ${one.ground}`)]);
/** Resolves when the server has noticed that all connections of theirs are gone. */
const gone = (name: PersonName) =>
  expect
    .poll(() => [...server.gateway.io.of('/live').sockets.values()].map((one) => one.data.who), {
      timeout: 30_000,
    })
    .not.toContain(name);

describe('what a live connection is told', () => {
  it('is written down once a session and case, with its ground, and again for what is new', async () => {
    await server.move({ do: 'open', a: 0 });
    const one = await follower('dispatch-1');
    expect(await looksOf('dispatch-1')).toEqual([['live', 'case-1 dispatching-room']]);
    const two = await follower('dispatch-1');
    await server.move({ do: 'revise', a: 0, b: 1 });
    await server.move({ do: 'revise', a: 0, b: 2 });
    await server.move({ do: 'open', a: 0 });
    const other = await follower('viewer');
    await upToDate(one, two, other);
    expect(await looksOf('dispatch-1')).toEqual([
      ['live', 'case-1 dispatching-room'],
      ['live', 'case-4 dispatching-room'],
    ]);
    expect(await looksOf('viewer')).toEqual([]);
    const [look] = await server.looks();
    expect(look?.session).toMatch(/^[0-9a-f]{32}$/);
    expect(look?.session).not.toContain('session');
  });

  it('ends with the last time, when the session does not come back', async () => {
    await server.move({ do: 'open', a: 0 });
    const one = await follower('dispatch-1');
    server.pass(5);
    one.drop();
    await gone('dispatch-1');
    server.pass(9);
    server.recheck();
    // Back within ten minutes: it went on looking.
    const back = await follower('dispatch-1');
    server.pass(20);
    server.recheck();
    expect(await looksOf('dispatch-1')).toHaveLength(1);
    back.drop();
    await gone('dispatch-1');
    const lost = server.live.now();
    server.pass(10);
    server.recheck();
    expect((await server.looks()).at(-1)).toMatchObject({
      action: 'live-ended',
      seen: [{ case: 'case-1' }],
      since: iso(NOW),
      until: iso(lost),
    });
  });
});

describe('a broken glass on live connections', () => {
  it('shows the one case to the one person at once, tells its owners, and nobody else anything', async () => {
    await server.move({ do: 'open', a: 0, b: 0, c: 0 });
    await server.move({ do: 'open', a: 0, b: 0, c: 0 });
    const [wanted = '', other = ''] = Object.keys(server.live.picture.cases);
    const people = ['dispatch-1', 'dispatch-2', 'hospital-1', 'viewer', 'key-4'] as const;
    const [owner, opener, third, viewer, key] = await Promise.all(people.map(follower));
    if (!owner || !opener || !third || !viewer || !key) throw new Error('nobody follows');
    expect(casesOf(opener)).toEqual([]);
    expect(await server.breakGlass('dispatch-2', wanted)).toBe(true);
    await opener.when(() => casesOf(opener).length > 0);
    await upToDate(opener, owner);
    expect(casesOf(opener)).toEqual([wanted]);
    expect(owner.picture?.cases[wanted]?.opened?.map(({ by }) => by.id)).toEqual(['dispatch-2']);
    // What happens to it reaches who opened it.
    await server.move({ do: 'revise', a: 0, b: 3 });
    await upToDate(opener, owner);
    expect(opener.picture?.cases[wanted]?.version).toBe(2);
    // A third hears not even the name.
    server.beat();
    await upToDate(third, viewer, key);
    for (const one of [third, viewer, key]) {
      expect(casesOf(one)).toEqual([]);
      expect(one.raw).not.toContain(wanted);
    }
    expect(opener.raw).not.toContain(`"${other}"`);
    expect(await looksOf('dispatch-2')).toEqual([['live', `${wanted} break-glass`]]);
  });

  it('is over after an hour, before anything else is told, also for one who was away', async () => {
    await server.move({ do: 'open', a: 0, b: 0, c: 0 });
    const [wanted = ''] = Object.keys(server.live.picture.cases);
    const opener = await follower('dispatch-2');
    const away = await follower('dispatch-2');
    await server.breakGlass('dispatch-2', wanted);
    await opener.when(() => casesOf(opener).length === 1);
    await away.when(() => casesOf(away).length === 1);
    away.drop();
    server.pass(60);
    // An entry of the case itself: what it says is no longer theirs.
    await server.move({ do: 'revise', a: 0, b: 3 });
    await opener.when(() => casesOf(opener).length === 0);
    expect(opener.raw).not.toContain('"version":2,"status"');
    away.reconnect();
    await away.when(() => away.followed);
    await upToDate(away);
    expect(casesOf(away)).toEqual([]);
    expect(opener.picture).toEqual(
      projectPicture(server.live.picture, audienceOf(PEOPLE['dispatch-2'])),
    );
  });
});
