import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads one of the seed's own JSON files, `data/facilities` or `geo/places`. The shape is the caller's word: these files are
 * part of the program and the tests of seed/ walk through them.
 */
export function readSeed<T>(name: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), 'utf8')) as T;
}
