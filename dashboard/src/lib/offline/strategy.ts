/**
 * How the service worker answers a request, from its address and kind alone. Pure. What is true comes from the server only and is
 * never kept; what the pages are made of is kept with the build that it belongs to, so that they start without a network.
 */

export type Strategy =
  /** Not ours: the browser does as it always does. */
  | 'pass'
  /** Part of this build, and never changed: from the store, else from the network. */
  | 'kept'
  /** A page: from the network, and without one the page of this build. */
  | 'page';

export interface Asked {
  method: string;
  /** `navigate` for a page. */
  mode: string;
  url: string;
}

/** Under these everything comes from the server at that moment: the API, the sockets, which build the server has. */
const NEVER_KEPT = ['/api/', '/socket.io/', '/_app/version.json', '/service-worker.js'];

/** @param kept addresses of this build's files, from the root. */
export function strategyFor(
  { method, mode, url }: Asked,
  origin: string,
  kept: ReadonlySet<string>,
): Strategy {
  const { origin: from, pathname, search } = new URL(url);
  if (method !== 'GET' || from !== origin) return 'pass';
  if (NEVER_KEPT.some((one) => pathname.startsWith(one))) return 'pass';
  if (mode === 'navigate') return 'page';
  return search === '' && kept.has(pathname) ? 'kept' : 'pass';
}

const STORE = 'spoedkaart-';
export const storeName = (build: string) => `${STORE}${build}`;

/**
 * Stores that go when a build takes over: all but its own and the one before it, of which a page may still be open and fetch a part.
 * @param names in the order in which they were made.
 */
export function storesToDrop(names: readonly string[], build: string): string[] {
  const earlier = names.filter((name) => name.startsWith(STORE) && name !== storeName(build));
  return earlier.slice(0, -1);
}
