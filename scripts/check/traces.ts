/**
 * Finds traces of one person's machine in what everybody gets: absolute paths of working folders, and the hosts of
 * package registries (a lock file must not say where a package came from, only which one it is).
 */
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/root.mjs';
import type { Finding } from './findings.ts';

// Spelled with classes, so that this file does not object to itself.
const traces: readonly [what: string, pattern: RegExp][] = [
  ['machine path', /(?<![\w.~$}-])\/(?:[w]ork|[r]oot|[h]ome|[U]sers|[t]mp|[m]nt)\/[\w.-]/g],
  ['machine path', /\b[A-Z]:\\\\?[U]sers\\/g],
  ['registry host', /registry\.[n]pmjs|registry\.[y]arnpkg|npm\.pkg\.[g]ithub|[n]pmmirror/gi],
  ['place of a package', /"resolved": "[h]ttp/g],
];
const binary = /\.(?:png|jpe?g|ico|woff2?|gz|br|db)$/;

/** The findings in the given files of the repository. */
export function findTraces(files: readonly string[]): Finding[] {
  return files
    .filter((file) => !binary.test(file) && file !== 'LICENSE')
    .flatMap((file) => tracesIn(file, readFileSync(inRoot(file), 'utf8')));
}

/** The findings in one file's text. */
export function tracesIn(file: string, text: string): Finding[] {
  return traces.flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)].map((m) => ({
      file,
      line: text.slice(0, m.index).split('\n').length,
      what: `${what} ${m[0]}`,
    })),
  );
}
