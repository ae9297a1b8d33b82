import { describe, expect, it } from 'vitest';
import { createHarness, ORIGIN, PASSWORD, problemOf, request } from '../api/harness.ts';

const KNOWN = 'Amsterdam2026!';
const NOWHERE = { room: null, facilities: [], regions: [] };
const REFUSED = [422, 'PASSWORD_KNOWN'];
type Replied = Awaited<ReturnType<typeof request>>;
const told = (reply: Replied) => [reply.status, problemOf(reply).code];

describe('a known password is refused', () => {
  it('for the first administrator, whose link still works', async () => {
    const h = await createHarness();
    const token = await h.app.access.firstAdministrator.invite();
    const accept = (password: string) =>
      request(h.app, 'POST', '/api/v1/first-admin', { token, email: 'a@test.example', password });
    const refused = await accept(KNOWN);
    expect(told(refused)).toEqual(REFUSED);
    expect(problemOf(refused).errors?.[0]?.path).toBe('password');
    expect((await accept(PASSWORD)).status).toBe(201);
  });

  it('for an invitation, whose link still works, its own address included', async () => {
    const h = await createHarness();
    const people = [{ email: 'dispatch.west@test.example', role: 'viewer' }];
    const invited = await h.send('administrator', 'POST', '/api/v1/invitations', { people });
    const [{ token }] = (invited.body as { invitations: [{ token: string }] }).invitations;
    const accept = (password: string) =>
      request(h.app, 'POST', '/api/v1/invitation', { token, password });
    expect(told(await accept(KNOWN))).toEqual(REFUSED);
    expect(told(await accept('Dispatch.West.2026'))).toEqual(REFUSED);
    expect((await accept(PASSWORD)).status).toBe(200);
  });

  it('for an account that an administrator makes or changes', async () => {
    const h = await createHarness();
    const order = { email: 'b@test.example', role: 'viewer' };
    const make = (password: string) =>
      h.send('administrator', 'POST', '/api/v1/accounts', { ...order, password });
    expect(told(await make(KNOWN))).toEqual(REFUSED);
    const { id } = (await make(PASSWORD)).body as { id: string };
    const change = { role: 'viewer', password: KNOWN };
    const path = `/api/v1/accounts/${id}`;
    expect(told(await h.send('administrator', 'PUT', path, change))).toEqual(REFUSED);
  });

  it('for whoever changes his own, and the old one still signs in', async () => {
    const h = await createHarness();
    const email = 'c@test.example';
    await h.app.access.accounts.create({
      email,
      password: PASSWORD,
      role: 'viewer',
      scope: NOWHERE,
    });
    const signIn = () =>
      request(h.app, 'POST', '/api/auth/sign-in/email', { email, password: PASSWORD });
    const cookie = (await signIn()).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const body = { currentPassword: PASSWORD, newPassword: KNOWN };
    const headers = { cookie, origin: ORIGIN };
    const reply = await request(h.app, 'POST', '/api/auth/change-password', body, headers);
    expect(told(reply)).toEqual(REFUSED);
    expect((await signIn()).status).toBe(200);
  });
});
