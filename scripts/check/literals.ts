/**
 * Finds colours, sizes and durations written outside the tokens file: in style sheets, in the styles of components (blocks,
 * attributes, directives, expressions), in attributes of drawings, and in code that styles, draws on a canvas or hands
 * options to a map, a chart or a floating part. A breakpoint cannot be a custom property, so a media query may name the
 * value of a `--bp-…` token.
 */
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/root.mjs';
import { colourNames } from './colour-names.ts';
import { blank, takeApart, type LiteralAttribute } from './component.ts';
import type { Finding } from './findings.ts';

const tokens = 'dashboard/src/lib/tokens.css';
const size = /(?<![\w#.-])-?\d*\.?\d+(?:px|rem|em|pt|pc|cm|mm|in|ms|s)\b/gi;
const colour = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\((?!var|--)/gi;
const colouring = /colou?r|background|border|outline|fill|stroke|shadow/i;
const named = new RegExp(`(?<![\\w-])(?:${colourNames.join('|')})(?![\\w(-])`, 'gi');
const onlyNamed = new RegExp(`^(?:${colourNames.join('|')})$`, 'i');

/** In code: a quoted text with one of these in it is a style or a font, whatever it is handed to. */
const quoted = /(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1/g;
const sizeInText = /(?<![\w#.-])\d*\.?\d+(?:px|rem|em|pt|ms)(?![\w-])/gi;
const colourInText =
  /(?<![\w&/-])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![\w/-])|\b(?:rgb|hsl)a?\(\s*\d/gi;
const colourOption =
  /\b(\w*(?:[cC]olor|fill|stroke|background|shadow|Style))\s*[:=]\s*(['"`])(\w+)\2/g;
/** Options and drawing state whose bare number is a size on the screen (Leaflet, canvas, floating parts). */
const sizeOption =
  /(?<![\w.])(?:weight|radius|lineWidth|fontSize|strokeWidth|iconSize|iconAnchor|popupAnchor|tooltipAnchor|dashArray|dashOffset|sideOffset|alignOffset|collisionPadding|shadowBlur)(?:\s*[:=]\s*|=\{)(?:\[|['"`])?\s*-?\d*\.?\d/g;
const drawingState =
  /\.(?:lineWidth|shadowBlur|lineDashOffset)\s*=\s*\d|\.setLineDash\(\s*\[\s*\d/g;
/** In a file that makes charts, its sizes too. */
const chartOption =
  /\b(?:width|size|gap|space|padding|height|font|dash|ticks)\s*:\s*\[?\s*['"`]?\d*\.?\d/g;
const timedMove =
  /\b(?:transition|in|out|animate):\w+(?:\|\w+)*=\{\{[^}]*?\b(?:duration|delay)\s*:\s*\d+/g;

/** Attributes of a drawing that colour it, and those that size what holds it. Inside, numbers count in its own grid. */
const paints = /^(?:fill|stroke|color|stop-color|flood-color|lighting-color)$/;
const holders = /^(?:svg|canvas|img)$/;
const sizesOfHolder = /^(?:width|height)$/;
const sizesOfIcon = /^(?:size|strokeWidth|stroke-width|color)$/;

/** The findings in the given files of the repository; those that are not the dashboard's are passed over. */
export function findLiterals(files: readonly string[]): Finding[] {
  const breakpoints = new Set(
    [...readFileSync(inRoot(tokens), 'utf8').matchAll(/--bp-[\w-]+:\s*(\d+px)/g)].map((m) => m[1]),
  );
  return files
    .filter((file) => /^dashboard\/src\/.*\.(svelte|css|ts)$/.test(file) && file !== tokens)
    .flatMap((file) => literalsIn(file, readFileSync(inRoot(file), 'utf8'), breakpoints));
}

type Note = (index: number, what: string) => void;

/** The findings in one file's text, by line. `breakpoints`: the sizes that a media query may name. */
export function literalsIn(
  file: string,
  text: string,
  breakpoints: ReadonlySet<string | undefined>,
): Finding[] {
  const findings = new Map<string, Finding>();
  const note: Note = (index, what) => {
    const line = text.slice(0, index).split('\n').length;
    findings.set(`${line} ${what}`, { file, line, what });
  };
  if (file.endsWith('.css')) {
    inStyles(0, text, breakpoints, note);
  } else if (file.endsWith('.svelte')) {
    const component = takeApart(text);
    for (const { start, text: css } of component.styles) inStyles(start, css, breakpoints, note);
    for (const attribute of component.attributes) inAttribute(attribute, note);
    inCode(component.code, note);
  } else {
    inCode(text, note);
  }
  return [...findings.values()].sort((a, b) => a.line - b.line);
}

function inStyles(
  start: number,
  css: string,
  breakpoints: ReadonlySet<string | undefined>,
  note: Note,
): void {
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

function inAttribute({ on, name, values }: LiteralAttribute, note: Note): void {
  const isComponent = /^[A-Z]|\./.test(on);
  for (const { start, text } of values) {
    const value = text.trim();
    if (paints.test(name) && (onlyNamed.test(value) || value.match(colour) !== null)) {
      note(start, `colour ${value}`);
    }
    const sized =
      (holders.test(on) && sizesOfHolder.test(name)) || (isComponent && sizesOfIcon.test(name));
    if (sized && /^\d/.test(value)) note(start, `size ${value}`);
    if (/^font-size$/.test(name) && /^\d/.test(value)) note(start, `size ${value}`);
  }
}

/** Code with its comments blanked: quoted styles, colours and sizes in options, movements with a time of their own. */
function inCode(text: string, note: Note): void {
  const code = text.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/[^\n]*/g, blank);
  for (const { index, 1: quote = '', 2: content = '' } of code.matchAll(quoted)) {
    const at = index + quote.length;
    for (const hit of content.matchAll(sizeInText)) {
      if (hit[0] !== '1em') note(at + hit.index, `size ${hit[0]}`);
    }
    for (const hit of content.matchAll(colourInText)) note(at + hit.index, `colour ${hit[0]}`);
  }
  for (const hit of code.matchAll(colourOption)) {
    if (onlyNamed.test(hit[3] ?? '')) note(hit.index, `colour ${hit[3]}`);
  }
  for (const hit of code.matchAll(sizeOption)) note(hit.index, `size ${hit[0].trim()}`);
  for (const hit of code.matchAll(drawingState)) note(hit.index, `size ${hit[0].trim()}`);
  for (const hit of code.matchAll(timedMove)) note(hit.index, 'duration of a movement');
  for (const hit of code.matchAll(/<[A-Z][\w.]*\b[^>]*?\s(size|strokeWidth)=\{\d/g)) {
    note(hit.index, `size of an icon`);
  }
  if (!/from 'uplot'|import\('uplot'\)/.test(text)) return;
  for (const hit of code.matchAll(chartOption)) note(hit.index, `size ${hit[0].trim()}`);
}
