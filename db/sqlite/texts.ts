import { randomBytes, randomUUID } from 'node:crypto';
import { and, eq, isNotNull, lte } from 'drizzle-orm';
import { texts } from '../schema/beside.ts';
import { plainText, textHash, type TextStore, type TextStoreOptions } from '../texts.ts';
import { dropErasedPages, type Database } from './open.ts';

/** Free text beside the ledger, on SQLite. */
export function openTextStore(db: Database, options: TextStoreOptions = {}): TextStore {
  const { salt = () => randomBytes(16), id = randomUUID, now = Date.now } = options;
  return {
    async keep(text, eraseAt) {
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
