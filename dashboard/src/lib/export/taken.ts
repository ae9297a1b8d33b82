/** A table that can be taken along, made only when somebody asks for it. */
import type { Words } from '#lib/words/nl/index.ts';
import { csvOf, type OfPicture } from './csv.ts';
import type { Content } from './tables.ts';

export interface Taken {
  /** What it holds, in words; also names the file. */
  what: string;
  file: (picture: OfPicture, t: Words['exports']) => string;
}

export function taken<Row>(what: string, content: () => Content<Row>): Taken {
  return { what, file: (picture, t) => csvOf({ ...content(), picture }, t) };
}
