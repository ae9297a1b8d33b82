import { describe, expect, it } from 'vitest';
import { createHarness, PASSWORD, problemOf, request, type Harness } from '../api/harness.ts';

const accept = (h: Harness, token: string, email = 'first@test.example') =>
  request(h.app, 'POST', '/api/v1/first-admin', { token, email, password: PASSWORD });

async function invite(h: Harness): Promise<string> {
  const token = await h.app.access.firstAdministrator.invite();
  if (token === null) throw new Error('no invitation');
  return token;
}

describe('the link for the first administrator', () => {
  it('makes an administrator who can sign in', async () => {
    const h = await createHarness();
    const made = await accept(h, await invite(h));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ email: 'first@test.example', role: 'administrator' });
    const body = { email: 'first@test.example', password: PASSWORD };
    expect((await request(h.app, 'POST', '/api/auth/sign-in/email', body)).status).toBe(200);
  });

  it('works once, however many come at once', async () => {
    const h = await createHarness();
    const token = await invite(h);
    const replies = await Promise.all([1, 2, 3].map((n) => accept(h, token, `n${n}@test.example`)));
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 403, 403]);
    expect((await h.app.access.accounts.list()).length).toBe(1);
    expect((await accept(h, token)).status).toBe(403);
  });

  it('is not given when there is an account', async () => {
    const h = await createHarness();
    await h.credentials('viewer');
    expect(await h.app.access.firstAdministrator.invite()).toBeNull();
  });

  it('ends after a day and when a newer one is given', async () => {
    const h = await createHarness();
    const [old, newer] = [await invite(h), await invite(h)];
    expect(problemOf(await accept(h, old)).code).toBe('LINK_NOT_VALID');
    h.clock.now += 24 * 3_600_000;
    expect(problemOf(await accept(h, newer)).code).toBe('LINK_NOT_VALID');
  });

  it('is kept as a hash, and a bad password does not use it up', async () => {
    const h = await createHarness();
    const token = await invite(h);
    expect(h.stores.database.sqlite.serialize().toString('latin1')).not.toContain(token);
    const body = { token, email: 'first@test.example', password: 'short' };
    expect((await request(h.app, 'POST', '/api/v1/first-admin', body)).status).toBe(422);
    expect((await accept(h, token)).status).toBe(201);
  });
});
