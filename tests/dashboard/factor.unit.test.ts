/** What the pages of the second factor make of what is typed, answered and drawn. */
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { askOf } from '#lib/factor/change.ts';
import { digitsOf, isWhole, refusalText, type Said } from '#lib/factor/codes.ts';
import { codeOfFault, hasPasskeys } from '#lib/factor/passkey.ts';
import { qrOf, QUIET, secretOf } from '#lib/factor/qr.ts';
import { setUpPage, wayOf } from '#lib/factor/way.ts';
import { formats } from '#lib/words/format.ts';
import { nl } from '#lib/words/nl/index.ts';

describe('a typed code', () => {
  it('is six digits, however an app groups them', () => {
    expect(digitsOf(' 123 456 ')).toBe('123456');
    for (const whole of ['123456', '123 456', '123-456']) expect(isWhole(whole)).toBe(true);
    for (const part of ['', '12345', '1234567', 'abcdef']) expect(isWhole(part)).toBe(false);
  });
});

describe('why a code was refused', () => {
  const now = Date.parse('2026-03-02T03:00:00Z');
  const say = (code: string, facts?: Record<string, unknown>, more: Partial<Said> = {}) =>
    refusalText(
      { code, ...(facts === undefined ? {} : { facts }) },
      { words: nl, format: formats.nl, now, ...more },
    );

  it('says how many tries are left, the last one too', () => {
    expect(say('CODE_NOT_VALID', { left: 4 })).toContain('Nog 4 pogingen;');
    expect(say('CODE_NOT_VALID', { left: 1 })).toContain('Nog 1 poging;');
    expect(say('CODE_NOT_VALID')).not.toContain('Nog');
  });

  it('says from what time on there are more, by the clock on the wall', () => {
    const clock = formats.nl.clock(now + 120_000);
    expect(say('TOO_MANY_ATTEMPTS', { retryAfter: 120 })).toContain(`Vanaf ${clock} kan het weer.`);
    expect(say('TOO_MANY_ATTEMPTS')).not.toContain('Vanaf');
  });

  it('speaks of what was tried: a recovery code, or the password of who is in already', () => {
    const { recoveryWrong } = nl.factor.show;
    expect(say('CODE_NOT_VALID', undefined, { recovery: true })).toBe(recoveryWrong);
    expect(say('CODE_NOT_VALID')).not.toBe(recoveryWrong);
    const { passwordWrong } = nl.factor.own;
    expect(say('SIGN_IN_REFUSED', undefined, { proof: true })).toBe(passwordWrong);
    expect(say('SIGN_IN_REFUSED')).not.toBe(passwordWrong);
    // Nothing else is taken for a wrong code.
    expect(say('NETWORK', undefined, { recovery: true, proof: true })).toBe(say('NETWORK'));
  });
});

describe('the picture for the app', () => {
  const uri = 'otpauth://totp/Spoedkaart:a%40b.example?secret=JBSWY3DPEHPK3PXPAB&issuer=Spoedkaart';

  it('has the dark modules of the code and no other, with white around', () => {
    const { size, path } = qrOf(uri);
    const dark = new Set<string>();
    for (const [, x = '', y = '', wide = '', back = ''] of path.matchAll(
      /M(\d+) (\d+)h(\d+)v1H(\d+)z/g,
    )) {
      expect(back).toBe(x);
      for (let at = Number(x); at < Number(x) + Number(wide); at += 1) dark.add(`${at} ${y}`);
    }
    const plain = encode(uri, { ecc: 'M', border: 0 });
    expect(size).toBe(plain.size + 2 * QUIET);
    const wanted = plain.data.flatMap((row, y) =>
      row.flatMap((on, x) => (on ? [`${x + QUIET} ${y + QUIET}`] : [])),
    );
    expect([...dark].sort()).toEqual(wanted.sort());
  });

  it('comes with the secret to type over, in groups of four', () => {
    expect(secretOf(uri)).toBe('JBSW Y3DP EHPK 3PXP AB');
    expect(secretOf('otpauth://totp/x')).toBe('');
  });
});

describe('what is asked of the server', () => {
  const given = { password: 'right horse', code: null };

  it('is of the own account alone, with the proof where something goes', () => {
    expect(askOf({ kind: 'renew' }, given, '')).toEqual({
      ...{ method: 'POST', path: 'second-factor/recovery-codes', body: given },
    });
    expect(askOf({ kind: 'remove', of: 'codes', name: 'app', last: true }, given, '')).toEqual({
      ...{ method: 'DELETE', path: 'second-factor/codes', body: given },
    });
    expect(askOf({ kind: 'remove', of: 'p-1', name: 'desk', last: false }, given, '')).toEqual({
      ...{ method: 'DELETE', path: 'second-factor/passkeys/p-1', body: given },
    });
    expect(askOf({ kind: 'rename', id: 'p-1', name: 'desk' }, given, ' desk 2 ')).toEqual({
      ...{ method: 'PUT', path: 'second-factor/passkeys/p-1', body: { name: 'desk 2' } },
    });
  });
});

describe('a passkey', () => {
  it('is nothing where the browser has none', () => {
    expect(hasPasskeys()).toBe(false);
  });

  it('says no in words that the dictionary has', () => {
    for (const name of ['InvalidStateError', 'SecurityError', 'NotAllowedError', 'AbortError', ''])
      expect(nl.problems.byCode).toHaveProperty(codeOfFault(name));
  });

  it('is chosen by the address, which means an app where it says nothing', () => {
    const query = (address: string) => new URLSearchParams(address.split('?')[1] ?? '');
    for (const way of ['app', 'passkey'] as const) expect(wayOf(query(setUpPage(way)))).toBe(way);
    for (const other of ['/second-factor', '/second-factor?way=horse'])
      expect(wayOf(query(other))).toBe('app');
  });
});
