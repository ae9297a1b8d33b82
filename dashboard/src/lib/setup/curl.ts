/** A call by which a hospital's system reports one unit, to be pasted in a terminal as it stands. Pure. */
import type { UnitKind } from '#domain/words.ts';

/** @param origin of this installation, without a slash at its end. */
export function curlExample(origin: string, facility: string, kind: UnitKind, key: string): string {
  const body = JSON.stringify({ status: 'open', staffed: 12, available: 3 });
  return [
    `curl -X PUT '${origin}/api/v1/facilities/${facility}/units/${kind}' \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${body}'`,
  ].join('\n');
}
