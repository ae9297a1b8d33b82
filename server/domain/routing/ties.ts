/**
 * The order of the candidates. "Less than 3 minutes" between pairs is not transitive and would break sorting, so it is done
 * in two passes. Source: routing rules 6.3, "Ties".
 */
import { compareTrust } from '../capacity/trust.ts';
import type { Trust } from '../words.ts';
import { byId, tenthsOf, type Setting, type Site } from './site.ts';

export interface Placed {
  site: Site;
  tier: number;
  /** Transport and penalties, tenths of a minute. */
  score: number;
  /** Worst of the needed units. */
  trust: Trust;
  tie: boolean;
}

/** Best first. Marks `tie` on the members of every group of more than one. */
export function ordered<T extends Placed>(candidates: readonly T[], setting: Setting): T[] {
  const sorted = [...candidates].sort(
    (a, b) => a.tier - b.tier || a.score - b.score || byId(a.site.id, b.site.id),
  );
  const width = tenthsOf(setting.policy.tieWidth);
  const result: T[] = [];
  for (let start = 0; start < sorted.length;) {
    const first = sorted[start]!;
    let end = start + 1;
    for (; end < sorted.length; end += 1) {
      const next = sorted[end]!;
      if (next.tier !== first.tier || next.score - first.score >= width) break;
    }
    const group = sorted.slice(start, end);
    if (group.length > 1) group.sort((a, b) => compareTied(a, b, setting.severe));
    for (const one of group) result.push({ ...one, tie: group.length > 1 });
    start = end;
  }
  return result;
}

/** Reliable time, higher level for severe trauma, fresher by trust state (never by seconds), nearer, id. */
function compareTied(a: Placed, b: Placed, severe: boolean): number {
  const unreliable = ({ site }: Placed) => (site.time?.reliable === true ? 0 : 1);
  const level = ({ site }: Placed) => site.level ?? 4;
  return (
    unreliable(a) - unreliable(b) ||
    (severe ? level(a) - level(b) : 0) ||
    compareTrust(a.trust, b.trust) ||
    a.site.tenths - b.site.tenths ||
    byId(a.site.id, b.site.id)
  );
}
