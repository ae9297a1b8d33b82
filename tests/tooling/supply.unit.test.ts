/** The gates over packages: that each can fail, and that nobody to ask is no failure. */
import { describe, expect, it } from 'vitest';
import { judgeAudit } from '../../scripts/check/audit.ts';
import { forbiddenIn, licencesPage, packagesIn } from '../../scripts/check/licences.ts';

const lock = (packages: Record<string, object>) =>
  JSON.stringify({ packages: { '': { name: 'own' }, ...packages } });
const one = (license: string | undefined, more: object = {}) =>
  packagesIn(lock({ 'node_modules/a': { version: '1.0.0', license, ...more } }));

describe('the gate over licences', () => {
  it.each(['MIT', 'Apache-2.0', 'MPL-2.0', '(MIT OR GPL-3.0-only)', '(MIT AND ISC)'])(
    'lets %s run',
    (licence) => expect(forbiddenIn(one(licence))).toEqual([]),
  );
  it.each([
    'GPL-3.0-only',
    'AGPL-3.0-only',
    'CC-BY-3.0',
    '(MIT AND GPL-3.0-only)',
    'SEE LICENSE IN x',
    'UNLICENSED',
    undefined,
  ])('refuses %s where it runs', (licence) => expect(forbiddenIn(one(licence))).toHaveLength(1));
  it('lets a tool be stricter, but not what both runs and tests', () => {
    expect(forbiddenIn(one('CC-BY-3.0', { dev: true }))).toEqual([]);
    expect(forbiddenIn(one('GPL-3.0-only', { dev: true }))).toHaveLength(1);
    const twice = packagesIn(
      lock({
        'node_modules/a': { version: '1.0.0', license: 'CC-BY-3.0' },
        'node_modules/b/node_modules/a': { version: '1.0.0', license: 'CC-BY-3.0', dev: true },
      }),
    );
    expect(forbiddenIn(twice)).toEqual(['a 1.0.0: CC-BY-3.0, and it runs']);
  });
  it('lists what runs and nothing else', () => {
    const page = licencesPage(
      packagesIn(
        lock({
          'node_modules/@b/runs': { version: '2.0.0', license: 'ISC' },
          'node_modules/tests': { version: '1.0.0', license: 'MIT', dev: true },
        }),
      ),
    );
    expect(page).toContain('## ISC\n\n- @b/runs 2.0.0\n');
    expect(page).not.toContain('tests 1.0.0');
  });
});

describe('the gate over known holes', () => {
  const answer = (severity: string) =>
    JSON.stringify({ vulnerabilities: { a: { severity, range: '<2' } } });
  it.each(['high', 'critical'])('stops at one that is %s', (severity) =>
    expect(judgeAudit(answer(severity))).toEqual({ kind: 'found', holes: [`a <2: ${severity}`] }),
  );
  it('does not stop at a small one, or at none', () => {
    expect(judgeAudit(answer('moderate'))).toEqual({ kind: 'clean' });
    expect(judgeAudit('{"vulnerabilities":{}}')).toEqual({ kind: 'clean' });
  });
  it.each([
    '',
    'no JSON',
    '{"error":{"code":"ENOTFOUND"}}',
    '{"message":"405 Method Not Allowed"}',
  ])('says that nobody could be asked: %s', (output) =>
    expect(judgeAudit(output).kind).toBe('unasked'),
  );
});
