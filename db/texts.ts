/** Free text, kept beside the ledger so that it can be erased without breaking the chain. */
import type { Iso, TextRef } from '#domain/picture.ts';

/** Keeps free text beside the ledger until it is due. */
export interface TextStore {
  /** Keeps the text until `eraseAt`. The reference goes into the ledger; durable when the promise resolves. */
  keep(text: string, eraseAt: Iso): Promise<TextRef>;
  /** Null when it was erased or never kept. */
  read(id: string): Promise<string | null>;
  /** Erases text and salt of everything due at `now`; how many. The ids stay, so that the ledger's references lead somewhere. */
  eraseDue(now: Iso): Promise<number>;
}
