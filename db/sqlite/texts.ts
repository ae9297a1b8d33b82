import { randomBytes, randomUUID } from 'node:crypto';
import { and, asc, count, eq, isNotNull, lt, lte } from 'drizzle-orm';
import { texts } from '../schema/beside.ts';
import {
  plainText,
  textHash,
  type HeldText,
  type TextStore,
  type TextStoreOptions,
} from '../texts.ts';
import { dropErasedPages, type Database } from './open.ts';

/** Free text beside the ledger, on SQLite. */
export function openTextStore(db: Database, options: TextStoreOptions = {}): TextStore {
  const { salt = () => randomBytes(16), id = randomUUID, now = Date.now } = options;
  return {
    async keep(text, eraseAt, of = { kind: 'note' }) {
      const bytes = salt();
      const kept = plainText(text);
      const ref = { id: id(), hash: textHash(bytes, kept) };
      db.drizzle
        .insert(texts)
        .values({
          id: ref.id,
          text: kept,
          salt: Buffer.from(bytes).toString('hex'),
          erase_at: Date.parse(eraseAt),
          created_at: now(),
          kind: of.kind,
          about: of.about ?? null,
        })
        .run();
      return ref;
    },
    async read(textId) {
      const row = db.drizzle
        .select({ text: texts.text })
        .from(texts)
        .where(eq(texts.id, textId))
        .get();
      return row?.text ?? null;
    },
    async dueAbout(at) {
      const rows = db.drizzle
        .selectDistinct({ about: texts.about })
        .from(texts)
        .where(
          and(lte(texts.erase_at, Date.parse(at)), isNotNull(texts.text), isNotNull(texts.about)),
        )
        .all();
      return rows.flatMap(({ about }) => about ?? []);
    },
    async overdue(then) {
      const rows = db.drizzle
        .select({ kind: texts.kind, rows: count() })
        .from(texts)
        .where(and(lt(texts.erase_at, Date.parse(then)), isNotNull(texts.text)))
        .groupBy(texts.kind)
        .all();
      return Object.fromEntries(rows.map((row) => [row.kind, row.rows]));
    },
    async about(caseId) {
      const rows = db.drizzle.select().from(texts).where(eq(texts.about, caseId));
      return rows.orderBy(asc(texts.created_at), asc(texts.id)).all().map(toHeldText);
    },
    async eraseDue(at) {
      const { changes } = db.drizzle
        .update(texts)
        .set({ text: null, salt: null })
        .where(and(lte(texts.erase_at, Date.parse(at)), isNotNull(texts.text)))
        .run();
      dropErasedPages(db, changes);
      return changes;
    },
  };
}

export function toHeldText(row: typeof texts.$inferSelect): HeldText {
  return {
    id: row.id,
    // Only `keep` writes it.
    kind: row.kind as HeldText['kind'],
    text: row.text,
    createdAt: new Date(row.created_at).toISOString(),
    eraseAt: new Date(row.erase_at).toISOString(),
  };
}
