/** The installation's secret: made on first start, kept beside the database, for the owner only. */
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';

const SECRET = /^[0-9a-f]{64}$/;

/** The file beside the database is there but holds no secret. */
export class SecretError extends Error {
  override name = 'SecretError';
}

/** A new secret: 64 hexadecimal digits that nobody can guess. */
export function freshSecret(): string {
  return randomBytes(32).toString('hex');
}

/**
 * 64 hexadecimal digits, the same at every start. A database in memory gets one for this run only.
 * @param databasePath absolute path of the database file, which must be writable; null in memory.
 * @throws SecretError when the file is damaged: a new secret would end every session and is for a person to decide.
 */
export function loadSecret(databasePath: string | null): string {
  const fresh = freshSecret();
  if (databasePath === null) return fresh;
  const path = `${databasePath}.secret`;
  try {
    writeFileSync(path, `${fresh}\n`, { mode: 0o600, flag: 'wx', flush: true });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  chmodSync(path, 0o600);
  const kept = readFileSync(path, 'utf8').trim();
  if (!SECRET.test(kept))
    throw new SecretError(
      `${path} holds no secret; remove it to have a new one made (everybody signs in anew)`,
    );
  return kept;
}
