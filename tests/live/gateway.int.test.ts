import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audienceOf } from '#domain/access/table.ts';
import { projectPicture } from '#domain/audience/project.ts';
import { Replica } from '#lib/live/replica.ts';
import { PEOPLE, REGIONS, type PersonName } from '../support/land.ts';
import {
  Client,
  startLive,
  TRUSTED_ORIGIN,
  type ClientOptions,
  type LiveServer,
} from '../support/live-server.ts';

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

const seenBy = (name: PersonName) => projectPicture(server.live.picture, audienceOf(PEOPLE[name]));
const entriesOf = (one: Client) =>
  one.heard.flatMap((heard) => (heard.event === 'entries' ? [heard.message] : []));

describe('following', () => {
  it('begins with a snapshot of what the audience may see, with the seq and the time of the server', async () => {
    await server.move({ do: 'open' });
    const one = client({ key: 'key-of-dispatch-1' });
    await one.when(() => one.socket.connected);
    const reply = await one.ask({ protocol: 1 });
    const { seq } = server.live.picture;
    expect(reply).toEqual({ ok: true, data: { mode: 'snapshot', seq } });
    const message = await one.first('snapshot');
    expect(message.seq).toBe(seq);
    expect(Date.parse(message.now)).toBe(server.live.now());
    expect(one.picture).toEqual(seenBy('dispatch-1'));
    expect(message.picture.cases).toHaveLength(1);
    expect(message.picture.policy).not.toBeNull();
  });

  it('tells whoever asks for pieces the same picture, and hears it through', async () => {
    await server.move({ do: 'open' });
    const whole = await follower('dispatch-1');
    const one = client({ key: 'key-of-dispatch-1' });
    const replica = new Replica();
    const token = replica.open();
    const outcomes: string[] = [];
    one.socket.on('piece', (message) => {
      expect(replica.picture).toBeNull();
      expect(replica.onPiece(message, token, server.live.now())).toBe('part');
    });
    one.socket.on('snapshot', (message) =>
      outcomes.push(replica.onSnapshot(message, token, server.live.now())),
    );
    await one.when(() => one.socket.connected);
    const { seq } = server.live.picture;
    const reply = await one.ask({ protocol: 1, pieces: true });
    expect(reply).toEqual({ ok: true, data: { mode: 'snapshot', seq } });
    const { pieces, picture } = await one.first('snapshot');
    expect(pieces?.count).toBeGreaterThan(1);
    expect([picture.facilities, picture.cases]).toEqual([[], []]);
    expect(outcomes).toEqual(['applied']);
    expect(replica.picture).toEqual(seenBy('dispatch-1'));
    expect(whole.picture).toEqual(replica.picture);
    await server.move({ do: 'observe', c: 7 });
    const message = await one.first('entries');
    expect(replica.onEntries(message, token, server.live.now())).toBe('applied');
    expect(replica.picture).toEqual(seenBy('dispatch-1'));
  });

  it('goes on with entries, each message beginning where the one before ended', async () => {
    const one = await follower('viewer');
    for (const b of [0, 1, 2]) {
      await server.move({ do: 'observe', b, c: 7 });
      const { seq } = server.live.picture;
      await one.when(() => one.seq === seq);
    }
    expect(one.gaps).toBe(0);
    expect(entriesOf(one).map(({ entries }) => entries.map(({ kind }) => kind))).toEqual([
      ['unit-observed'],
      ['unit-observed'],
      ['unit-observed'],
    ]);
    expect(one.picture).toEqual(seenBy('viewer'));
  });

  it('puts entries of one commit into one message', async () => {
    const one = await follower('viewer');
    await Promise.all([1, 2, 3, 4].map((b) => server.move({ do: 'observe', b, c: 7 })));
    const { seq } = server.live.picture;
    await one.when(() => one.seq === seq);
    expect(entriesOf(one)).toHaveLength(1);
    expect(entriesOf(one)[0]?.entries).toHaveLength(4);
  });

  it('goes on after a lost connection from the last seq', async () => {
    const one = await follower('viewer');
    one.drop();
    await server.move({ do: 'observe', c: 7 });
    await server.move({ do: 'open' });
    one.reconnect();
    const { seq } = server.live.picture;
    await one.when(() => one.seq === seq);
    expect(one.snapshots).toBe(1);
    expect(one.gaps).toBe(0);
    expect(entriesOf(one)).toHaveLength(1);
  });

  it('answers a client that is too far behind, or ahead of us, with a snapshot', async () => {
    const one = await follower('viewer');
    one.drop();
    for (let count = 0; count < 25; count += 1)
      await server.move({ do: 'observe', b: count, c: 7 });
    one.reconnect();
    const { seq } = server.live.picture;
    await one.when(() => one.seq === seq);
    expect(one.snapshots).toBe(2);
    const reply = await one.ask({ protocol: 1, after: seq + 1_000 });
    expect(reply).toEqual({ ok: true, data: { mode: 'snapshot', seq } });
  });

  it('refuses another protocol by its name', async () => {
    const one = await follower('viewer');
    expect(await one.ask({ protocol: 2 })).toMatchObject({ ok: false, code: 'PROTOCOL' });
    expect(await one.ask({ protocol: '1' })).toMatchObject({ ok: false, code: 'MALFORMED' });
  });

  it('tells of an alarm of a feed the hospital and its chairs, and not a word to anybody else', async () => {
    const names = Object.keys(PEOPLE) as PersonName[];
    const all = new Map<PersonName, Client>();
    for (const name of names) all.set(name, await follower(name));
    // a: the third hospital (west); b, c: silent, by one of two feeds.
    await server.move({ do: 'alarm', a: 2, b: 1, c: 1 });
    server.beat();
    const { seq } = server.live.picture;
    for (const one of all.values()) await one.when(() => one.seq === seq);
    const told = names.filter((name) =>
      JSON.stringify(all.get(name)?.heard ?? []).includes('feed-alarm'),
    );
    expect(told).toEqual(['hospital-23', 'chair-west', 'chair-nation']);
    for (const [name, one] of all) {
      expect(one.picture?.facilities).toEqual(seenBy(name).facilities);
      expect(one.picture?.facilities['h-3']?.feedAlarms?.length ?? 0).toBe(
        told.includes(name) ? 1 : 0,
      );
      // Nor in a snapshot of who comes later.
      one.drop();
    }
    const late = await follower('viewer');
    expect(JSON.stringify(late.heard)).not.toContain('feedAlarm');
  });

  it('beats without news, and then moves the seq over what was hidden', async () => {
    const [mine, other] = [await follower('dispatch-1'), await follower('dispatch-2')];
    server.beat();
    await other.when(() => entriesOf(other).length === 1);
    expect(entriesOf(other)[0]).toMatchObject({ entries: [], after: other.seq, seq: other.seq });
    await server.move({ do: 'open', a: 0 });
    const { seq } = server.live.picture;
    await mine.when(() => mine.seq === seq);
    expect(other.seq).toBe(seq - 1);
    server.beat();
    await other.when(() => other.seq === seq);
    expect(entriesOf(other).at(-1)).toMatchObject({ after: seq - 1, seq, entries: [] });
    expect(other.gaps).toBe(0);
  });

  it('lets somebody in between two messages without breaking the chain of the others', async () => {
    const first = await follower('dispatch-2');
    await server.move({ do: 'open', a: 0 });
    const second = await follower('dispatch-2');
    await server.move({ do: 'observe', c: 7 });
    const { seq } = server.live.picture;
    await Promise.all([first, second].map((one) => one.when(() => one.seq === seq)));
    expect([first.gaps, second.gaps]).toEqual([0, 0]);
  });
});

