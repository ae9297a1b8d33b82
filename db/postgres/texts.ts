import { randomBytes, randomUUID } from 'node:crypto';
import { and, asc, count, eq, isNotNull, lt, lte } from 'drizzle-orm';
import { plainText, textHash, type TextStore, type TextStoreOptions } from '../texts.ts';
import { toHeldText } from '../sqlite/texts.ts';
import { touched } from './beside.ts';
import { dropErasedRows, type Postgres } from './open.ts';
import { texts } from './schema/beside.ts';

/** Free text beside the ledger, on PostgreSQL. */
export function openTextStore(db: Postgres, options: TextStoreOptions = {}): TextStore {
  const { salt = () => randomBytes(16), id = randomUUID, now = Date.now } = options;
  return {
    async keep(text, eraseAt, of = { kind: 'note' }) {
      const bytes = salt();
      const kept = plainText(text);
      const ref = { id: id(), hash: textHash(bytes, kept) };
      await db.drizzle.insert(texts).values({
        id: ref.id,
        text: kept,
        salt: Buffer.from(bytes).toString('hex'),
        erase_at: Date.parse(eraseAt),
        created_at: now(),
        kind: of.kind,
        about: of.about ?? null,
      });
      return ref;
    },
    async read(textId) {
      const [row] = await db.drizzle
        .select({ text: texts.text })
        .from(texts)
        .where(eq(texts.id, textId));
      return row?.text ?? null;
    },
    async dueAbout(at) {
      const rows = await db.drizzle
        .selectDistinct({ about: texts.about })
        .from(texts)
        .where(
          and(lte(texts.erase_at, Date.parse(at)), isNotNull(texts.text), isNotNull(texts.about)),
        );
      return rows.flatMap(({ about }) => about ?? []);
    },
    async overdue(then) {
      const rows = await db.drizzle
        .select({ kind: texts.kind, rows: count() })
        .from(texts)
        .where(and(lt(texts.erase_at, Date.parse(then)), isNotNull(texts.text)))
        .groupBy(texts.kind);
      return Object.fromEntries(rows.map((row) => [row.kind, row.rows]));
    },
    async about(caseId) {
      const rows = await db.drizzle
        .select()
        .from(texts)
        .where(eq(texts.about, caseId))
        .orderBy(asc(texts.created_at), asc(texts.id));
      return rows.map(toHeldText);
    },
    async eraseDue(at) {
      const erased = touched(
        await db.drizzle
          .update(texts)
          .set({ text: null, salt: null })
          .where(and(lte(texts.erase_at, Date.parse(at)), isNotNull(texts.text))),
      );
      await dropErasedRows(db, erased, ['texts']);
      return erased;
    },
  };
}
