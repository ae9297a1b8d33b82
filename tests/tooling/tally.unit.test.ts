import { describe, expect, it } from 'vitest';
import { secondTry, tally, total } from '../../scripts/test/vitest.ts';

const PASSED = 'passed';
const WRONG = 'AssertionError: expected 3 to be 4';
const LATE = 'TestTimeoutError: Test timed out in 180000ms.';
const SKIPPED = 'skipped';

/** A file of tests, each by what became of it: passed, skipped, or the words it failed with. */
const file = (name: string, tests: string[], message = '', broken = false) => ({
  name: `tests/${name}`,
  status: broken || tests.some((one) => one !== PASSED && one !== SKIPPED) ? 'failed' : 'passed',
  message,
  assertionResults: tests.map((one, i) => ({
    fullName: `test ${i}`,
    status: one === PASSED || one === SKIPPED ? one : 'failed',
    failureMessages: one === PASSED || one === SKIPPED ? [] : [one],
  })),
});
const report = (...testResults: ReturnType<typeof file>[]) => ({ testResults });
const one = (...tests: string[]) => report(file('a.unit.test.ts', tests));

describe('the tally of a test run', () => {
  it('counts what passed and names what failed', () => {
    expect(total(tally('unit', 1, one(PASSED, WRONG, PASSED)))).toEqual({
      passed: 2,
      failed: ['tests/a.unit.test.ts: test 1'],
      late: [],
    });
  });

  it('counts a skipped test as failed', () => {
    expect(total(tally('unit', 0, one(PASSED, SKIPPED))).failed).toEqual([
      'tests/a.unit.test.ts: test 1 (skipped)',
    ]);
  });

  it('counts a file that could not be loaded as one failure', () => {
    const broken = report(file('a.unit.test.ts', [], 'SyntaxError', true));
    expect(total(tally('unit', 1, broken))).toEqual({
      passed: 0,
      failed: ['tests/a.unit.test.ts: could not be run'],
      late: [],
    });
  });

  it('counts an error outside the tests, and a run without a report, as one failure', () => {
    expect(total(tally('unit', 1, one(PASSED, PASSED))).failed).toHaveLength(1);
    expect(total(tally('unit', 1, undefined)).failed).toHaveLength(1);
  });

  it('lets a layer without tests pass', () => {
    expect(total(tally('e2e', 0, report()))).toEqual({ passed: 0, failed: [], late: [] });
  });
});

describe('what is tried once more', () => {
  const outOfTime = (...files: ReturnType<typeof file>[]) =>
    tally('int', 1, report(...files))
      .filter((each) => each.outOfTime)
      .map((each) => each.path);

  it.each([
    'TestTimeoutError: Test timed out in 180000ms.\nIf this is a long-running test, …',
    'Error: Hook timed out in 60000ms.',
    'TimeoutError: locator.waitFor: Timeout 30000ms exceeded.',
  ])('is a file in which nothing but time ran out: %s', (why) => {
    expect(outOfTime(file('a', [PASSED, why, LATE]))).toEqual(['tests/a']);
    expect(outOfTime(file('a', [], why, true))).toEqual(['tests/a']);
  });

  it('is no file in which something else failed too, was left out or could not be loaded', () => {
    expect(outOfTime(file('a', [LATE, WRONG]), file('b', [LATE, SKIPPED]))).toEqual([]);
    expect(outOfTime(file('c', [], 'SyntaxError', true), file('d', [PASSED]))).toEqual([]);
    expect(tally('int', 1, undefined)[0]?.outOfTime).toBe(false);
  });

  it('counts by the second try, and is named when it passes then', () => {
    const first = tally('int', 1, report(file('a', [PASSED, LATE]), file('b', [PASSED, WRONG])));
    const second = tally('int', 0, report(file('a', [PASSED, PASSED])));
    expect(secondTry(first, second)).toEqual({
      passed: 3,
      failed: ['tests/b: test 1'],
      late: ['tests/a: test 1'],
    });
  });

  it('has failed when it fails again, is not there, or ends without a report', () => {
    const first = tally('int', 1, report(file('a', [PASSED, LATE])));
    const again = (second: Parameters<typeof secondTry>[1]) => secondTry(first, second);
    expect(again(tally('int', 1, report(file('a', [WRONG, PASSED]))))).toEqual({
      passed: 1,
      failed: ['tests/a: test 0'],
      late: [],
    });
    expect(again([])).toEqual({ passed: 1, failed: ['tests/a: test 1'], late: [] });
    expect(again(tally('int', 1, undefined)).failed).toHaveLength(2);
    const outside = tally('int', 1, report(file('a', [PASSED, PASSED])));
    expect(again(outside).failed).toEqual(['int: an error outside the tests']);
  });
});
