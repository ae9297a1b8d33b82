/** Which layers lie over the map, and how the address says it: `layers=reach,roads`. Pure. */

/** `all`: every level-1 site, for a stop closes none to the severely injured; `open`: those whose department has no stop. */
export const READINGS = ['open', 'all'] as const;
export type Reading = (typeof READINGS)[number];

export interface LayerChoice {
  /** Reach of the level-1 centres, in one of its readings; null: not shown. */
  reach: Reading | null;
  /** Driving times to the chosen hospital. */
  roads: boolean;
  /** A map of streets under ours, where the installation has one. */
  tiles: boolean;
}

export const NO_LAYERS: LayerChoice = { reach: null, roads: false, tiles: false };

const WORDS = ['reach', 'reach-all', 'roads', 'tiles'] as const;
type Word = (typeof WORDS)[number];

export const someLayer = ({ reach, roads, tiles }: LayerChoice) => reach !== null || roads || tiles;

/** Undefined when a word means nothing, or two exclude each other. */
export function layersFrom(text: string): LayerChoice | undefined {
  const words = text.split(',');
  if (!words.every((word) => (WORDS as readonly string[]).includes(word))) return undefined;
  const has = (word: Word) => words.includes(word);
  if (has('reach') && has('reach-all')) return undefined;
  return {
    reach: has('reach') ? 'open' : has('reach-all') ? 'all' : null,
    roads: has('roads'),
    tiles: has('tiles'),
  };
}

/** Empty when nothing lies over the map. */
export function layersText({ reach, roads, tiles }: LayerChoice): string {
  const words: Word[] = [];
  if (reach !== null) words.push(reach === 'open' ? 'reach' : 'reach-all');
  if (roads) words.push('roads');
  if (tiles) words.push('tiles');
  return words.join(',');
}
