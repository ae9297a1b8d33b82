/** The moment in the address: `?at=2026-11-17T21:43:07.000Z`, beside whatever else stands there. */
import { iso } from '#domain/clock.ts';

const NAME = 'at';
/** Pages that can show the past; all others are for deciding and entering, and know now only. */
const PAGES = /^\/(?:map|region)(?:\/|$)/;

export function showsPast(path: string | undefined): boolean {
  return path !== undefined && PAGES.test(path);
}

/** Null: no moment; `NaN`: something that is none. */
export function momentIn(url: URL): number | null {
  const text = url.searchParams.get(NAME);
  return text === null ? null : Date.parse(text);
}

/** The same address at another moment, or at none. */
export function addressAt(href: string, moment: number | null): URL {
  const url = new URL(href);
  if (moment === null) url.searchParams.delete(NAME);
  else url.searchParams.set(NAME, iso(moment));
  return url;
}

/** Where the map is to be seen as it was. */
export function mapAt(at: string): string {
  return `/map?${queryOf({ [NAME]: at })}`;
}

/** The query of a request. */
export function queryOf(parts: Record<string, string>): string {
  return new URLSearchParams(parts).toString();
}
