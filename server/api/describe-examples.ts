/** Examples in the description: what a real server was asked and answered (tests/api/examples.int.test.ts keeps them). */
import type { Operation } from './describe.ts';

export function describeExamples(_operation: Operation, _route: string): void {}
