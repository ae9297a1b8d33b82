/**
 * The tours of the demo: per role the places to look at, each an element that is really there, marked `data-tour`. The words are
 * in the dictionary; each step is a question that somebody in that chair has, and its answer.
 */
import type { Role } from '#domain/words.ts';
import type { Words } from '#lib/words/nl/index.ts';

export const TOUR_ROLES = ['chair', 'dispatcher', 'hospital', 'administrator', 'viewer'] as const;
export type TourRole = (typeof TOUR_ROLES)[number];

export type StepName = keyof Words['tour']['steps'];

export interface TourStop {
  /** Name of the step's words. */
  name: StepName;
  /** Page on which it stands; absent: where one is. `:own` is the page that the role begins on. */
  page: string;
  /** Selector of what is pointed at. */
  anchor: string;
}

const bar = (name: 'take' | 'live', page: string): TourStop => ({
  name,
  page,
  anchor: `[data-tour="${name}"]`,
});

export const TOURS: Record<TourRole, readonly TourStop[]> = {
  chair: [
    { name: 'headline', page: ':own', anchor: 'main h1' },
    { name: 'board', page: ':own', anchor: 'main table' },
    { name: 'neighbours', page: ':own', anchor: '[data-tour="neighbours"]' },
    { name: 'changes', page: ':own', anchor: '[data-tour="changes"]' },
    bar('take', ':own'),
    bar('live', ':own'),
    { name: 'log', page: '/decisions', anchor: 'main h1' },
    { name: 'chairRules', page: '/rules', anchor: 'main h1' },
  ],
  dispatcher: [
    { name: 'cases', page: ':own', anchor: 'main nav' },
    { name: 'desk', page: ':own', anchor: 'main' },
    bar('live', ':own'),
    { name: 'dispatchMap', page: '/map', anchor: '[data-row]' },
    { name: 'dispatchLog', page: '/decisions', anchor: 'main h1' },
    { name: 'rules', page: '/rules', anchor: 'main h1' },
  ],
  hospital: [
    { name: 'hospitalAnswer', page: ':own', anchor: 'main h1' },
    { name: 'hospitalDesk', page: ':own', anchor: 'main h2' },
    bar('live', ':own'),
    { name: 'hospitalMap', page: '/map', anchor: '[data-row]' },
    { name: 'hospitalLog', page: '/decisions', anchor: 'main h1' },
    { name: 'rules', page: '/rules', anchor: 'main h1' },
  ],
  administrator: [
    { name: 'setup', page: '/setup', anchor: 'main ol' },
    { name: 'accounts', page: '/admin', anchor: '#accounts' },
    { name: 'keys', page: '/admin', anchor: '#keys' },
    bar('live', '/admin'),
    { name: 'adminMap', page: '/map', anchor: '[data-row]' },
    { name: 'adminRules', page: '/rules', anchor: 'main h1' },
  ],
  viewer: [
    { name: 'mapAnswer', page: '/map', anchor: 'main h1' },
    { name: 'list', page: '/map', anchor: '[data-row]' },
    { name: 'figures', page: '/map', anchor: 'main aside table' },
    { name: 'viewerTake', page: '/map', anchor: '[data-tour="take"]' },
    bar('live', '/map'),
    { name: 'rules', page: '/rules', anchor: 'main h1' },
  ],
};

export const tourOf = (role: Role): TourRole | null =>
  TOUR_ROLES.find((one) => one === role) ?? null;

/** Words that people read in a minute. */
const WORDS_A_MINUTE = 200;
/** Looking for what is pointed at, a step, seconds. */
const LOOKING_SECONDS = 6;

/** Minutes that a tour takes: reading its words, and finding each place. */
export function tourMinutes(texts: readonly { question: string; answer: string }[]): number {
  const words = texts
    .flatMap(({ question, answer }) => `${question} ${answer}`.split(/\s+/))
    .filter(Boolean).length;
  return words / WORDS_A_MINUTE + (texts.length * LOOKING_SECONDS) / 60;
}
