import { randomBytes, randomUUID } from 'node:crypto';
import { and, eq, isNotNull, lte } from 'drizzle-orm';
import { plainText, textHash, type TextStore, type TextStoreOptions } from '../texts.ts';
import { touched } from './beside.ts';
import { dropErasedRows, type Postgres } from './open.ts';
import { texts } from './schema/beside.ts';

/** Free text beside the ledger, on PostgreSQL. */
export function openTextStore(db: Postgres, options: TextStoreOptions = {}): TextStore {
  const { salt = () => randomBytes(16), id = randomUUID, now = Date.now } = options;
  return {
    async keep(text, eraseAt) {
      const bytes = salt();
      const kept = plainText(text);
      const ref = { id: id(), hash: textHash(bytes, kept) };
      await db.drizzle.insert(texts).values({
        id: ref.id,
        text: kept,
        salt: Buffer.from(bytes).toString('hex'),
        erase_at: Date.parse(eraseAt),
        created_at: now(),
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
