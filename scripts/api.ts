/**
 * `npm run api`: keeps what the server answers now as the examples of the description, and makes the client's types from it.
 * Look at what git shows before you commit: it is what other people's programs will see change.
 */
import { spawnSync } from 'node:child_process';
import { inRoot, root } from './setup/root.mjs';

const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
const words = ['run', '--project', 'int', 'tests/api/kept', '--update'];
const { status } = spawnSync(process.execPath, [vitest, ...words], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
