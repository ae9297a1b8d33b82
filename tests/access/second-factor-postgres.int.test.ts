import { expect, it } from 'vitest';
import { connectStores, type SqliteStores } from '../../db/open.ts';
import { openHarness } from '../api/harness.ts';
import { postgresForTests } from '../support/postgres.ts';
import { aChair, Desk, enrol, nextCode, stepOf, told } from './desk.ts';

const server = postgresForTests();

it('a second factor holds on PostgreSQL as it does on SQLite', async () => {
  const stores = await connectStores(await server().database());
  // Of what is SQLite's own nothing is asked here.
  const h = await openHarness(stores as SqliteStores);
  try {
    const id = await aChair(h);
    const first = new Desk(h);
    await first.signIn();
    const { app, used, recoveryCodes } = await enrol(first);
    const [one, other, third] = [new Desk(h), new Desk(h), new Desk(h)];
    for (const desk of [one, other, third])
      expect(stepOf(await desk.signIn())).toBe('second-factor');
    expect(told(await one.code(used))).toEqual([401, 'CODE_NOT_VALID']);
    const code = nextCode(app);
    const both = await Promise.all([one.code(code), other.code(code)]);
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 401]);
    const [recovery = ''] = recoveryCodes;
    expect(stepOf(await third.code(recovery))).toBe('done');
    const fourth = new Desk(h);
    await fourth.signIn();
    expect(told(await fourth.code(recovery))).toEqual([401, 'CODE_NOT_VALID']);
    await h.app.access.secondFactor.remove(id);
    expect(await third.me()).toBe(401);
    expect(stepOf(await fourth.signIn())).toBe('done');
  } finally {
    await h.close();
  }
});
