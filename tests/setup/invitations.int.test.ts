import { describe, expect, it } from 'vitest';
import { createHarness, PASSWORD, problemOf, request, type Harness } from '../api/harness.ts';

interface Invited {
  account: string;
  email: string;
  token: string;
  expiresAt: string;
}

const CHAIR = { email: 'Chair@west.example', role: 'chair', scope: { regions: ['west'] } };
const HOSPITAL = {
  email: 'lumc@west.example',
  role: 'hospital',
  scope: { facilities: ['lumc-leiden'] },
};

const send = (h: Harness, people: unknown[], headers = {}, check = false) =>
  h.send('administrator', 'POST', '/api/v1/invitations', { people, check }, headers);
const invitedIn = (reply: { body: unknown }) =>
  (reply.body as { invitations: Invited[] }).invitations;
const accept = (h: Harness, token: string, password = PASSWORD) =>
  request(h.app, 'POST', '/api/v1/invitation', { token, password });
const signIn = (h: Harness, email: string, password = PASSWORD) =>
  request(h.app, 'POST', '/api/auth/sign-in/email', { email, password });
const emails = async (h: Harness) => (await h.app.access.accounts.list()).map((one) => one.email);

async function inviteOne(h: Harness): Promise<Invited> {
  const [invited] = invitedIn(await send(h, [CHAIR]));
  if (invited === undefined) throw new Error('nobody was invited');
  return invited;
}

describe('people who are invited', () => {
  it('get a link each, choose a password by it and sign in', async () => {
    const h = await createHarness();
    const reply = await send(h, [CHAIR, HOSPITAL]);
    expect(reply.status).toBe(201);
    const [chair, hospital] = invitedIn(reply);
    expect(hospital?.email).toBe('lumc@west.example');
    expect((await signIn(h, 'chair@west.example')).status).toBe(401);
    expect((await accept(h, chair?.token ?? '')).body).toMatchObject({
      email: 'chair@west.example',
      role: 'chair',
      invitedUntil: null,
    });
    expect((await signIn(h, 'chair@west.example')).status).toBe(200);
  });

  it('are all made or none: each fault is said with the row it is in', async () => {
    const h = await createHarness();
    const wrong = [
      CHAIR,
      { ...HOSPITAL, email: 'a@b.example', scope: { facilities: ['nowhere'] } },
      { ...CHAIR, email: 'chair@WEST.example' },
      { email: 'c@b.example', role: 'dispatcher' },
    ];
    const reply = await send(h, wrong);
    expect(reply.status).toBe(422);
    expect(problemOf(reply).errors?.map((one) => one.path)).toEqual([
      'people.1.scope.facilities.0',
      'people.2.email',
      'people.3.scope.room',
    ]);
    expect(await emails(h)).not.toContain('chair@west.example');
  });

  it('can be looked at first: a check makes nobody', async () => {
    const h = await createHarness();
    const reply = await send(h, [CHAIR], {}, true);
    expect(reply).toMatchObject({ status: 201, body: { invitations: [] } });
    expect(await emails(h)).not.toContain('chair@west.example');
  });

  it('are made once when the order comes twice, and the same links are said again', async () => {
    const h = await createHarness();
    const key = { 'idempotency-key': 'first-day' };
    const first = invitedIn(await send(h, [CHAIR, HOSPITAL], key));
    const second = invitedIn(await send(h, [CHAIR, HOSPITAL], key));
    expect(second).toEqual(first);
    expect((await emails(h)).filter((one) => one.endsWith('west.example'))).toHaveLength(2);
  });

  it('are in the ledger, one entry each, without a link', async () => {
    const h = await createHarness();
    const before = h.app.live.picture.seq;
    const invited = invitedIn(await send(h, [CHAIR, HOSPITAL], { 'idempotency-key': 'k' }));
    const entries = await h.stores.ledger.read({ after: before });
    expect(entries.map((one) => [one.kind, one.subject])).toEqual(
      invited.map(({ account }) => ['access-changed', `account:${account}`]),
    );
    const kept = h.stores.database.sqlite.serialize().toString('latin1');
    for (const { token } of invited) expect(kept).not.toContain(token.split('.')[1]);
  });

  it('are shown as invited until they have chosen a password', async () => {
    const h = await createHarness();
    const { token, expiresAt } = await inviteOne(h);
    const until = async () => {
      const { body } = await h.send('administrator', 'GET', '/api/v1/accounts');
      const rows = body as { email: string; invitedUntil: string | null }[];
      return rows.find((one) => one.email === 'chair@west.example')?.invitedUntil;
    };
    expect(await until()).toBe(expiresAt);
    await accept(h, token);
    expect(await until()).toBeNull();
  });
});

describe('a link to choose a password', () => {
  it('works once, however many come at once', async () => {
    const h = await createHarness();
    const { token } = await inviteOne(h);
    const replies = await Promise.all([1, 2, 3].map(() => accept(h, token)));
    expect(replies.map((one) => one.status).sort()).toEqual([200, 403, 403]);
    expect(problemOf(await accept(h, token)).code).toBe('LINK_NOT_VALID');
  });

  it('ends after a week, when a newer one is made and when the account is closed', async () => {
    const h = await createHarness();
    const { account, token } = await inviteOne(h);
    const path = `/api/v1/accounts/${account}/invitation`;
    const newer = await h.send('administrator', 'POST', path, {});
    expect(newer.status).toBe(201);
    expect((await accept(h, token)).status).toBe(403);
    const body = { role: 'chair', scope: { regions: ['west'] }, active: false };
    await h.send('administrator', 'PUT', `/api/v1/accounts/${account}`, body);
    expect((await accept(h, (newer.body as Invited).token)).status).toBe(403);
    await h.send('administrator', 'PUT', `/api/v1/accounts/${account}`, { ...body, active: true });
    const last = (await h.send('administrator', 'POST', path, {})).body as Invited;
    h.clock.now += 7 * 86_400_000;
    expect((await accept(h, last.token)).status).toBe(403);
  });

  it('gives a person who lost the password a new one, and ends what was open', async () => {
    const h = await createHarness();
    const { account, token } = await inviteOne(h);
    await accept(h, token);
    const ended: string[] = [];
    h.app.access.events.on((event) => ended.push(event.what));
    const again = await h.send(
      'administrator',
      'POST',
      `/api/v1/accounts/${account}/invitation`,
      {},
    );
    const other = 'another long password';
    expect((await accept(h, (again.body as Invited).token, other)).status).toBe(200);
    expect(ended).toContain('account-changed');
    expect((await signIn(h, 'chair@west.example')).status).toBe(401);
    expect((await signIn(h, 'chair@west.example', other)).status).toBe(200);
  });

  it.each(['', '.', 'a.b', `${'x'.repeat(40)}.${'y'.repeat(43)}`, '../first.admin'])(
    'that nobody gave is refused: %j',
    async (token) => {
      const h = await createHarness();
      const { account } = await inviteOne(h);
      expect((await accept(h, token)).status).toBe(token === '' ? 422 : 403);
      expect((await accept(h, `${account}.${'y'.repeat(43)}`)).status).toBe(403);
    },
  );

  it('is not used up by a password that is too short', async () => {
    const h = await createHarness();
    const { token } = await inviteOne(h);
    expect((await accept(h, token, 'short')).status).toBe(422);
    expect((await accept(h, token)).status).toBe(200);
  });
});
