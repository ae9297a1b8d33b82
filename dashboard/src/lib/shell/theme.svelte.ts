/** Dark unless somebody chose light on this device. */
import { recall, remember } from './remembered.ts';

export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

class ChosenTheme {
  #name = $state<Theme>(recall('theme', THEMES) ?? 'dark');

  get name(): Theme {
    return this.#name;
  }

  set name(name: Theme) {
    this.#name = name;
    remember('theme', name);
  }
}

export const theme = new ChosenTheme();
