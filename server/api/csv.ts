/** The decision log as a table for a spreadsheet: streamed page by page, and harmless when it is opened there. */
import { stringify } from 'csv-stringify/sync';
import { harmlessText } from '#wire/csv-cells.ts';
import type { DecisionLog, DecisionQuery, DecisionRow } from '../../db/decision-log.ts';

const PAGE = 500;

/** The cell of a file with commas, of which a spreadsheet runs nothing; a number stays one. */
export function harmless(cell: unknown): unknown {
  return typeof cell === 'string' ? harmlessText(cell, ',') : cell;
}

export type CsvLine = Record<string, unknown> & { policy: { id: string; version: number } };

/** Columns in the order of the line, the policy as two. */
export function csvRows(lines: readonly CsvLine[], header: boolean): string {
  const rows = lines.map(({ policy, ...line }) => {
    const cells = { ...line, policyId: policy.id, policyVersion: policy.version };
    return Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, harmless(cell)]));
  });
  return stringify(rows, {
    header,
    columns: [...COLUMNS],
    cast: { boolean: (value) => String(value) },
    record_delimiter: 'windows',
  });
}

const COLUMNS = [
  ...['id', 'seq', 'at', 'case', 'caseNumber', 'room', 'caseRegion', 'facility', 'facilityRegion'],
  ...[
    'facilityLevel',
    'facilityDesignated',
    'category',
    'urgency',
    'red',
    'rank',
    'tie',
    'advised',
  ],
  ...['overridden', 'overrideReason', 'note', 'policyId', 'policyVersion', 'replaces'],
] as const;

/**
 * Every decision that the query finds, not one page: the cursor and the limit of the query are passed over.
 * @param sees told of the rows before they go out; where it rejects, the file ends there
 */
export function decisionsAsCsv<Line extends CsvLine>(
  log: DecisionLog,
  query: DecisionQuery,
  lineOf: (row: DecisionRow) => Promise<Line>,
  sees: (rows: readonly DecisionRow[]) => Promise<void>,
): ReadableStream<Uint8Array> {
  const { cursor: _cursor, limit: _limit, ...wanted } = query;
  const encoder = new TextEncoder();
  let cursor: string | null | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const first = cursor === undefined;
      const page = await log.query({ ...wanted, limit: PAGE, ...(cursor ? { cursor } : {}) });
      await sees(page.rows);
      const text = csvRows(await Promise.all(page.rows.map(lineOf)), first);
      if (text !== '') controller.enqueue(encoder.encode(text));
      cursor = page.next;
      if (cursor === null) controller.close();
    },
  });
}
