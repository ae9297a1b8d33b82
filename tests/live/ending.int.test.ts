/** A connection ends when the right to be there ends, and no other does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PEOPLE, type PersonName } from '../support/land.ts';
import { Client, startLive, type ClientOptions, type LiveServer } from '../support/live-server.ts';

let server: LiveServer;
let clients: Client[] = [];

beforeEach(async () => {
  server = await startLive({ remembered: 10 });
});
afterEach(async () => {
  for (const client of clients) client.drop();
  clients = [];
  await server.close();
  expect(server.errors).toEqual([]);
});

function client(options: ClientOptions): Client {
  const made = new Client(server.url, options);
  clients.push(made);
  return made;
}

/** Connected and following, with its first snapshot. */
async function follower(name: PersonName): Promise<Client> {
  const made = client({ key: `key-of-${name}` });
  await made.when(() => made.socket.connected);
  made.follow();
  await made.first('snapshot');
  return made;
}

describe('the end of a right', () => {
  const ended = async (one: Client) => {
    expect(await one.first('refused')).toMatchObject({ ok: false, code: 'UNAUTHENTICATED' });
    await one.first('disconnect');
  };

  it('a sign-out ends the sockets of that session and no other', async () => {
    const [gone, stays] = [await follower('viewer'), await follower('dispatch-1')];
    server.access.events.emit({ what: 'session-ended', session: 'session-of-viewer' });
    await ended(gone);
    expect(await stays.ask({ protocol: 1 })).toMatchObject({ ok: true });
  });

  it('a changed account and a revoked key end theirs', async () => {
    const [account, key] = [await follower('chair-west'), await follower('key-4')];
    server.access.events.emit({ what: 'account-changed', account: 'chair-west' });
    await ended(account);
    expect(key.socket.connected).toBe(true);
    server.access.events.emit({ what: 'key-revoked', key: 'key-4' });
    await ended(key);
  });

  it('another second factor ends none, but for who must have one and has none left', async () => {
    const [keeps, missing] = [await follower('chair-west'), await follower('viewer')];
    server.access.events.emit({ what: 'factor-changed', account: 'chair-west' });
    server.access.expel('viewer');
    server.access.events.emit({ what: 'factor-changed', account: 'viewer' });
    await ended(missing);
    expect(await keeps.ask({ protocol: 1 })).toMatchObject({ ok: true });
  });

  it('an expired session and a changed role are found by asking again', async () => {
    const [expired, changed, same] = [
      await follower('viewer'),
      await follower('chair-west'),
      await follower('dispatch-1'),
    ];
    server.access.expel('viewer');
    server.access.admit('chair-west', { principal: PEOPLE['chair-nation'] });
    server.recheck();
    await Promise.all([ended(expired), ended(changed)]);
    expect(await same.ask({ protocol: 1 })).toMatchObject({ ok: true });
  });

  it('a session past its end is asked about at the next beat', async () => {
    server.access.admit('viewer', { expiresAt: 0 });
    const one = await follower('viewer');
    server.access.expel('viewer');
    server.beat();
    await ended(one);
  });

  it('not being able to ask ends nobody', async () => {
    const one = await follower('viewer');
    server.access.fault = new Error('the database is away');
    server.recheck();
    expect(await one.ask({ protocol: 1 })).toMatchObject({ ok: true });
    expect(server.errors.splice(0)).toHaveLength(1);
  });

  it('nothing more is sent to whoever was shown out', async () => {
    const one = await follower('viewer');
    server.access.events.emit({ what: 'session-ended', session: 'session-of-viewer' });
    await ended(one);
    const before = one.raw;
    const other = await follower('administrator');
    await server.move({ do: 'observe', c: 7 });
    await other.when(() => other.seq === server.live.picture.seq);
    expect(one.raw).toBe(before);
  });
});
