/** The one page of the dashboard, told with each address what it will need, and compressed. Made once for each route. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { inlineOf, type Inline } from './policy.ts';

export type Coding = 'br' | 'gzip' | 'identity';

export interface Page {
  etag: string;
  /** What its policy must let it run and show. */
  inline: Inline;
  bodies: Record<Coding, Uint8Array<ArrayBuffer>>;
}

/** What the build wrote (dashboard/preloads.mjs): by route the files, and the letters of every page. */
interface Preloads {
  letters: string[];
  routes: Record<string, string[]>;
  /** Of screens that are wide enough to show a map beside a list. */
  wide?: Record<string, string[]>;
  /** Style of the first words, that a page carries in itself. */
  boot?: string;
  /** By language and route what a page says of itself before its script is there. */
  words?: Record<string, Record<string, { title: string; text: string }>>;
}

/** From here on a page has room for both, as its own media queries have it. */
const WIDE = '(min-width: 1025px)';

const FALLBACK = 'index.html';
/** Who it is for is asked by every page before it shows anything. */
const WHO = '/api/v1/me';

/** Answers the page of an address; null when the dashboard is not built. */
export function pagesOf(root: string): (path: string) => Page | null {
  const pages = new Map<string, Page>();
  let preloads: Preloads | undefined;
  return (path) => {
    preloads ??= readPreloads(root);
    const route = routeOf(Object.keys(preloads.routes), path);
    const known = pages.get(route);
    if (known !== undefined) return known;
    const file = join(root, FALLBACK);
    if (!existsSync(file)) return null;
    const made = makePage(readFileSync(file, 'utf8'), preloads, route);
    pages.set(route, made);
    return made;
  };
}

/** The best of our codings that a browser takes. */
export function codingFor(accepted: string | undefined): Coding {
  const words = (accepted ?? '').split(',').map((word) => word.trim().split(';')[0]);
  return words.includes('br') ? 'br' : words.includes('gzip') ? 'gzip' : 'identity';
}

function readPreloads(root: string): Preloads {
  const file = join(root, 'preloads.json');
  if (!existsSync(file)) return { letters: [], routes: {} };
  return JSON.parse(readFileSync(file, 'utf8')) as Preloads;
}

/** `/region/[id]` for `/region/west`; an empty word for an address that no route has. */
export function routeOf(routes: readonly string[], path: string): string {
  const parts = path.split('/');
  const fits = (route: string) => {
    const words = route.split('/');
    return (
      words.length === parts.length &&
      words.every((word, nth) => word.startsWith('[') || word === parts[nth])
    );
  };
  return routes.find((route) => !route.includes('[') && fits(route)) ?? routes.find(fits) ?? '';
}

/**
 * Style sheets that the bundler's page would wait for come with the scripts, which set them in place before they draw: what is seen
 * first needs none of them but its own few rules, which the page brings along.
 */
const WAITED_FOR = /<link href="([^"]+\.css)" rel="stylesheet">/g;
/** The bundler's own hints; ours say the same. */
const HINTED = /<link href="([^"]+\.js)" rel="modulepreload">\s*/g;

function makePage(
  built: string,
  { letters, routes, wide = {}, boot, words = {} }: Preloads,
  route: string,
): Page {
  const hinted = [...built.matchAll(HINTED)].map(([, address]) => address ?? '');
  const sheets = [...built.matchAll(WAITED_FOR)].map(([, address]) => address ?? '');
  let html = built.replace(HINTED, '');
  if (boot !== undefined)
    html = html.replace(WAITED_FOR, '').replace('</head>', () => `<style>${boot}</style></head>`);
  const missing = (addresses: readonly string[]) =>
    [...new Set(addresses)].filter((address) => !html.includes(`href="${address}"`));
  const needed = missing([...hinted, ...sheets, ...letters, ...(routes[route] ?? [])]);
  const later = [
    ...needed.map((one) => linkTo(one)),
    ...missing(wide[route] ?? [])
      .filter((one) => !needed.includes(one))
      .map((one) => linkTo(one, WIDE)),
  ];
  // What stands in a template is fetched when the script of app.html takes it out: after the first words are laid out.
  const text = html
    .replace(
      '</head>',
      () => `${linkTo(WHO)}<template id="later">${later.join('')}</template></head>`,
    )
    .replace(/(?=<\/div>\s*<\/body>)/, () => firstWords(words, route));
  const bytes = Buffer.from(text, 'utf8');
  return {
    inline: inlineOf(text),
    etag: createHash('sha256').update(text).digest('base64url').slice(0, 22),
    bodies: {
      identity: new Uint8Array(bytes),
      gzip: new Uint8Array(gzipSync(bytes)),
      br: new Uint8Array(brotliCompressSync(bytes)),
    },
  };
}

/** In every language that there is; the page's own few rules show the one that the device chose. */
function firstWords(words: NonNullable<Preloads['words']>, route: string): string {
  return Object.entries(words)
    .flatMap(([language, by]) => {
      const own = by[route];
      if (own === undefined) return [];
      const { title, text } = own;
      return `<div class="boot-words" role="status" lang="${language}"><p>${inHtml(title)}</p><p>${inHtml(text)}</p></div>`;
    })
    .join('');
}

const inHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function linkTo(address: string, media?: string): string {
  const when = media === undefined ? '' : ` media="${media}"`;
  if (address.endsWith('.js')) return `<link rel="modulepreload" href="${address}"${when}>`;
  if (address.endsWith('.css'))
    return `<link rel="preload" as="style" crossorigin href="${address}"${when}>`;
  const kind = address.endsWith('.woff2') ? 'font' : 'fetch';
  return `<link rel="preload" as="${kind}" crossorigin href="${address}"${when}>`;
}
