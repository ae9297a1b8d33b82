/** The other half of the seeds, in a file of its own so that two cores share the work. */
import { describe } from 'vitest';
import { ASKED, manySeeds } from './seeds.ts';

// Somebody who asks for a seed gets it from the first file.
describe.runIf(ASKED === null)('under more faults', () => manySeeds(200_000, 1_500));
