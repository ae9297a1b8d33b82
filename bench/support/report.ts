/** The table of a run, printed and written, with the machine that it was run on. */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type as osType } from 'node:os';
import { join } from 'node:path';
import type { Bench, Row } from './bench.ts';

export const RESULTS_FILE = join(import.meta.dirname, '..', 'results.md');

const COLUMNS = ['what', 'ours', 'beside', 'result', 'target', ''] as const;

const cells = (row: Row): string[] => [
  row.what,
  row.ours,
  row.beside,
  row.result,
  row.target,
  row.met ? 'met' : 'missed',
];

export function table(rows: readonly Row[]): string {
  return tableOf(rows.map(cells));
}

function tableOf(rows: readonly string[][]): string {
  const lines = [[...COLUMNS], ...rows];
  const widths = COLUMNS.map((_, n) => Math.max(3, ...lines.map((line) => line[n]?.length ?? 0)));
  const line = (words: readonly string[]) =>
    `| ${words.map((word, n) => word.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = lines;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** Model, cores, memory and versions; nothing that names the machine. */
export function machine(): string {
  const processors = cpus();
  return [
    `- processor: ${processors[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} of its cores`,
    `- memory: ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `- system: ${osType()} ${release().split('-')[0] ?? ''}`,
    `- Node ${process.versions.node}`,
    `- load in the last five minutes: ${(loadavg()[1] ?? 0).toFixed(1)} (the benchmarks alone make up to 2; above that others were busy too)`,
  ].join('\n');
}

export function writeResults(done: readonly { bench: Bench; rows: Row[] }[], day: string): void {
  const text = [
    '# What it costs',
    '',
    '`npm run bench` writes this file. Each figure stands beside what a user would compare it with, measured in the same',
    'run and in alternating blocks; read the ratios, the absolute figures belong to the machine.',
    '',
    `Run on ${day}:`,
    '',
    machine(),
    '',
    table(done.flatMap(({ rows }) => rows)),
    '',
    ...done.map(({ bench }) => `- **${bench.name}**: ${bench.how}`),
    '',
  ].join('\n');
  writeFileSync(RESULTS_FILE, text);
}

/** What a row is called without the load of its run, which is another each time. */
const nameOf = (what = ''): string => what.replace(/ \([^()]*\bload \d[^()]*\)/, '');

/** Puts the rows of some benchmarks into the results that stand there; a row of the same name is replaced. */
export function keepResults(done: readonly { bench: Bench; rows: Row[] }[], day: string): void {
  const lines = readFileSync(RESULTS_FILE, 'utf8').trimEnd().split('\n');
  const isRow = (line: string) => line.startsWith('|');
  const kept = lines
    .filter(isRow)
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  for (const row of done.flatMap(({ rows }) => rows).map(cells)) {
    const at = kept.findIndex(([what]) => nameOf(what) === nameOf(row[0]));
    if (at < 0) kept.push(row);
    else kept[at] = row;
  }
  const first = lines.findIndex(isRow);
  const before = lines.slice(0, first);
  const after = lines.slice(first).filter((line) => !isRow(line));
  const load = (loadavg()[1] ?? 0).toFixed(1);
  for (const { bench } of done) {
    const text = `- **${bench.name}** (by itself on ${day}, load ${load}): ${bench.how}`;
    const at = after.findIndex((line) => line.startsWith(`- **${bench.name}**`));
    if (at < 0) after.push(text);
    else after[at] = text;
  }
  writeFileSync(RESULTS_FILE, `${[...before, tableOf(kept), ...after].join('\n')}\n`);
}
