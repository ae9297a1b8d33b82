/** Wall screens, as they are kept: those that wait for their code to be entered and those that are signed in. */
import type { Iso } from '#domain/picture.ts';

/** A screen that is signed in, or was. Times are ISO. */
export interface StoredWall {
  id: string;
  name: string;
  /** JSON value: regions, pages, seconds. */
  setup: unknown;
  pairedAt: Iso;
  pairedBy: string;
  lastSeenAt: Iso;
  revokedAt: Iso | null;
}

/** What stands behind a secret: a screen, or one that still waits. */
export type KnownWall =
  { id: string; paired: null; codeExpiresAt: Iso | null } | { id: string; paired: StoredWall };

export interface WallStore {
  /** A screen that asks for the first time. Rejects when the id, the secret or the code exists. */
  ask(wall: {
    id: string;
    secretHash: string;
    codeHash: string;
    codeExpiresAt: Iso;
    at: Iso;
  }): Promise<void>;
  /** Another code for a screen that still waits; false when it does not. */
  renewCode(id: string, codeHash: string, codeExpiresAt: Iso): Promise<boolean>;
  findBySecret(secretHash: string): Promise<KnownWall | null>;
  /** The screen whose code this is, while it holds; it holds for one caller only. */
  pair(order: {
    codeHash: string;
    name: string;
    setup: unknown;
    by: string;
    at: Iso;
  }): Promise<StoredWall | null>;
  find(id: string): Promise<StoredWall | null>;
  /** Signed in and not revoked, by name. */
  list(): Promise<StoredWall[]>;
  /** Null when there is none that is signed in. */
  change(id: string, name: string, setup: unknown): Promise<StoredWall | null>;
  /** False when there is none that is signed in. */
  revoke(id: string, at: Iso): Promise<boolean>;
  touch(id: string, at: Iso): Promise<void>;
  /** Drops those that waited in vain. */
  forgetUnpaired(codeExpiredBefore: Iso): Promise<void>;
}
