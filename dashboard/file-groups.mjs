/**
 * Which modules share a file. A phone far from a mast pays for each file that it fetches and not for its bytes alone: what every
 * page needs is one file, and what some of them share goes together by who needs it, in place of a hundred small ones.
 */

/** Kit writes these: its program, the layout, and the page that says that something went wrong; every page needs all three. */
const ofEveryPage =
  /[\\/]client-optimized[\\/](?:app|nodes[\\/][01])\.js$|[\\/]runtime[\\/]client[\\/]client-entry\.js$/;
/**
 * Kit tells its program which build it is before that program is read, so what its first file needs must bring nothing else
 * along: in one file with the rest, a page would never hear of another build (preloads.mjs checks it).
 */
const first =
  /[\\/]kit[\\/]src[\\/]runtime[\\/]client[\\/]payload\.js|vite[\\/]preload-helper|rolldown[\\/]runtime/;

/** The groups for the bundler, and the plugin that finds out what every page needs. */
export function groupFiles() {
  /** @type {Set<string>} */
  const everyPage = new Set();
  return {
    plugin: {
      name: 'what-every-page-needs',
      /** @this {{ getModuleIds(): Iterable<string>, getModuleInfo(id: string): { importedIds: readonly string[] } | null }} */
      buildEnd() {
        everyPage.clear();
        const roots = [...this.getModuleIds()].filter((id) => ofEveryPage.test(id));
        const waiting = [...roots];
        for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
          for (const one of this.getModuleInfo(id)?.importedIds ?? []) {
            if (everyPage.has(one)) continue;
            everyPage.add(one);
            waiting.push(one);
          }
        }
      },
    },
    groups: [
      { name: 'first', test: first, priority: 3 },
      { name: 'every-page', test: (/** @type {string} */ id) => everyPage.has(id), priority: 2 },
      {
        name: 'some-pages',
        minShareCount: 2,
        entriesAware: true,
        entriesAwareMergeThreshold: 8_000,
        priority: 1,
      },
    ],
  };
}
