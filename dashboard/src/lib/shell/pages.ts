/** Which pages a person gets in the top bar. The server decides what is in them; this only leaves out what would be empty. */
import type { Me } from '#wire/session.ts';
import type { Words } from '#lib/words/nl/index.ts';

export interface PageLink {
  name: keyof Words['shell']['pages'];
  href: string;
}

const MAP: PageLink = { name: 'map', href: '/map' };
/** Wall screens: signing one in, and what it shows. */
const WALLS: PageLink = { name: 'walls', href: '/walls' };
const DECISIONS: PageLink = { name: 'decisions', href: '/decisions' };
/** What every decision rests on is for everybody to read. */
const RULES: PageLink = { name: 'rules', href: '/rules' };

/** How the feeds do, each role as far as it goes. */
const FEEDS: PageLink = { name: 'feeds', href: '/feeds' };

/** @param firstRegion of the installation; empty while it is not known yet: the link of the regions then ends in `/`. */
export function pagesOf(me: Me, firstRegion: string | null): PageLink[] {
  const own = me.scope.regions === 'nation' ? null : (me.scope.regions[0] ?? null);
  const region = own ?? firstRegion;
  const regions: PageLink[] =
    region === null ? [] : [{ name: 'region', href: `/region/${region}` }];
  switch (me.role) {
    case 'administrator':
      return [
        { name: 'setup', href: '/setup' },
        { name: 'admin', href: '/admin' },
        MAP,
        ...regions,
        FEEDS,
        WALLS,
        RULES,
      ];
    case 'chair':
      return [MAP, ...regions, DECISIONS, FEEDS, WALLS, RULES];
    case 'dispatcher':
      return [{ name: 'dispatch', href: '/dispatch' }, MAP, DECISIONS, RULES];
    case 'hospital':
      return [{ name: 'hospital', href: '/hospital' }, MAP, DECISIONS, FEEDS, RULES];
    case 'viewer':
    case 'machine':
      return [MAP, ...regions, RULES];
  }
}

/** Whether the address lies under the link. */
export function isHere(path: string, href: string): boolean {
  const section = `/${href.split('/')[1] ?? ''}`;
  return path === section || path.startsWith(`${section}/`);
}
