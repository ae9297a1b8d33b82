import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as drizzleKit from 'drizzle-kit/api';
import { describe, expect, it } from 'vitest';
import * as schema from '../../db/schema/index.ts';
import { MIGRATIONS_FOLDER, openDatabase } from '../../db/sqlite/open.ts';
import { inFolder } from './helpers.ts';

/** What is used of drizzle-kit's API; its own types lean on drivers that are not installed. */
interface Snapshot {
  tables: Record<string, { name: string; columns: object }>;
}
const { generateSQLiteDrizzleJson, generateSQLiteMigration } = drizzleKit as unknown as {
  generateSQLiteDrizzleJson: (schema: Record<string, unknown>) => Promise<Snapshot>;
  generateSQLiteMigration: (from: Snapshot, to: Snapshot) => Promise<string[]>;
};

interface Journal {
  entries: { idx: number; tag: string; when: number }[];
}
const meta = join(MIGRATIONS_FOLDER, 'meta');
const journal = JSON.parse(readFileSync(join(meta, '_journal.json'), 'utf8')) as Journal;

describe('migrations', () => {
  it('have names that say what they do, in rising order, and their files are all there', () => {
    const files = readdirSync(MIGRATIONS_FOLDER).filter((f) => f.endsWith('.sql'));
    expect(files.sort()).toEqual(journal.entries.map((e) => `${e.tag}.sql`).sort());
    journal.entries.forEach((entry, i) => {
      // drizzle-kit's own names are two words joined by an underscore.
      expect(entry.tag).toMatch(/^\d{4}_[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(entry.idx).toBe(i);
      if (i > 0) expect(entry.when).toBeGreaterThan(journal.entries[i - 1]?.when ?? 0);
    });
  });

  it('lead to the schema as the code has it', async () => {
    const last = journal.entries[journal.entries.length - 1];
    const number = String(last?.idx).padStart(4, '0');
    const snapshot = JSON.parse(
      readFileSync(join(meta, `${number}_snapshot.json`), 'utf8'),
    ) as Snapshot;
    const now = await generateSQLiteDrizzleJson({ ...schema });
    expect(Object.keys(now.tables)).toContain('entries');
    expect(await generateSQLiteMigration(snapshot, now)).toEqual([]);
  });

  it('make every table and column of the schema in a fresh file, once', () =>
    inFolder(async (folder) => {
      const url = `file:${join(folder, 'fresh.db')}`;
      openDatabase(url).close();
      const db = openDatabase(url);
      const now = await generateSQLiteDrizzleJson({ ...schema });
      for (const table of Object.values(now.tables)) {
        const columns = db.sqlite.pragma(`table_info("${table.name}")`) as { name: string }[];
        expect(columns.map((c) => c.name)).toEqual(Object.keys(table.columns));
      }
      const applied = db.sqlite.prepare('select count(*) from __drizzle_migrations').pluck().get();
      expect(applied).toBe(journal.entries.length);
      expect(db.sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(db.sqlite.pragma('foreign_key_check')).toEqual([]);
      db.close();
    }));
});
