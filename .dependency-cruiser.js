/**
 * The arrows between the folders: dashboard -> server/{wire,domain} <- server/{api,live,feeds} -> db.
 * Paths are resolved before they are judged, so an alias or a detour through .. changes nothing.
 */
const packages = '^node_modules/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'domain-imports-only-itself-and-zod',
      severity: 'error',
      from: { path: '^server/domain/' },
      to: { pathNot: ['^server/domain/', `${packages}zod/`] },
    },
    {
      name: 'wire-imports-only-the-domain-and-zod',
      severity: 'error',
      from: { path: '^server/wire/' },
      to: { pathNot: ['^server/(wire|domain)/', `${packages}zod/`] },
    },
    {
      name: 'dashboard-sees-only-domain-and-wire',
      severity: 'error',
      from: { path: '^dashboard/src/' },
      to: {
        path: '^(server|db|seed|scripts|tests|bench)/',
        pathNot: '^server/(domain|wire)/',
      },
    },
    {
      name: 'dashboard-uses-aliases-for-the-server',
      comment: '#domain/… and #wire/…, so that one glance shows what a page leans on',
      severity: 'error',
      from: { path: '^dashboard/src/' },
      to: { path: '^server/', dependencyTypesNot: ['aliased', 'aliased-subpath-import'] },
    },
    {
      name: 'dashboard-runs-in-a-browser',
      severity: 'error',
      from: { path: '^dashboard/src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'db-knows-only-the-domain',
      severity: 'error',
      from: { path: '^db/' },
      to: { path: '^(server|dashboard|seed|scripts|tests|bench)/', pathNot: '^server/domain/' },
    },
    {
      name: 'api-live-and-feeds-are-strangers',
      severity: 'error',
      from: { path: '^server/(api|live|feeds)/' },
      to: { path: '^server/(api|live|feeds)/', pathNot: '^server/$1/' },
    },
    {
      name: 'sql-only-in-db',
      severity: 'error',
      from: { path: '^(server|seed|dashboard)/' },
      to: { path: `${packages}(better-sqlite3|drizzle-orm|postgres)/` },
    },
    {
      name: 'nothing-shipped-leans-on-tests',
      severity: 'error',
      from: { path: '^(server|db|seed|dashboard)/' },
      to: { path: '^(tests|bench|scripts)/' },
    },
    {
      name: 'nothing-shipped-leans-on-a-build-tool',
      severity: 'error',
      from: { path: '^(server|db|seed)/', pathNot: '\\.config\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], pathNot: `${packages}@types/` },
    },
    {
      name: 'no-cycles',
      comment: 'at run time; types may refer to each other',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(build|\\.svelte-kit)/|^server/client/dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.svelte', '.json'],
      conditionNames: ['import', 'node', 'svelte', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
