/** A region as the map says it: plain words, so that one that says nothing new is left alone. */
import type { Pressure } from '#domain/pressure/pressure.ts';
import type { Format } from '#lib/words/format.ts';
import { Kept, KeptList } from './kept.ts';
import { sameFields } from './diff.ts';
import { pressureText } from './pressure-text.ts';
import type { RegionSummary } from './summary.ts';

export interface RegionWords {
  id: string;
  name: string;
  /** The pressure as it is written, and the ends of its bar, 0 to 100. */
  figure: string;
  low: number;
  high: number;
  chosen: boolean;
}

export function regionWordsOf(
  { id, name, pressure }: Pick<RegionSummary, 'id' | 'name'> & { pressure: Pressure | null },
  chosen: boolean,
  format: Format,
): RegionWords {
  const [low, high] = pressure === null ? [0, 0] : [pressure.low, pressure.high];
  return { id, name, figure: pressureText(pressure, format), low, high, chosen };
}

/** The words of all regions, each the same object until it says something else. */
export class RegionWordsBook {
  readonly #kept = new Kept<RegionWords>((a, b) => sameFields(a, b));
  readonly #list = new KeptList<RegionWords>();

  of(
    regions: readonly RegionSummary[],
    chosen: string | null,
    format: Format,
  ): readonly RegionWords[] {
    return this.#list.of(
      regions.map((region) =>
        this.#kept.get(region.id, [region, chosen === region.id, format], () =>
          regionWordsOf(region, chosen === region.id, format),
        ),
      ),
    );
  }
}

/** Pixels of a letter of the name, of the bar with its figure, and of the two lines. */
const LETTER = 7.4;
const BAR_AND_FIGURE = 82;
const HEIGHT = 34;

/** Size of the block of words, pixels: of the longest figure, so that it stays where it is while figures move. */
export function blockSize({ name }: RegionWords): { width: number; height: number } {
  return { width: Math.max(name.length * LETTER, BAR_AND_FIGURE), height: HEIGHT };
}

/** The changing properties of one mounted block. */
export class BlockState {
  words: RegionWords;

  constructor(words: RegionWords) {
    this.words = $state.raw(words);
  }

  get props(): { words: RegionWords } {
    const words = () => this.words;
    return {
      get words() {
        return words();
      },
    };
  }
}
