/** Keys of machines, as they are kept. The key itself is shown once, at its issue, and never stored. */
import type { Iso } from '#domain/picture.ts';

/** A key as it is kept: everything but the key itself. Times are ISO. */
export interface StoredApiKey {
  id: string;
  name: string;
  /** SHA-256 of the key, 64 hexadecimal digits. */
  hash: string;
  /** The key's recognisable beginning. */
  prefix: string;
  role: 'machine';
  /** JSON value: the actions, facilities or room that the key names. */
  scope: unknown;
  createdAt: Iso;
  expiresAt: Iso;
  revokedAt: Iso | null;
  lastUsedAt: Iso | null;
  /** When it got the secret that it has; null: at its issue. */
  rotatedAt: Iso | null;
  /** The secret before that, and until when it holds beside the new one; also when that is over. */
  previous: { hash: string; prefix: string; until: Iso } | null;
  /** Actor id. */
  createdBy: string;
}

/** A key at its issue; it was not used yet. */
export type NewApiKey = Omit<
  StoredApiKey,
  'role' | 'revokedAt' | 'lastUsedAt' | 'rotatedAt' | 'previous'
>;

/** Another secret for a key that stays the same otherwise. */
export interface KeyRotation {
  id: string;
  /** The secret that it has now, as a hash: if it has another one by then, nothing is done. */
  seen: string;
  hash: string;
  prefix: string;
  at: Iso;
  expiresAt: Iso;
  /** Until when the secret that it has now goes on. */
  previousUntil: Iso;
}

/** Keeps the keys of machines. */
export interface ApiKeyStore {
  /** Rejects when the id or the hash exists. */
  insert(key: NewApiKey): Promise<void>;
  /** By its secret or by the one before. Also a revoked or an expired one: the caller decides what it is worth. */
  findByHash(hash: string): Promise<StoredApiKey | null>;
  /** Newest first. */
  list(): Promise<StoredApiKey[]>;
  /** False when there is no such key; the first revocation stands. */
  revoke(id: string, at: Iso): Promise<boolean>;
  /** Null when the key is not there, was revoked, or has another secret than was seen. */
  rotate(rotation: KeyRotation): Promise<StoredApiKey | null>;
  /** The secret before ends, if it has not; false when there is no such key. */
  endPrevious(id: string, at: Iso): Promise<boolean>;
  /** Notes that the key was used, when its last noted use is at least a minute ago. */
  touch(id: string, at: Iso): Promise<void>;
}
