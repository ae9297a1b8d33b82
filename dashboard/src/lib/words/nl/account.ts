/** Dutch words of one's own account: where one is signed in. */
import type { BrowserName, SystemName } from '#domain/access/browser.ts';

const browsers: Record<BrowserName, string> = {
  edge: 'Edge',
  firefox: 'Firefox',
  chrome: 'Chrome',
  safari: 'Safari',
  other: 'Andere browser',
};
const systems: Record<SystemName, string> = {
  android: 'Android',
  ios: 'iPhone of iPad',
  windows: 'Windows',
  mac: 'Mac',
  linux: 'Linux',
  other: 'onbekend apparaat',
};

export const account = {
  title: 'Mijn account',
  provided: (name: string) =>
    `Dit account komt van ${name}. Uw rol en uw wachtwoord worden daar geregeld, niet hier.`,
  sessions: {
    title: 'Waar u bent aangemeld',
    titleOf: (email: string) => `Waar ${email} is aangemeld`,
    lead: 'Een sessie die u niet kent, beëindigt u hier. Wat daar open staat, sluit meteen.',
    browsers,
    systems,
    browser: (browser: string, system: string) => `${browser} op ${system}`,
    own: 'deze',
    now: 'nu in gebruik',
    begun: (date: string, clock: string) => `begonnen ${date} ${clock}`,
    used: (date: string, clock: string) => `laatst gebruikt ${date} ${clock}`,
    end: 'Beëindigen',
    endOthers: 'Alle andere beëindigen',
    endAll: 'Alle beëindigen',
    ended: (count: number) =>
      count === 1 ? '1 sessie is beëindigd.' : `${count} sessies zijn beëindigd.`,
    none: 'Er is geen open sessie.',
    show: 'Sessies',
    close: 'Sluiten',
  },
};
