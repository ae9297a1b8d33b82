/** Free text, kept beside the ledger so that it can be erased without breaking the chain. */
import { sha256 } from './chain.ts';
import type { TextKind } from '#domain/accountability/retention.ts';
import type { Iso, TextRef } from '#domain/picture.ts';

/** What a text is, and which case it is about. */
export interface TextOf {
  kind: TextKind;
  about?: string | null;
}

/** A text about a case, with its term; `text` is null when it was erased. */
export interface HeldText {
  id: string;
  kind: TextKind;
  text: string | null;
  createdAt: Iso;
  eraseAt: Iso;
}

/** Keeps free text beside the ledger until it is due. */
export interface TextStore {
  /** Keeps the text until `eraseAt`. The reference goes into the ledger; durable when the promise resolves. */
  keep(text: string, eraseAt: Iso, of?: TextOf): Promise<TextRef>;
  /** Null when it was erased or never kept. */
  read(id: string): Promise<string | null>;
  /** Erases text and salt of everything due at `now`; how many. The ids stay, so that the ledger's references lead somewhere. */
  eraseDue(now: Iso): Promise<number>;
  /** The cases that texts are about which are due at `now`, each once. */
  dueAbout(now: Iso): Promise<string[]>;
  /** Texts that should have been erased before `then` and were not, by kind. */
  overdue(then: Iso): Promise<Partial<Record<TextKind, number>>>;
  /** What is and what was kept about the case, oldest first. */
  about(caseId: string): Promise<HeldText[]>;
}

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

/** The text as every store can keep it: half a surrogate pair and the character 0, which PostgreSQL refuses, become U+FFFD. */
export function plainText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}
