/** Which colour tokens meet which: what the contrast of the design is reckoned over. */

/** Everything that can lie under text. */
export const SURFACES = [
  'bg',
  'surface',
  'raised',
  'sunken',
  'land',
  'hurt',
  'stop-tint',
  'impending-tint',
] as const;
/** What lies under marks of the map and never under a word in a hue. */
export const MARK_SURFACES = [...SURFACES, 'land-2'] as const;
/** Colours of text: 4.5 on every surface. */
export const TEXTS = ['ink', 'ink-2', 'ink-3', 'open', 'impending', 'stop', 'unknown'] as const;
/** Edges of controls and marks without an edge of their own: 3 on every surface. */
export const EDGES = ['control', 'open-mark', 'stop-mark', 'unknown-mark'] as const;
/** Text on a filled ground: the text, the ground. */
export const FILLS = [
  ['inverse', 'ink'],
  ['on-stop', 'stop'],
  ['on-stop', 'stop-mark'],
] as const;
/** The statuses that have a colour; `-mark` is that of the glyph. */
export const STATUSES = ['open', 'impending', 'stop', 'unknown'] as const;

export const TEXT_NEEDS = 4.5;
export const EDGE_NEEDS = 3;
