/** The first words of the pages, out of the dictionaries and where `preloads.mjs` finds them: it reads no TypeScript. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { first as en } from './src/lib/words/en/first.ts';
import { first as nl } from './src/lib/words/nl/first.ts';

export function provideFirstWords(): void {
  const kit = join(import.meta.dirname, '.svelte-kit');
  mkdirSync(kit, { recursive: true });
  writeFileSync(join(kit, 'first-words.json'), `${JSON.stringify({ nl, en })}\n`);
}
