// npm runs this after every install of this repository: kit's types live in an ignored folder and must be written
// again, and node_modules is noted as whole. An install without the build tools (--omit=dev) needs neither.
import { existsSync } from 'node:fs';
import { syncDashboard } from './setup/dashboard.mjs';
import { markInstalled } from './setup/dependencies.mjs';
import { inRoot } from './setup/root.mjs';
import { modernNode } from './setup/runtime.mjs';

if (existsSync(inRoot('node_modules', '@sveltejs', 'adapter-static'))) {
  await syncDashboard(modernNode());
  markInstalled();
}
