/** The map's own outlines, served beside the pages at /geo: fetched as files, never part of the script. */
import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const files = ['outline.json', 'roaz.json', 'roads.json'];

/** Copies from seed/geo what is missing or different in dashboard/static/geo. */
export function provideGeoFiles() {
  const from = join(import.meta.dirname, '..', 'seed', 'geo');
  const to = join(import.meta.dirname, 'static', 'geo');
  mkdirSync(to, { recursive: true });
  for (const file of files) {
    const [source, target] = [join(from, file), join(to, file)];
    const there = statSync(target, { throwIfNoEntry: false });
    if (!there || !readFileSync(source).equals(readFileSync(target))) copyFileSync(source, target);
  }
}
