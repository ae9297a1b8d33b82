import { describe, expect, it } from 'vitest';
import { isKnownPassword } from '../../server/access/passwords.ts';

describe('a password that others know', () => {
  it.each([
    'qwertyuiop123',
    'QwertyUIOP123',
    'Welkom01012024',
    'Amsterdam2026!',
    '2026!Rotterdam',
    'P@ssw0rd2026',
    'passwordpassword',
    'Feyenoord-1908',
    'aaaaaaaaaaaaaaaa',
    '123123123123',
    'abcdabcdabcdab',
    'Spoedkaart2026!',
    'sp0edkaart!!!!',
  ])('%s is found', async (password) => {
    expect(await isKnownPassword(password)).toBe(true);
  });

  it.each([
    'a long enough one',
    'quite another one',
    'correct paard accu nietje',
    'vier natte laarzen in de gang',
    'Kx7-wq2-Lm9-vt4',
    '8374938473920571',
    'amsterdam en nog vier woorden',
  ])('%s is not', async (password) => {
    expect(await isKnownPassword(password)).toBe(false);
  });

  it('is the name of the account too', async () => {
    const email = 'dispatch.west@room.example';
    expect(await isKnownPassword('DispatchWest2026', email)).toBe(true);
    expect(await isKnownPassword('DispatchWest2026', 'somebody@room.example')).toBe(false);
  });
});
