/** Which browser a session was begun with, in words broad enough to know one's own by; the exact one is nobody's business. */

export const BROWSERS = ['edge', 'firefox', 'chrome', 'safari', 'other'] as const;
export type BrowserName = (typeof BROWSERS)[number];
export const SYSTEMS = ['android', 'ios', 'windows', 'mac', 'linux', 'other'] as const;
export type SystemName = (typeof SYSTEMS)[number];

export interface BroadBrowser {
  browser: BrowserName;
  system: SystemName;
}

/** In this order: most browsers also name those that they want to be taken for. */
const BROWSER_MARKS: readonly [RegExp, BrowserName][] = [
  [/\b(?:Edg|EdgA|EdgiOS)\//, 'edge'],
  [/\b(?:Firefox|FxiOS)\//, 'firefox'],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'chrome'],
  [/\bSafari\//, 'safari'],
];
const SYSTEM_MARKS: readonly [RegExp, SystemName][] = [
  [/\bAndroid\b/, 'android'],
  [/\b(?:iPhone|iPad|iPod)\b/, 'ios'],
  [/\bWindows\b/, 'windows'],
  [/\bMacintosh\b/, 'mac'],
  [/\b(?:Linux|CrOS|X11)\b/, 'linux'],
];

/** @param userAgent header of the request; what it says is the browser's word and no proof. */
export function broadBrowserOf(userAgent: string | null): BroadBrowser {
  const text = (userAgent ?? '').slice(0, 1_000);
  const named = <T>(marks: readonly [RegExp, T][]) => marks.find(([mark]) => mark.test(text))?.[1];
  return { browser: named(BROWSER_MARKS) ?? 'other', system: named(SYSTEM_MARKS) ?? 'other' };
}

/** As it is kept with a session. */
export function browserText({ browser, system }: BroadBrowser): string {
  return `${browser}/${system}`;
}

/** What was kept; anything else is `other`. */
export function keptBrowser(text: string | null): BroadBrowser {
  const [first, second] = (text ?? '').split('/');
  return {
    browser: BROWSERS.find((one) => one === first) ?? 'other',
    system: SYSTEMS.find((one) => one === second) ?? 'other',
  };
}
