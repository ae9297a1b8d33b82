// Runs one of the project's programs on a machine that may have nothing yet:
//   node scripts/run.mjs [--build] [--chromium] [--postgres] [file.ts arguments …]
// It installs what the lock file says, takes the Node that came with it, builds the dashboard (--build) and finds or
// installs a browser (--chromium) and the programs of PostgreSQL (--postgres), each only when needed. Without a file it only
// sets up.
// Plain JavaScript that Node 20 can read, and no dependency: it runs before there is anything else.
import { ensureChromium } from './setup/chromium.mjs';
import { ensureDashboard } from './setup/dashboard.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { withLock } from './setup/lock.mjs';
import { ensurePostgres } from './setup/postgres.mjs';
import { projectEnv, runProgram, SetupError } from './setup/process.mjs';
import { inRoot } from './setup/root.mjs';
import { modernNode } from './setup/runtime.mjs';

const words = process.argv.slice(2);
const own = new Set();
while (words[0]?.startsWith('--')) own.add(words.shift());
const [file, ...rest] = words;

try {
  let node = process.execPath;
  let chromium = process.env.CHROMIUM_PATH;
  let postgres = process.env.POSTGRES_BIN;
  await withLock(async () => {
    await ensureDependencies();
    node = modernNode();
    if (own.has('--build')) await ensureDashboard(node);
    if (own.has('--chromium')) chromium = await ensureChromium();
    if (own.has('--postgres')) postgres = await ensurePostgres();
  });
  if (file) {
    const env = {
      ...projectEnv(),
      ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
      ...(postgres ? { POSTGRES_BIN: postgres } : {}),
    };
    process.exitCode = await runProgram(node, [inRoot(file), ...rest], env);
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
