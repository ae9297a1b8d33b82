/**
 * Finds colours, sizes and durations written outside the tokens file: in style sheets, in the styles of components and,
 * for colours, in the dashboard's code. A breakpoint cannot be a custom property, so a media query may name the value of
 * a `--bp-…` token.
 */
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/root.mjs';
import { colourNames } from './colour-names.ts';
import type { Finding } from './findings.ts';

const tokens = 'dashboard/src/lib/tokens.css';
const size = /(?<![\w#.-])-?\d*\.?\d+(?:px|rem|em|pt|pc|cm|mm|in|ms|s)\b/gi;
const colour = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(/gi;
const quotedColour =
  /(?<!href=)['"`](?:#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|(?:rgb|hsl)a?\([^'"`]*\))['"`]/gi;
const colouring = /colou?r|background|border|outline|fill|stroke|shadow/;
const named = new RegExp(`(?<![\\w-])(?:${colourNames.join('|')})(?![\\w(-])`, 'gi');

/** The findings in the given files of the repository; those that are not the dashboard's are passed over. */
export function findLiterals(files: readonly string[]): Finding[] {
  const breakpoints = new Set(
    [...readFileSync(inRoot(tokens), 'utf8').matchAll(/--bp-[\w-]+:\s*(\d+px)/g)].map((m) => m[1]),
  );
  return files
    .filter((file) => /^dashboard\/src\/.*\.(svelte|css|ts)$/.test(file) && file !== tokens)
    .flatMap((file) => literalsIn(file, readFileSync(inRoot(file), 'utf8'), breakpoints));
}

/** The findings in one file's text. `breakpoints`: the sizes that a media query may name. */
export function literalsIn(
  file: string,
  text: string,
  breakpoints: ReadonlySet<string | undefined>,
): Finding[] {
  const findings: Finding[] = [];
  const note = (index: number, what: string): void => {
    findings.push({ file, line: text.slice(0, index).split('\n').length, what });
  };
  for (const [start, css] of styleSheets(file, text)) {
    const plain = css.replace(/\/\*[^]*?\*\/|url\([^)]*\)/g, blank);
    const body = plain.replace(/@(?:media|container)[^{]*/g, (prelude: string, at: number) => {
      for (const m of prelude.matchAll(size)) {
        if (!breakpoints.has(m[0])) note(start + at + m.index, `breakpoint ${m[0]}`);
      }
      return blank(prelude);
    });
    for (const m of body.matchAll(/([\w-]+)\s*:\s*([^;{}]+)(?=[;}]|$)/g)) {
      const [whole, property = '', value = ''] = m;
      const at = start + m.index + whole.length - value.length;
      for (const hit of value.matchAll(size)) {
        // 1em is "as large as the text here": an icon's natural size.
        if (hit[0] !== '1em') note(at + hit.index, `size ${hit[0]}`);
      }
      for (const hit of value.matchAll(colour)) note(at + hit.index, `colour ${hit[0]}`);
      if (!colouring.test(property)) continue;
      for (const hit of value.matchAll(named)) note(at + hit.index, `colour ${hit[0]}`);
    }
  }
  if (!file.endsWith('.css')) {
    for (const m of text.matchAll(quotedColour)) note(m.index, `colour ${m[0]}`);
  }
  return findings;
}

/** The CSS of a file with where each piece begins: a whole style sheet, or style blocks, attributes and directives. */
function styleSheets(file: string, text: string): [start: number, css: string][] {
  if (file.endsWith('.css')) return [[0, text]];
  if (!file.endsWith('.svelte')) return [];
  const pieces: [number, string][] = [];
  for (const m of text.matchAll(/<style[^>]*>([^]*?)<\/style>|\sstyle="([^"]*)"/g)) {
    const css = m[1] ?? m[2] ?? '';
    pieces.push([m.index + m[0].indexOf(css), css]);
  }
  for (const m of text.matchAll(/\sstyle:([\w-]+)="([^"]*)"/g)) {
    const css = `${m[1]}:${m[2]}`;
    pieces.push([m.index, css]);
  }
  return pieces;
}

/** The same number of characters and lines, with nothing in them. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