describe('who hears what', () => {
  it('a case is heard by its room and its hospital; the third hears nothing of it', async () => {
    const room = await follower('dispatch-1');
    const hospital = await follower('hospital-1');
    const third = await follower('dispatch-2');
    const viewer = await follower('viewer');
    await server.move({ do: 'open', a: 0, b: 0, c: 0 });
    const id = Object.keys(server.live.picture.cases)[0] ?? '';
    expect(id).not.toBe('');
    await room.when(() => room.picture?.cases[id] !== undefined);
    // The first of the ranking is the hospital nearest to the scene.
    await server.move({ do: 'choose', c: 1 });
    expect(server.live.picture.cases[id]?.decision?.facility).toBe('h-1');
    await hospital.when(() => hospital.picture?.cases[id] !== undefined);
    expect(hospital.picture).toEqual({
      ...seenBy('hospital-1'),
      seq: hospital.picture?.seq,
      at: hospital.picture?.at,
    });
    server.beat();
    const { seq } = server.live.picture;
    for (const one of [third, viewer]) {
      await one.when(() => one.seq === seq);
      // The bay that is held is everybody's; for whom it is held is not.
      expect(one.picture?.facilities['h-1']?.claims).toHaveLength(1);
      expect(one.raw).toContain('claims-changed');
      expect(one.raw).not.toContain(id);
      expect(one.raw).not.toContain('systolicBloodPressure');
      expect(one.gaps).toBe(0);
    }
    expect(viewer.picture?.facilities['h-1']?.claims[0]?.etaAt).toBeNull();
  });

  it("a chair's note is told to the chairs of that region, without its text; the third hears nothing", async () => {
    const chair = await follower('chair-west');
    const nation = await follower('chair-nation');
    const others = await Promise.all(
      (['chair-east-north', 'hospital-1', 'dispatch-1'] as const).map(follower),
    );
    const before = others.map(({ raw }) => raw);
    await server.move({ do: 'write', a: REGIONS.indexOf('west'), b: 0 });
    const { seq } = server.live.picture;
    for (const one of [chair, nation]) {
      await one.when(() => one.seq === seq);
      const [entry] = entriesOf(one).at(-1)?.entries ?? [];
      expect([entry?.kind, entry?.subject]).toEqual(['note-written', 'notes:west']);
      expect(one.raw).not.toContain('text-');
    }
    expect(others.map(({ raw }) => raw)).toEqual(before);
  });

  it('a case without a destination gives no packet at all to the others', async () => {
    const room = await follower('dispatch-1');
    const third = await follower('dispatch-2');
    const before = third.raw;
    await server.move({ do: 'open', a: 0 });
    const { seq } = server.live.picture;
    await room.when(() => room.seq === seq);
    await server.move({ do: 'revise', a: 0, b: 1, c: 1 });
    await room.when(() => room.seq === seq + 1);
    // An answer to a question of its own comes after whatever would have been sent before.
    await third.ask({ protocol: 3 });
    const since = third.raw.slice(before.length);
    expect(since).not.toContain('entries');
    expect(since).toContain('PROTOCOL');
  });
});

