import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as drizzleKit from 'drizzle-kit/api';
import { getTableColumns, getTableName, isTable, type Column } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS_FOLDER, openPostgres } from '../../db/postgres/open.ts';
import * as schema from '../../db/postgres/schema/index.ts';
import * as sqliteSchema from '../../db/schema/index.ts';
import { postgresForTests } from '../support/postgres.ts';

const server = postgresForTests();

/** What is used of drizzle-kit's API; its own types lean on drivers that are not installed. */
interface Snapshot {
  tables: Record<string, { name: string }>;
}
const { generateDrizzleJson, generateMigration } = drizzleKit as unknown as {
  generateDrizzleJson: (schema: Record<string, unknown>) => Snapshot;
  generateMigration: (from: Snapshot, to: Snapshot) => Promise<string[]>;
};

const meta = join(MIGRATIONS_FOLDER, 'meta');
const journal = JSON.parse(readFileSync(join(meta, '_journal.json'), 'utf8')) as {
  entries: { idx: number; tag: string; when: number }[];
};

/** Property, column and whether it may be null, of each table by its name. */
function shapeOf(tables: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.values(tables)
      .filter(isTable)
      .map((table) => [
        getTableName(table),
        Object.entries<Column>(getTableColumns(table)).map(([property, column]) => ({
          property,
          column: column.name,
          type: column.dataType === 'custom' ? 'buffer' : column.dataType,
          notNull: column.notNull,
        })),
      ]),
  );
}

describe('migrations of PostgreSQL', () => {
  it('have names that say what they do, in rising order, and their files are all there', () => {
    const files = readdirSync(MIGRATIONS_FOLDER).filter((f) => f.endsWith('.sql'));
    expect(files.sort()).toEqual(journal.entries.map((e) => `${e.tag}.sql`).sort());
    journal.entries.forEach((entry, i) => {
      expect(entry.tag).toMatch(/^\d{4}_[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(entry.idx).toBe(i);
      if (i > 0) expect(entry.when).toBeGreaterThan(journal.entries[i - 1]?.when ?? 0);
    });
  });

  it('lead to the schema as the code has it', async () => {
    const last = journal.entries.at(-1);
    const file = join(meta, `${String(last?.idx).padStart(4, '0')}_snapshot.json`);
    const snapshot = JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
    const now = generateDrizzleJson({ ...schema });
    expect(Object.keys(now.tables)).toContain('public.entries');
    expect(await generateMigration(snapshot, now)).toEqual([]);
  });

  it('make every table and column of the schema in a fresh database, once', async () => {
    const url = await server().emptyDatabase();
    for (let round = 0; round < 2; round += 1) {
      const db = await openPostgres(url);
      const rows = await db.sql<{ table_name: string; column_name: string }[]>`
        select table_name, column_name from information_schema.columns
        where table_schema = 'public' and table_name <> '__drizzle_migrations' order by ordinal_position`;
      const found: Record<string, string[]> = {};
      for (const { table_name: table, column_name: column } of rows)
        (found[table] ??= []).push(column);
      const wanted = Object.values<unknown>(schema)
        .filter(isTable)
        .map((table) => [
          getTableName(table),
          Object.values(getTableColumns(table)).map((column) => column.name),
        ]);
      expect(found).toEqual(Object.fromEntries(wanted));
      const [applied] = await db.sql`select count(*)::int as n from __drizzle_migrations`;
      expect(applied?.['n']).toBe(journal.entries.length);
      await db.close();
    }
  });

  it('keep the same tables and columns as those of SQLite', () => {
    const { kept_secrets: own, bed_books: counts, ...shared } = shapeOf(schema);
    expect([own, counts]).not.toContain(undefined);
    expect(shared).toEqual(shapeOf(sqliteSchema));
  });
});
