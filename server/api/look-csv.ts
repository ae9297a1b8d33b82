/**
 * The access log as a table for a spreadsheet, one row a look and case (a search that found nothing is a row too): streamed page by page,
 * and harmless when it is opened there.
 */
import { stringify } from 'csv-stringify/sync';
import type { AccessLog, LookQuery } from '../../db/access-log.ts';
import type { Look, SeenCase } from '#domain/accountability/looks.ts';
import { harmless } from './csv.ts';

const PAGE = 500;
const COLUMNS = [
  ...['seq', 'at', 'case', 'action', 'ground', 'by', 'byKind', 'role', 'organisation', 'session'],
  ...['region', 'facility', 'since', 'until', 'asked'],
] as const;

function rowsOf(look: Look): Record<(typeof COLUMNS)[number], unknown>[] {
  const { seq, at, action, by, session, since = null, until = null } = look;
  // What was searched for, by name.
  const asked = look.asked === undefined ? null : JSON.stringify(look.asked);
  const of = (one: SeenCase | null) => ({
    ...{ seq, at, case: one?.case ?? null, action, ground: one?.ground ?? null },
    ...{ by: by.id, byKind: by.kind, role: by.role, organisation: by.organisation, session },
    ...{ region: one?.region ?? null, facility: one?.facility ?? null, since, until, asked },
  });
  return look.seen.length === 0 ? [of(null)] : look.seen.map(of);
}

/** @param sees told of the looks before they go out; where it rejects, the file ends there */
export function looksAsCsv(
  log: AccessLog,
  wanted: Omit<LookQuery, 'limit' | 'before'>,
  sees: (looks: readonly Look[]) => Promise<void>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  // What is written because of this very file is not in it: it would never end.
  let before: number | null | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const first = before === undefined;
      const page = await log.query({ ...wanted, limit: PAGE, ...(before ? { before } : {}) });
      await sees(page.looks);
      const cells = page.looks
        .flatMap(rowsOf)
        .map((row) =>
          Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, harmless(cell)])),
        );
      const text = stringify(cells, {
        header: first,
        columns: [...COLUMNS],
        record_delimiter: 'windows',
      });
      if (text !== '') controller.enqueue(encoder.encode(text));
      before = page.next;
      if (before === null) controller.close();
    },
  });
}
