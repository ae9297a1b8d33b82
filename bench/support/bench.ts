/** What a benchmark is and what it tells. */
export interface Row {
  what: string;
  /** With its unit. */
  ours: string;
  /** What it is compared with, and its figure; empty when the target is absolute. */
  beside: string;
  /** The figure that the target is about, with the word for it: `1.4x`. */
  result: string;
  target: string;
  met: boolean;
}

export interface Bench {
  name: string;
  /** One sentence: what is measured against what, and how. */
  how: string;
  run(): Promise<Row[]>;
}

export const ms = (milliseconds: number): string =>
  `${milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds.toFixed(0)} ms`;

export const times = (ratio: number): string => `${ratio.toFixed(2)}x`;

export const perSecond = (count: number): string =>
  `${Math.round(count).toLocaleString('en-GB')}/s`;
