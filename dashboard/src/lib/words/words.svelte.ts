/** The chosen language: Dutch unless somebody chose otherwise on this device. */
import { en } from './en/index.ts';
import { formats, LANGUAGES, type Format, type Language } from './format.ts';
import { nl, type Words } from './nl/index.ts';
import { recall, remember } from '#lib/shell/remembered.ts';

const dictionaries: Record<Language, Words> = { nl, en };

class ChosenWords {
  #language = $state<Language>(recall('language', LANGUAGES) ?? 'nl');

  get language(): Language {
    return this.#language;
  }

  set language(language: Language) {
    this.#language = language;
    remember('language', language);
  }

  /** The dictionary of the chosen language. */
  get t(): Words {
    return dictionaries[this.#language];
  }

  /** Times, ages and numbers in the chosen language. */
  get format(): Format {
    return formats[this.#language];
  }
}

export const words = new ChosenWords();
