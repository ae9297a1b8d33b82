/** When somebody last looked at a region on this device: the place in the ledger, for each account and region. */
import type { Iso } from '#domain/picture.ts';

export interface Looked {
  seq: number;
  at: Iso;
}

const name = (account: string, region: string) => `spoedkaart.looked.${account}.${region}`;

export function lookedAt(account: string, region: string): Looked | null {
  try {
    const kept: unknown = JSON.parse(
      globalThis.localStorage?.getItem(name(account, region)) ?? 'null',
    );
    if (typeof kept !== 'object' || kept === null || !('seq' in kept) || !('at' in kept))
      return null;
    return typeof kept.seq === 'number' && typeof kept.at === 'string'
      ? { seq: kept.seq, at: kept.at }
      : null;
  } catch {
    return null;
  }
}

export function rememberLook(account: string, region: string, looked: Looked): void {
  try {
    globalThis.localStorage?.setItem(name(account, region), JSON.stringify(looked));
  } catch {
    // The next visit then begins an hour back.
  }
}
