/**
 * The chosen language: Dutch unless somebody chose otherwise on this device. Dutch comes with every page; the other dictionary is
 * fetched by who wants it, so that nobody waits for words that he does not read.
 */
import { formats, LANGUAGES, type Format, type Language } from './format.ts';
import { nl, type Words } from './nl/index.ts';
import { recall, remember } from '#lib/shell/remembered.ts';

class ChosenWords {
  #language = $state<Language>('nl');
  #dictionary = $state.raw<Words>(nl);
  /** The last that was asked for: a slower answer to an earlier wish must not win. */
  #wanted: Language = 'nl';

  /** Resolves when the language of this device is there; pages wait for it before they are shown. */
  readonly ready: Promise<void> = this.#choose(recall('language', LANGUAGES) ?? 'nl');

  get language(): Language {
    return this.#language;
  }

  set language(language: Language) {
    remember('language', language);
    void this.#choose(language);
  }

  /** The dictionary of the chosen language. */
  get t(): Words {
    return this.#dictionary;
  }

  /** Times, ages and numbers in the chosen language. */
  get format(): Format {
    return formats[this.#language];
  }

  async #choose(language: Language): Promise<void> {
    this.#wanted = language;
    // Without a network the words that are there stay: a page in another language is better than none.
    const dictionary = await dictionaryOf(language).catch(() => null);
    if (dictionary === null || this.#wanted !== language) return;
    this.#language = language;
    this.#dictionary = dictionary;
  }
}

async function dictionaryOf(language: Language): Promise<Words> {
  return language === 'nl' ? nl : (await import('./en/index.ts')).en;
}

export const words = new ChosenWords();