describe('the door', () => {
  const code = async (options: ClientOptions) =>
    (await client(options).first('connect_error')).data?.code;

  it('opens to a key in the handshake, a bearer header and a session cookie', async () => {
    const credentials: ClientOptions[] = [
      { key: 'key-of-viewer' },
      { headers: { authorization: 'Bearer key-of-viewer' } },
      { headers: { cookie: 'session=viewer', origin: TRUSTED_ORIGIN } },
    ];
    for (const options of credentials) {
      const one = client(options);
      await one.when(() => one.socket.connected);
      expect(await one.ask({ protocol: 1 })).toMatchObject({ ok: true });
    }
  });

  it('stays shut without a credential, with a bad one, and in every other namespace', async () => {
    expect(await code({})).toBe('UNAUTHENTICATED');
    expect(await code({ key: 'key-of-nobody' })).toBe('UNAUTHENTICATED');
    expect(await code({ key: 'key-of-viewer', namespace: '/' })).toBe('FORBIDDEN');
    const error = await client({ key: 'key-of-viewer', namespace: '/elsewhere' }).first(
      'connect_error',
    );
    expect(error.message).toBe('Invalid namespace');
  });

  it('refuses a handshake that makes no sense', async () => {
    for (const key of [7, '', 'a\nb', { $gt: '' }, 'x'.repeat(600)])
      expect(await code({ auth: { key } })).toBe('MALFORMED');
  });

  it('refuses the cookie that a page of another site brings along', async () => {
    const headers = { cookie: 'session=viewer', origin: 'https://elsewhere.example' };
    expect(await code({ headers })).toBe('FORBIDDEN');
  });

  it('refuses a cookie that does not say where it comes from, as every browser does; a key need not', async () => {
    const cookie = 'session=viewer';
    for (const origin of ['', 'null', `${TRUSTED_ORIGIN}.evil.example`, `${TRUSTED_ORIGIN}/`])
      expect(await code({ headers: { cookie, origin } }), origin).toBe('FORBIDDEN');
    expect(await code({ headers: { cookie } })).toBe('FORBIDDEN');
    const one = client({ headers: { cookie, authorization: 'Bearer key-of-viewer' } });
    await one.when(() => one.socket.connected);
    // Who is nobody is told that, wherever it comes from.
    expect(await code({ headers: { cookie: 'session=nobody' } })).toBe('UNAUTHENTICATED');
  });

  it('says so when it cannot tell who somebody is', async () => {
    server.access.fault = new Error('the database is away');
    expect(await code({ key: 'key-of-viewer' })).toBe('INTERNAL');
    expect(server.errors.splice(0)).toHaveLength(1);
  });
});

describe('the end of a server', () => {
  it('sends those who are there elsewhere and goes on telling them, and lets nobody in', async () => {
    const names = ['viewer', 'dispatch-1', 'hospital-1'] as const;
    const there = await Promise.all(names.map((name) => follower(name)));
    await server.gateway.drain(30);
    for (const one of there) await one.first('moving');
    const late = client({ key: 'key-of-administrator' });
    expect((await late.first('connect_error')).data?.code).toBe('MOVING');
    expect(server.refused).toContain('MOVING');
    await server.move({ do: 'observe', c: 3 });
    for (const one of there) await one.when(() => one.seq === server.live.picture.seq);
  });

  it('waits for nobody when it is cut short, and still tells everybody', async () => {
    const one = await follower('viewer');
    const two = await follower('dispatch-1');
    const cut = new AbortController();
    const drained = server.gateway.drain(2 ** 30, cut.signal);
    await one.first('moving');
    cut.abort();
    await drained;
    await two.first('moving');
  });
});
