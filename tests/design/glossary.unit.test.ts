/** The Dutch interface uses the words of the glossary, and none of those that the glossary puts aside. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helpTopics } from '#lib/words/help-topics.ts';
import { nl } from '#lib/words/nl/index.ts';

const glossary = readFileSync(join(import.meta.dirname, '../../docs/glossary.md'), 'utf8');

interface Row {
  terms: string[];
  not: string[];
}

/** Words before a bracket, a quote mark or an explanation; "vrij" alone is fine beside another word. */
const words = (cell: string): string[] =>
  cell
    .replace(/\([^)]*\)|"[^"]*"\s*\w*/g, '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => /^[\p{L}&-]+(?: [\p{L}-]+)?$/u.test(word));

const rows: Row[] = glossary
  .split('\n')
  .filter((line) => /^\| (?!Dutch|-)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, dutch = '', , , not = '']) => ({ terms: words(dutch), not: words(not) }));

/** Words that another row has for a thing of its own, and English ones that are Dutch words as well. */
const terms = new Set(rows.flatMap((row) => row.terms));
const ALSO_DUTCH = new Set(['incident', 'link']);
const aside = [...new Set(rows.flatMap((row) => row.not))].filter(
  (word) => !terms.has(word) && !ALSO_DUTCH.has(word),
);

/** Every sentence with its key; of a function its text, less what it computes. */
function sentences(tree: object, prefix = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? sentences(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, spoken(String(value))] as [string, string]],
  );
}
const spoken = (text: string): string =>
  text.includes('=>')
    ? [...text.replace(/\$\{[^}]*\}/g, '').matchAll(/'[^']*'|`[^`]*`/g)].join(' ')
    : text;
/** A term of the glossary may hold a word that is put aside on its own: medisch manager. */
const twoWords = [...terms].filter((term) => term.includes(' '));
const withoutTerms = (text: string): string =>
  twoWords.reduce((rest, term) => rest.replaceAll(new RegExp(`${term}\\p{L}*`, 'giu'), ''), text);

const isSaid = (word: string, text: string): boolean => {
  const pattern = word.replace(/[&.]/g, '\\$&').replace('\\&', '&');
  // An abbreviation in capitals is not the same word in small letters: ER, er.
  const flags = word === word.toUpperCase() ? 'u' : 'iu';
  return new RegExp(`(?<![\\p{L}-])${pattern}(?:s|en)?(?![\\p{L}-])`, flags).test(text);
};

describe('the Dutch interface', () => {
  it('says none of the words that the glossary puts aside', () => {
    expect(aside).toContain('shockroom');
    const said = sentences({ ...nl, topics: helpTopics.nl }).flatMap(([key, text]) =>
      aside.filter((word) => isSaid(word, withoutTerms(text))).map((word) => `${key}: ${word}`),
    );
    expect(said).toEqual([]);
  });

  it('has no exclamation marks', () => {
    const loud = sentences({ ...nl, topics: helpTopics.nl }).filter(([, text]) =>
      text.replace(/\$\{[^}]*\}/g, '').includes('!'),
    );
    expect(loud).toEqual([]);
  });
});
