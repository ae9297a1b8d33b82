/**
 * Under which licence each package of the lock file is given out. Those that run where Spoedkaart runs must go together with its own
 * licence (EUPL-1.2 and its appendix of compatible ones); those that only build and test it may be given out more strictly.
 */
import { readFileSync } from 'node:fs';
import satisfies from 'spdx-satisfies';
import { inRoot } from '../setup/root.mjs';

export interface PackageLicence {
  name: string;
  version: string;
  /** As the package says it; null: it does not. */
  licence: string | null;
  /** It only builds and tests. */
  dev: boolean;
}

/** Free to pass on inside a work under the EUPL-1.2, with their notices. */
const RUNS = [
  ...['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'],
  ...['Unlicense', 'CC0-1.0', 'OFL-1.1'],
  // File by file: what we do not change we need not give out anew.
  'MPL-2.0',
];
/** Passed on to nobody. */
const BUILDS = [...RUNS, 'Python-2.0', 'CC-BY-3.0', 'CC-BY-4.0'];

/** Packages that say nothing that a machine can read, and what their own licence file says. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  'incremental-encoder': 'MPL-2.0',
  'svelte-toolbelt': 'MIT',
  'xmlhttprequest-ssl': 'MIT',
};

/** The list of what runs. */
export const LICENCES_PAGE = 'docs/licences.md';

/** The packages of a lock file, by name. @throws when it is none */
export function packagesIn(lock: string): PackageLicence[] {
  const { packages } = JSON.parse(lock) as {
    packages: Record<string, { version?: string; license?: string; dev?: boolean; link?: boolean }>;
  };
  const found = new Map<string, PackageLicence>();
  for (const [path, { version = '', license, dev = false, link = false }] of Object.entries(
    packages,
  )) {
    if (path === '' || link) continue;
    const name = path.replace(/^.*node_modules\//, '');
    const licence = READ_BY_HAND[name] ?? license ?? null;
    const known = found.get(`${name}@${version}`);
    // Once for what runs and once for a test: it runs.
    found.set(`${name}@${version}`, { name, version, licence, dev: dev && (known?.dev ?? true) });
  }
  return [...found.values()].sort((a, b) =>
    a.name === b.name ? (a.version < b.version ? -1 : 1) : a.name < b.name ? -1 : 1,
  );
}

/** What may not be used, a line each. */
export function forbiddenIn(packages: readonly PackageLicence[]): string[] {
  return packages.flatMap(({ name, version, licence, dev }) => {
    const allowed = dev ? BUILDS : RUNS;
    if (licence !== null && isAllowed(licence, allowed)) return [];
    return [`${name} ${version}: ${licence ?? 'no licence'}${dev ? '' : ', and it runs'}`];
  });
}

function isAllowed(licence: string, allowed: readonly string[]): boolean {
  try {
    return satisfies(licence, [...allowed]);
  } catch {
    return false;
  }
}

/** The page that lists what runs, by licence. */
export function licencesPage(packages: readonly PackageLicence[]): string {
  const running = packages.filter((one) => !one.dev);
  const by = Map.groupBy(running, (one) => one.licence ?? 'none');
  const sections = [...by]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([licence, members]) => {
      const names = members.map(({ name, version }) => `- ${name} ${version}`);
      return `## ${licence}\n\n${names.join('\n')}\n`;
    });
  return `# Licences

The ${running.length} packages that run where Spoedkaart runs, as the lock file has them. Written by \`npm run licences\`; \`npm run check\` says
when it is out of date, and refuses a licence that does not go together with ours (EUPL-1.2).

${sections.join('\n')}`;
}

/** What the gate objects to; undefined: nothing. */
export function findLicences(): string | undefined {
  const packages = packagesIn(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const forbidden = forbiddenIn(packages);
  if (forbidden.length > 0) return forbidden.map((line) => `  ${line}`).join('\n');
  const kept = readFileSync(inRoot(LICENCES_PAGE), 'utf8');
  if (kept !== licencesPage(packages))
    return `  ${LICENCES_PAGE} is not of this lock file: npm run licences`;
  return undefined;
}
