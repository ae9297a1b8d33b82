/** When somebody last looked at a region on this device: the place in the ledger, for each account and region. */
import { MINUTE, ms } from '#domain/clock.ts';
import type { Iso } from '#domain/picture.ts';

/** A place in the ledger and its time. */
export interface Place {
  seq: number;
  at: Iso;
}

/** The place at which somebody left, and since which place was told then. */
export interface Looked extends Place {
  from: Place | null;
}

/** Who is back within this long never left: a reload, a look at one hospital. */
export const SAME_LOOK_MS = 10 * MINUTE;

/** Where telling begins for who comes back at `now`, milliseconds; null for who never looked. */
export function startOf(looked: Looked | null, now: number): Place | null {
  if (looked === null) return null;
  const back = now - ms(looked.at) < SAME_LOOK_MS;
  return back && looked.from !== null ? looked.from : { seq: looked.seq, at: looked.at };
}

const name = (account: string, region: string) => `spoedkaart.looked.${account}.${region}`;

function placeOf(kept: unknown): Place | null {
  if (typeof kept !== 'object' || kept === null || !('seq' in kept) || !('at' in kept)) return null;
  const { seq, at } = kept;
  const known = typeof seq === 'number' && typeof at === 'string' && !Number.isNaN(Date.parse(at));
  return known ? { seq, at } : null;
}

export function lookedAt(account: string, region: string): Looked | null {
  try {
    const kept: unknown = JSON.parse(
      globalThis.localStorage?.getItem(name(account, region)) ?? 'null',
    );
    const place = placeOf(kept);
    if (place === null) return null;
    return { ...place, from: placeOf((kept as { from?: unknown }).from) };
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
