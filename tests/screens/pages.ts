/** Every page that people see: who looks, where, and what must stand there before one looks. One line for a new page. */
export interface ScreenPage {
  name: string;
  /** Name before the @ of a demo account; null: nobody is signed in. */
  account: string | null;
  /** `:decision` stands for the frozen demo's decision, `:decided` for its case, `:then` for a moment some minutes before it stands still. */
  path: string;
  /** Selector of what must be there. */
  shows: string;
  /** Brings the page into the state that is looked at: opens a case, a row, a dialog. */
  act?: Act;
  /** Selector of what is left out of the pictures: it tells who looked at other pages before. */
  hides?: string;
}

/** What a page needs before it is looked at, in words that work in both languages. */
export type Act = { press: string } | { click: string };

export const SCREEN_PAGES: readonly ScreenPage[] = [
  { name: 'map', account: 'chair.nation', path: '/map', shows: '[data-row]' },
  { name: 'region', account: 'chair.west', path: '/region/west', shows: 'main table' },
  { name: 'map-then', account: 'chair.nation', path: '/map?at=:then', shows: '[data-row]' },
  {
    name: 'region-then',
    account: 'chair.west',
    path: '/region/west?at=:then',
    shows: 'main table',
  },
  {
    name: 'hospital',
    account: 'hospital.lumc',
    path: '/hospital/lumc-leiden',
    shows: 'main h2',
  },
  {
    name: 'hospital-spreadsheet',
    account: 'hospital.lumc',
    path: '/hospital/lumc-leiden/spreadsheet',
    shows: 'main h2',
  },
  { name: 'dispatch', account: 'dispatch.west', path: '/dispatch', shows: 'main' },
  {
    name: 'dispatch-case',
    account: 'dispatch.west',
    path: '/dispatch',
    shows: 'main',
    act: { click: 'main nav li:nth-child(2) button' },
  },
  { name: 'decisions', account: 'chair.west', path: '/decisions', shows: 'main [role=table]' },
  { name: 'decision', account: 'chair.west', path: '/decisions/:decision', shows: 'main h2' },
  // Of before there was anything: who looked lately depends on who looks at the other pages.
  {
    name: 'access',
    account: 'hospital.lumc',
    path: '/access?to=2020-01-01',
    shows: 'main:has([aria-labelledby=unusual][aria-busy=false]) .empty',
  },
  {
    name: 'held',
    account: 'chair.west',
    path: '/access/:decided',
    shows: 'main h2',
    hides: '[aria-labelledby=held-seen], [aria-labelledby=held-proof]',
  },
  {
    name: 'break-glass',
    account: 'dispatch.noord',
    path: '/access',
    shows: 'main section',
    act: { click: 'main header button' },
  },
  { name: 'rules', account: 'viewer', path: '/rules', shows: 'main h2' },
  { name: 'admin', account: 'admin', path: '/admin', shows: 'main table' },
  { name: 'feeds', account: 'admin', path: '/feeds', shows: 'main table' },
  {
    name: 'feeds-detail',
    account: 'chair.west',
    path: '/feeds',
    shows: 'main table',
    act: { click: 'main tbody th button' },
  },
  {
    name: 'feeds-waiting',
    account: 'admin',
    path: '/feeds?tab=quarantine',
    shows: 'main [data-tabs-content] ul',
  },
  { name: 'feeds-places', account: 'admin', path: '/feeds?tab=places', shows: 'main .lead' },
  { name: 'feeds-names', account: 'admin', path: '/feeds?tab=names', shows: 'main table' },
  { name: 'wall', account: 'chair.west', path: '/wall', shows: '[data-slide]' },
  // An account that looks at no other page: its sessions are its own.
  { name: 'account', account: 'hospital.haga', path: '/account', shows: 'main li' },
  { name: 'second-factor', account: 'viewer', path: '/second-factor', shows: 'main form' },
  { name: 'walls', account: 'chair.west', path: '/walls', shows: 'main h2' },
  { name: 'setup', account: 'admin', path: '/setup?step=region', shows: 'main form' },
  {
    name: 'setup-hospital',
    account: 'admin',
    path: '/setup?step=facilities',
    shows: 'main section',
  },
  { name: 'setup-people', account: 'admin', path: '/setup?step=people', shows: 'main section' },
  { name: 'invitation', account: null, path: '/invitation#token=spent', shows: 'main form' },
  { name: 'sign-in', account: null, path: '/sign-in', shows: 'main form' },
  { name: 'first-admin', account: null, path: '/first-admin#token=spent', shows: 'main' },
];

export const SIZES = {
  phone: { width: 390, height: 844 },
  desk: { width: 1440, height: 900 },
  wall: { width: 1920, height: 1080 },
} as const;
export const THEMES = ['dark', 'light'] as const;
export const LANGUAGES = ['nl', 'en'] as const;

export type Size = keyof typeof SIZES;
export type Theme = (typeof THEMES)[number];
export type Language = (typeof LANGUAGES)[number];

/** One way to look at a page. */
export interface Look {
  size: Size;
  theme: Theme;
  language: Language;
}

export const EVERY_LOOK: readonly Look[] = (Object.keys(SIZES) as Size[]).flatMap((size) =>
  THEMES.flatMap((theme) => LANGUAGES.map((language) => ({ size, theme, language }))),
);

/** The looks whose pictures are kept: together they have each size, theme and language, for each page. */
export const KEPT_LOOKS: readonly Look[] = [
  { size: 'phone', theme: 'light', language: 'nl' },
  { size: 'desk', theme: 'dark', language: 'nl' },
  { size: 'wall', theme: 'light', language: 'en' },
];

export const nameOf = (page: ScreenPage, { size, theme, language }: Look): string =>
  `${page.name}-${size}-${theme}-${language}`;
