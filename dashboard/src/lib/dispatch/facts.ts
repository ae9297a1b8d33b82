/** Reads the facts of a ranking, which come as plain data, by the kind that a sentence needs. Missing or of another kind: null. */
import type { Facts } from '#domain/routing/ranking.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';

/** What a sentence is said with. */
export interface Say {
  format: Format;
  words: Words;
  /** Milliseconds. */
  now: number;
  /** Short name of a facility. */
  nameOf: (facility: string) => string;
}

export class Read {
  readonly #facts: Facts;
  constructor(facts: Facts) {
    this.#facts = facts;
  }

  text(name: string): string | null {
    const value = this.#facts[name];
    return typeof value === 'string' ? value : null;
  }
  number(name: string): number | null {
    const value = this.#facts[name];
    return typeof value === 'number' ? value : null;
  }
  flag(name: string): boolean | null {
    const value = this.#facts[name];
    return typeof value === 'boolean' ? value : null;
  }
  list(name: string): string[] {
    const value = this.#facts[name];
    return Array.isArray(value) ? value : [];
  }
  /** The word for a code of ours; the code itself when we do not know it. */
  word(name: string, dictionary: Readonly<Record<string, string>>): string | null {
    const code = this.text(name);
    return code === null ? null : wordFor(code, dictionary);
  }
  words(name: string, dictionary: Readonly<Record<string, string>>): string[] {
    return this.list(name).map((code) => wordFor(code, dictionary));
  }
}

/** Own words only: `constructor` is a code that nobody knows, not what every object has. */
const wordFor = (code: string, dictionary: Readonly<Record<string, string>>): string =>
  Object.hasOwn(dictionary, code) ? (dictionary[code] ?? code) : code;

/** A name inside a sentence: "Traumakamer" loses its capital, "IC" and "SEH" keep theirs. */
export function inSentence(name: string): string {
  const isAbbreviation = /^\p{Lu}{2}/u.test(name);
  return isAbbreviation ? name : `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** Joins what is there. */
export const joined = (...parts: (string | null | false)[]) =>
  parts.filter((part): part is string => typeof part === 'string' && part !== '').join(', ');
