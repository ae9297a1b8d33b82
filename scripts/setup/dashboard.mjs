import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { provideGeoFiles } from '../../dashboard/geo-files.mjs';
import { writePreloads } from '../../dashboard/preloads.mjs';
import { fingerprint, readMark } from './fingerprint.mjs';
import { runStep, SetupError } from './process.mjs';
import { inRoot } from './root.mjs';

/** Everything that the built dashboard is made of. */
const sources = [
  'dashboard',
  'seed/geo',
  'server/domain',
  'server/wire',
  'package.json',
  'package-lock.json',
];
/** What a build writes itself. */
const products = ['build', '.svelte-kit', 'node_modules', 'static/geo'].map(
  (name) => `dashboard/${name}`,
);
const mark = inRoot('.cache', 'dashboard-built');

/**
 * Writes the types that kit derives from the routes; the dashboard's type check and build both read them.
 * @param {string} node
 */
export async function syncDashboard(node) {
  const kit = inRoot('node_modules', '@sveltejs', 'kit', 'svelte-kit.js');
  const code = await runStep(node, [kit, 'sync', '-c', 'dashboard/vite.config.ts'], {
    quiet: true,
  });
  if (code !== 0) throw new SetupError('The types of the dashboard could not be written.');
}

/**
 * Builds the dashboard when something it is made of changed since the last build that succeeded.
 * @param {string} node
 */
export async function ensureDashboard(node) {
  provideGeoFiles();
  const wanted = fingerprint(sources, products);
  if (readMark(mark) === wanted && existsSync(inRoot('dashboard', 'build', 'index.html'))) return;
  console.error('Building the dashboard …');
  rmSync(mark, { force: true });
  await syncDashboard(node);
  const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js');
  const code = await runStep(node, [vite, 'build', 'dashboard', '--logLevel', 'warn'], {
    quiet: true,
  });
  if (code !== 0) throw new SetupError('The dashboard could not be built.');
  writePreloads();
  writeFileSync(mark, `${wanted}\n`);
}
