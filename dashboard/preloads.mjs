// What a page will need is known when it is built: written beside it, so that the server can say it with the page itself and
// the browser fetches all of it at once, instead of finding out in three rounds.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const kit = join(import.meta.dirname, '.svelte-kit');
const nodes = join(kit, 'generated', 'build', 'client-optimized', 'nodes');

/** Pages that show the map: its engine and outlines come with them; with those whose words come first, on wide screens only. */
const withMap = /^\/wall$/;
const withMapWhenWide = /^\/(dispatch|map)$/;
const outlines = ['outline', 'roaz', 'roads'].map((name) => `/geo/${name}.json`);

/**
 * Writes build/preloads.json: by route (`/region/[id]`) the addresses of its scripts, styles and data, and for all pages the
 * letters in which everything is set, the style of the first words (`boot`) and by language and route those words (`words`). Without the bundler's list there is nothing to write, and pages are only slower.
 */
export function writePreloads() {
  const manifestFile = join(kit, 'output', 'client', '.vite', 'manifest.json');
  if (!existsSync(manifestFile) || !existsSync(nodes)) return;
  /** @type {Record<string, { file: string, imports?: string[], css?: string[], assets?: string[] }>} */
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  checkFirst(manifest);
  /** @param {string} key @param {Set<string>} found */
  const gather = (key, found) => {
    const chunk = manifest[key];
    if (chunk === undefined || found.has(`/${chunk.file}`)) return;
    found.add(`/${chunk.file}`);
    for (const file of chunk.css ?? []) found.add(`/${file}`);
    for (const one of chunk.imports ?? []) gather(one, found);
  };
  const keyEnding = (/** @type {string} */ end) =>
    Object.keys(manifest).find((key) => key.endsWith(end));
  const errors = keyEnding('client-optimized/nodes/1.js');
  /** @type {Record<string, string[]>} */
  const routes = {};
  /** @type {Record<string, string[]>} */
  const wide = {};
  for (const file of readdirSync(nodes)) {
    const route = /routes(\/.*)?\/\+page\.svelte/.exec(
      readFileSync(join(nodes, file), 'utf8'),
    )?.[1];
    const key = keyEnding(`client-optimized/nodes/${file}`);
    if (route === undefined || key === undefined) continue;
    /** @type {Set<string>} */
    const found = new Set();
    gather(key, found);
    // Kit fetches the page of errors before it shows any.
    if (errors !== undefined) gather(errors, found);
    const own = [...found];
    const engine = keyEnding('leaflet/dist/leaflet-src.js');
    if (engine !== undefined) gather(engine, found);
    const map = [...[...found].filter((one) => !own.includes(one)), ...outlines];
    routes[route] = withMap.test(route) ? [...own, ...map] : own;
    if (withMapWhenWide.test(route)) wide[route] = map;
  }
  const all = Object.values(manifest).flatMap(({ file, assets = [] }) => [file, ...assets]);
  const letters = [
    ...new Set(all.filter((file) => /plex-sans-latin-(400|600)[^/]*\.woff2$/.test(file))),
  ];
  const text = JSON.stringify({
    letters: letters.map((file) => `/${file}`),
    routes,
    wide,
    boot: ['tokens.css', 'boot.css'].map(styleOf).join(''),
    words: JSON.parse(readFileSync(join(kit, 'first-words.json'), 'utf8')),
  });
  writeFileSync(join(import.meta.dirname, 'build', 'preloads.json'), `${text}\n`);
}

/** A style sheet of lib without its comments and its rules for paper. @param {string} name */
function styleOf(name) {
  return readFileSync(join(import.meta.dirname, 'src', 'lib', name), 'utf8')
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/^@(?:page|media print)[^]*/m, '')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

/**
 * Kit tells its first file which build it is, and then reads the program that asks it. Were the program among what the first
 * file needs, it would be read too early and no page would ever hear of another build: a wall would show an old one for good.
 * @param {Record<string, { file: string, imports?: string[] }>} manifest
 */
function checkFirst(manifest) {
  const keys = Object.keys(manifest);
  const first = keys.find((key) =>
    /[\\/]kit[\\/]src[\\/]runtime[\\/]client[\\/]entry\.js$/.test(key),
  );
  if (first === undefined)
    throw new Error('the build has no first file: look at preloads.mjs again');
  const needs = (/** @type {string} */ key) => {
    /** @type {string[]} */
    const files = [key];
    for (const one of manifest[key]?.imports ?? []) files.push(...needs(one));
    return files;
  };
  const MOST_BYTES = 4_000;
  for (const key of needs(first)) {
    const file = manifest[key]?.file ?? '';
    const { size } = statSync(join(import.meta.dirname, 'build', file));
    if (size > MOST_BYTES)
      throw new Error(`${file} (${size} bytes) is read before the page knows its build`);
  }
}
