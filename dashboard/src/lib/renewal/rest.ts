/** A page loads the server's new build by itself, and not again and again when that does not help. */
const NAME = 'spoedkaart.renewed';
/** Between two reloads, milliseconds. */
export const RENEWAL_REST_MS = 5 * 60_000;

export function mayReload(now: number): boolean {
  try {
    const last = Number(sessionStorage.getItem(NAME) ?? 0);
    return !(last > 0) || Math.abs(now - last) >= RENEWAL_REST_MS;
  } catch {
    // Nothing is kept here, so nothing would stop a second one.
    return false;
  }
}

export function noteReload(now: number): void {
  try {
    sessionStorage.setItem(NAME, String(now));
  } catch {
    // `mayReload` will say no.
  }
}
