import { randomBytes, randomUUID } from 'node:crypto';
import { and, eq, isNotNull, lte } from 'drizzle-orm';
import { sha256 } from '../chain.ts';
import { texts } from '../schema/beside.ts';
import type { TextStore } from '../texts.ts';
import { dropErasedPages, type Database } from './open.ts';

export interface TextStoreOptions {
  /** 16 bytes that nobody can guess; without them the hash of a short text could be. */
  salt?: () => Uint8Array;
  id?: () => string;
  now?: () => number;
}

/** What stands in the ledger for a text: SHA-256 of the salt's bytes followed by the text in UTF-8, hexadecimal. */
export function textHash(salt: Uint8Array, text: string): string {
  return sha256(Buffer.concat([salt, Buffer.from(text, 'utf8')]));
}

/** Free text beside the ledger, on SQLite. */
export function openTextStore(db: Database, options: TextStoreOptions = {}): TextStore {
  const { salt = () => randomBytes(16), id = randomUUID, now = Date.now } = options;
  return {
    async keep(text, eraseAt) {
      const bytes = salt();
      const kept = text.toWellFormed();
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
