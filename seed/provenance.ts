/** Where a shipped profile comes from and how sure we are of it, for whoever checks it. Sources: the table in data/SOURCES.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Confidence, ProvenanceWire } from '../server/wire/installation.ts';
import { readSeed } from './files.ts';

interface Row {
  id: string;
  confidence: Record<string, Confidence>;
  source: string[];
  note?: string;
}

/** By facility id: confidence a group of facts, the sources by name, and a remark where there is one. */
export function seedProvenance(): Map<string, ProvenanceWire> {
  const known = sourceNames();
  const { facilities } = readSeed<{ facilities: Row[] }>('data/facilities');
  return new Map(
    facilities.map(({ id, confidence, source, note }) => [
      id,
      {
        confidence,
        sources: source.map((key) => ({ key, what: known.get(key) ?? key })),
        note: note ?? null,
      },
    ]),
  );
}

/** "| `key`, `other key` | what it is |": the keys of each line with what they stand for. */
function sourceNames(): Map<string, string> {
  const text = readFileSync(join(import.meta.dirname, 'data', 'SOURCES.md'), 'utf8');
  const names = new Map<string, string>();
  for (const [, keys = '', what = ''] of text.matchAll(/^\| (`[^|]+`) \| ([^|]+) \|$/gm))
    for (const [, key = ''] of keys.matchAll(/`([^`]+)`/g)) names.set(key, what.trim());
  return names;
}
