/**
 * Finds words that a user would see and that are not in the dictionary, and numbers and dates that are formatted elsewhere
 * than in the one place that knows how the Dutch write them.
 */
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/root.mjs';
import { takeApart } from './component.ts';
import type { Finding } from './findings.ts';

const format = 'dashboard/src/lib/words/format.ts';
/** What it is made of. */
const ofFormat = [format, 'dashboard/src/lib/words/dutch-clock.ts'];
/** Nobody sees it but who builds the pages: it is not in what is built. */
const gallery = 'dashboard/src/lib/gallery/';
/** What is read out or shown by name; on a component of ours also what it calls its words. */
const spoken =
  /^(?:aria-(?:label|description|valuetext|roledescription|placeholder)|title|placeholder|alt)$/;
const spokenByComponent = /^(?:label|title|text|lead|hint|placeholder|error)$/;
const isLetters = /\p{L}/u;
/** Drawn signs that are letters to a computer only. */
const signs = /^[\s×–]*$/u;

/** The findings in the given files of the repository; only the dashboard's are looked at. */
export function findWords(files: readonly string[]): Finding[] {
  return files
    .filter((file) => /^dashboard\/src\/.*\.(svelte|ts)$/.test(file) && !file.startsWith(gallery))
    .flatMap((file) => wordsIn(file, readFileSync(inRoot(file), 'utf8')));
}

/** The findings in one file's text, by line. */
export function wordsIn(file: string, text: string): Finding[] {
  const findings: Finding[] = [];
  const note = (index: number, what: string): void => {
    findings.push({ file, line: text.slice(0, index).split('\n').length, what });
  };
  if (file.endsWith('.svelte')) {
    const { texts, attributes } = takeApart(text);
    for (const { start, text: said } of texts) {
      if (isWord(said)) note(start + said.search(/\S/), `words in the page: ${said.trim()}`);
    }
    for (const { on, name, values } of attributes) {
      const speaks = /^[A-Z]/.test(on) ? spokenByComponent.test(name) : false;
      if (!speaks && !spoken.test(name)) continue;
      for (const { start, text: said } of values) {
        if (isWord(said)) note(start, `words in ${name}: ${said.trim()}`);
      }
    }
  }
  if (!ofFormat.includes(file)) {
    for (const m of text.matchAll(/\bIntl\.(\w+)|\.(toLocale\w*String)\(/g)) {
      note(m.index, `formatted outside ${format}: ${m[1] ?? m[2]}`);
    }
  }
  return findings.sort((a, b) => a.line - b.line);
}

const isWord = (text: string): boolean => isLetters.test(text) && !signs.test(text);
