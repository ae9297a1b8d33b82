/** What the tests of the ledger write: small entries of real kinds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEntry } from '#domain/entries.ts';
import type { Actor } from '#domain/picture.ts';
import type { NewLook } from '#domain/accountability/looks.ts';
import type { AccessLog } from '../../db/access-log.ts';
import type { AppendRequest, AppendResult } from '../../db/ledger.ts';

export const SYSTEM: Actor = { id: 'system', kind: 'system', role: 'system', organisation: null };
export const AT = '2026-11-18T13:07:42.000Z';

/** An entry about an account: small, and free of other domain state. */
export function note(subject: string, id = subject, also?: string[]): NewEntry {
  const body = { what: 'account-changed', id, role: null, scope: null } as const;
  return { kind: 'access-changed', subject, body, ...(also ? { also } : {}) };
}

export function request(subject: string, more: Partial<AppendRequest> = {}): AppendRequest {
  return { by: SYSTEM, at: AT, entries: [note(subject)], ...more };
}

export function written(result: AppendResult): Extract<AppendResult, { ok: true }> {
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  return result;
}

/** An access log of two old looks that went after their term; what is written next follows the look that tells of it. */
export async function cutOnce(log: AccessLog): Promise<void> {
  const old: NewLook = {
    by: { id: 'a1', kind: 'account', role: 'chair', organisation: 'west' },
    ...{ session: null, at: '2019-05-01T10:00:00.000Z', action: 'read' },
    seen: [{ case: 'c1', ground: 'coordinating-region', region: 'west', facility: null }],
  };
  await log.write([old, old]);
  const outcome = await log.cut('2019-06-01T00:00:00.000Z', '2025-06-01T00:00:00.000Z', {
    ...{ how: 'command', by: 'a1' },
  });
  if (outcome.done !== 'cut') throw new Error(`not cut: ${outcome.done}`);
}

/** A folder that is removed after the test's work. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'spoedkaart-db-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
