/**
 * Finds keys of the dictionary that nobody says. It follows the names by which the dashboard's files hold the dictionary or
 * a part of it (`words.t…`, a name derived from it, a parameter of type `Words[…]`); a part that is handed on or looked up
 * by a computed key counts as said in whole.
 */
import { readFileSync } from 'node:fs';
import { nl } from '#lib/words/nl/index.ts';
import { inRoot } from '../setup/root.mjs';
import { blank, takeApart } from './component.ts';
import type { Finding } from './findings.ts';

/** A dictionary or a part of one: sentences, functions that make them, or more parts. */
export interface WordTree {
  [key: string]: unknown;
}

const own = /^dashboard\/src\/lib\/words\/(?:nl|en)\//;
const isTree = (value: unknown): value is WordTree => typeof value === 'object' && value !== null;

/** The findings over the whole dashboard; `files` are the files of the repository. */
export function findUnusedWords(files: readonly string[]): Finding[] {
  const sources = files
    .filter((file) => /^dashboard\/src\/.*\.(svelte|ts)$/.test(file) && !own.test(file))
    .map((file) => ({ file, text: readFileSync(inRoot(file), 'utf8') }));
  return unusedIn(nl, sources).map((key) => ({
    file: `dashboard/src/lib/words/nl/${key.split('.')[0]}.ts`,
    line: 1,
    what: `nobody says ${key}`,
  }));
}

/** The keys of `dictionary` that none of the sources says. */
export function unusedIn(
  dictionary: WordTree,
  sources: readonly { file: string; text: string }[],
): string[] {
  const said = new Set<string>();
  for (const { file, text } of sources) {
    const code = file.endsWith('.svelte') ? takeApart(text).code : text;
    for (const path of pathsIn(withoutComments(code), dictionary)) mark(dictionary, path, said);
  }
  return leavesOf(dictionary).filter((key) => !said.has(key));
}

const withoutComments = (code: string): string =>
  code.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/[^\n]*/g, blank);

function leavesOf(tree: WordTree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    isTree(value) ? leavesOf(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

/** Notes the key, or every key under it; what follows a sentence in the path is what is done with the sentence. */
function mark(dictionary: WordTree, path: readonly string[], said: Set<string>): void {
  let here: unknown = dictionary;
  const walked: string[] = [];
  for (const step of path) {
    if (!isTree(here)) break;
    // Another thing of the same name: the compiler knows that no part lacks what is asked of it.
    if (!(step in here)) return;
    here = here[step];
    walked.push(step);
  }
  const key = walked.join('.');
  if (!isTree(here)) said.add(key);
  else if (walked.length > 0) for (const leaf of leavesOf(here, `${key}.`)) said.add(leaf);
}

/** `let t = $derived(words.t.map)`, `const { a, b } = t.c`: a part gets another name. */
const naming =
  /(?:(\w+)|\{([^{}=]*)\})(?::[^=;()]+)?\s*=\s*(?:\$derived\(\s*)?(words\.t|\w+)((?:\.\w+)*)\s*[;,)\n]/g;

/** Every path into the dictionary that the code names. */
function pathsIn(source: string, dictionary: WordTree): string[][] {
  const held = namesIn(source, dictionary);
  // To name a part is not to say it.
  const code = source.replace(naming, (whole, _name, _taken, from: string, rest: string) =>
    (held.get(from) ?? []).some((prefix) => isTree(at(dictionary, [...prefix, ...stepsOf(rest)])))
      ? blank(whole)
      : whole,
  );
  const found: string[][] = [];
  for (const [name, prefixes] of held) {
    const uses = new RegExp(
      `(?<![\\w$.])${name.replace('.', '\\.')}((?:\\s*\\??\\.\\w+)+|\\[)`,
      'g',
    );
    for (const [, rest = ''] of code.matchAll(uses)) {
      for (const prefix of prefixes) {
        if (rest === '[') found.push(prefix);
        else found.push([...prefix, ...stepsOf(rest)]);
      }
    }
  }
  // A dictionary carried along: `say.words.units.kind`.
  for (const [, rest = ''] of code.matchAll(/\.words((?:\s*\??\.\w+)+)/g)) {
    found.push(stepsOf(rest));
  }
  // Areas that a file picks for itself: `board.title` and `say.board.title` both say it.
  for (const [, picked = ''] of code.matchAll(/Pick<\s*Words,\s*([^>]+)>/g)) {
    for (const [, area = ''] of picked.matchAll(/'(\w+)'/g)) {
      for (const [, rest = ''] of code.matchAll(
        new RegExp(`\\b${area}((?:\\s*\\??\\.\\w+)+)`, 'g'),
      )) {
        found.push([area, ...stepsOf(rest)]);
      }
    }
  }
  return found;
}

const stepsOf = (rest: string): string[] => [...rest.matchAll(/\w+/g)].map((m) => m[0]);

/** By which names the code holds which parts: a name can hold another part in another function. */
function namesIn(code: string, dictionary: WordTree): Map<string, string[][]> {
  const held = new Map<string, string[][]>([['words.t', [[]]]]);
  const hold = (name: string, path: string[]): boolean => {
    const known = held.get(name) ?? [];
    if (known.some((one) => one.join('.') === path.join('.'))) return false;
    held.set(name, [...known, path]);
    return true;
  };
  for (const m of code.matchAll(/(\w+)\??:\s*Words((?:\['\w+'\])*)/g)) {
    hold(
      m[1] ?? '',
      [...(m[2] ?? '').matchAll(/'(\w+)'/g)].map((one) => one[1] ?? ''),
    );
  }
  // A name can be derived from a name that is derived below it.
  for (let grew = true; grew;) {
    grew = false;
    for (const [, name, taken, from = '', rest = ''] of code.matchAll(naming)) {
      for (const prefix of held.get(from) ?? []) {
        const path = [...prefix, ...stepsOf(rest)];
        if (!isTree(at(dictionary, path))) continue;
        if (name !== undefined) grew = hold(name, path) || grew;
        for (const one of (taken ?? '').split(',')) {
          const [key = '', alias = key] = one.split(':').map((word) => word.trim());
          if (key !== '') grew = hold(alias, [...path, key]) || grew;
        }
      }
    }
  }
  return held;
}

function at(tree: WordTree, path: readonly string[]): unknown {
  let here: unknown = tree;
  for (const step of path) here = isTree(here) ? here[step] : undefined;
  return here;
}
