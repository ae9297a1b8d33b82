import { describe, expect, it } from 'vitest';
import { tally } from '../../scripts/test/vitest.ts';

const report = (status: string, ...outcomes: string[]) => ({
  testResults: [
    {
      name: 'tests/a.unit.test.ts',
      status,
      message: '',
      assertionResults: outcomes.map((outcome, i) => ({ fullName: `test ${i}`, status: outcome })),
    },
  ],
});

describe('the tally of a test run', () => {
  it('counts what passed and names what failed', () => {
    expect(tally('unit', 1, report('failed', 'passed', 'failed', 'passed'))).toEqual({
      passed: 2,
      failed: ['tests/a.unit.test.ts: test 1'],
    });
  });

  it('counts a skipped test as failed', () => {
    expect(tally('unit', 0, report('passed', 'passed', 'skipped')).failed).toEqual([
      'tests/a.unit.test.ts: test 1 (skipped)',
    ]);
  });

  it('counts a file that could not be loaded as one failure', () => {
    expect(tally('unit', 1, report('failed'))).toEqual({
      passed: 0,
      failed: ['tests/a.unit.test.ts: could not be run'],
    });
  });

  it('counts an error outside the tests, and a run without a report, as one failure', () => {
    expect(tally('unit', 1, report('passed', 'passed')).failed).toHaveLength(1);
    expect(tally('unit', 1, undefined).failed).toHaveLength(1);
  });

  it('lets a layer without tests pass', () => {
    expect(tally('e2e', 0, { testResults: [] })).toEqual({ passed: 0, failed: [] });
  });
});
