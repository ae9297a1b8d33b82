/**
 * Records golden bodies of the versions as they stand: `node tests/golden/record-bodies.ts`. A body that was recorded is never written
 * again: what was written once, is read for ever. `shapes` is of today and is written anew: look at what git shows, for a field that came
 * or went without a new version must have the right meaning where it is absent (docs/decisions/0014-bodies-have-versions.md).
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apply } from '#domain/apply.ts';
import { versionOf } from '#domain/bodies.ts';
import { ENTRY_KINDS, type Entry } from '#domain/entries.ts';
import { EMPTY_PICTURE } from '#domain/picture.ts';
import { entriesOf, hasAllKinds, shapesOf } from './body-moves.ts';

const FOLDER = join(import.meta.dirname, 'bodies');
const text = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;
/** The shortest of so many. */
const TRIES = 200;

const name = `v${ENTRY_KINDS.reduce((sum, kind) => sum + versionOf(kind) - 1, 1)}`;
mkdirSync(FOLDER, { recursive: true });
const file = join(FOLDER, `entries-${name}.json`);
if (!existsSync(file)) {
  let best: Entry[] | null = null;
  for (let seed = 1; seed <= TRIES; seed += 1) {
    const entries = entriesOf(seed, 400, hasAllKinds);
    if (hasAllKinds(entries) && entries.length < (best?.length ?? Infinity)) best = entries;
  }
  if (best === null) throw new Error('no row of moves has all kinds');
  writeFileSync(file, text(best));
  writeFileSync(join(FOLDER, `picture-${name}.json`), text(best.reduce(apply, EMPTY_PICTURE)));
  console.log(`${best.length} entries: ${file}`);
}
writeFileSync(join(FOLDER, 'shapes.json'), text(shapesOf(entriesOf(1, 1_500, () => false))));
