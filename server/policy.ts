/** What a page of the dashboard may run, show and speak to: its content security policy, whole, and what else its headers say. */
import { createHash } from 'node:crypto';

/** What stands in a page itself, each as the browser hashes it. */
export interface Inline {
  scripts: string[];
  styles: string[];
}

export const NOTHING_INLINE: Inline = { scripts: [], styles: [] };

/** Hashes of the scripts and styles that a page carries in itself. */
export function inlineOf(html: string): Inline {
  const of = (tag: 'script' | 'style') =>
    [...html.matchAll(new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}>`, 'g'))]
      .map(([, text = '']) => text)
      .filter((text) => text !== '')
      .map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return { scripts: of('script'), styles: of('style') };
}

export interface PolicyOptions {
  /** Address of map tiles, `https://{s}.host/{z}/{x}/{y}.png`; null: none. */
  tilesUrl: string | null;
  /** Origins under which the page is reached: older browsers do not take 'self' for its sockets. */
  origins: readonly string[];
}

/** Nothing that is not named; no script and no style but ours, neither in markup nor in an attribute. */
export function policyOf({ tilesUrl, origins }: PolicyOptions, inline: Inline): string {
  const tiles = tilesUrl === null ? [] : [originOf(tilesUrl)];
  const sockets = origins.map((origin) => origin.replace(/^http/, 'ws'));
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...inline.scripts],
    'style-src': ["'self'", ...inline.styles],
    'img-src': ["'self'", 'data:', ...tiles],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...sockets],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}

/** Half a year and longer is what browsers take for meant. */
export const HSTS = 'max-age=31536000';

/** `{s}` of a tile address stands for subdomains. */
function originOf(tilesUrl: string): string {
  const [, scheme, host] = /^(https?:)\/\/([^/]+)/.exec(tilesUrl) ?? [];
  return `${scheme}//${(host ?? '').replace('{s}', '*')}`;
}
