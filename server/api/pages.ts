/**
 * Lists in pages, the same for each: `limit` and `cursor` in, `Link: <…>; rel="next"` out, and `next` in a body that is an object.
 * A cursor stands behind a row, not at a number: what is added meanwhile moves no page. Source of the header: RFC 8288.
 */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ZodType } from 'zod';
import type { ApiEnv, ApiParts } from './parts.ts';
import { ProblemError } from './problems.ts';

/** Rows of the longest page. */
export const MOST_ROWS = 1_000;

/** For the query of a list. @param usual rows of a page unless asked otherwise */
export function pageQuery(usual = MOST_ROWS) {
  return {
    cursor: z
      .string()
      .min(1)
      .max(1_000)
      .optional()
      .openapi({ description: 'where the page before ended: `next`, or from its `Link`' }),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(MOST_ROWS)
      .default(usual)
      .openapi({ description: 'rows of a page' }),
  };
}

type Parts = Pick<ApiParts, 'cursors'>;

/** Parts of the query that say where in the list one is, not which list. */
const PLACE: readonly string[] = ['cursor', 'limit', 'after'];

/** Path and filters: a cursor is of one list. */
function listOf(c: Context<ApiEnv>): string {
  const filters = new URLSearchParams(
    Object.entries(c.req.query()).filter(([name]) => !PLACE.includes(name)),
  );
  filters.sort();
  return `${c.req.path}?${filters.toString()}`;
}

/** Where the page begins; null for the first. @throws ProblemError VALIDATION for a cursor that is none of this list */
export function placeOf<T>(
  c: Context<ApiEnv>,
  { cursors }: Parts,
  cursor: string | undefined,
  schema: ZodType<T>,
): T | null {
  if (cursor === undefined) return null;
  const read = schema.safeParse(cursors.open(listOf(c), cursor));
  if (read.success) return read.data;
  const message = 'not a cursor of this list with these filters: begin without one';
  throw new ProblemError('VALIDATION', { errors: [{ path: 'cursor', message }] });
}

/** Tells where the next page begins. @param place null at the end @returns the cursor */
export function tellNext(c: Context<ApiEnv>, { cursors }: Parts, place: unknown): string | null {
  if (place === null) return null;
  const cursor = cursors.seal(listOf(c), place);
  c.header('Link', `<${pathTo(c, cursor)}>; rel="next"`);
  return cursor;
}

/** Address of the page where a cursor stands, with the filters of this one. */
export function pathTo(c: Context<ApiEnv>, cursor: string): string {
  const query = new URLSearchParams(c.req.query());
  query.delete('after');
  query.set('cursor', cursor);
  return `${c.req.path}?${query.toString()}`;
}

type Key = readonly (string | number)[];
const keySchema = z.array(z.union([z.string(), z.number()])).min(1);

/**
 * One page of rows that are all at hand.
 * @param keyOf what the list is ordered by; no two rows have the same
 * @param order `descending`: the greatest key first
 */
export function pageOf<T>(
  c: Context<ApiEnv>,
  parts: Parts,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  rows: readonly T[],
  keyOf: (row: T) => Key,
  order: 'ascending' | 'descending',
): T[] {
  const sign = order === 'ascending' ? 1 : -1;
  const begin = placeOf(c, parts, cursor, keySchema);
  const behind = rows
    .map((row) => ({ row, key: keyOf(row) }))
    .filter(({ key }) => begin === null || sign * compared(key, begin) > 0)
    .sort((a, b) => sign * compared(a.key, b.key));
  const page = behind.slice(0, limit);
  const last = behind.length > limit ? page.at(-1) : undefined;
  tellNext(c, parts, last?.key ?? null);
  return page.map(({ row }) => row);
}

function compared(a: Key, b: Key): number {
  for (const [index, one] of a.entries()) {
    const other = b[index];
    if (other === undefined || one === other) continue;
    return one < other ? -1 : 1;
  }
  return 0;
}
