/** Tiers of the ranking: which kind of destination comes before which. Source: routing rules 6.3, "Tiers". */
import type { Verdict } from './hard-rules.ts';
import type { RankingNote } from './ranking.ts';
import { tenthsOf, type Setting, type Site } from './site.ts';

export const STABILISE_TIER = 0;

/** A destination whose must-have is unknown is not rejected: it stands in the last tier of its category. */
const lastTier = ({ category }: Setting) => (category === 'TRAUMA_SEVERE' ? 5 : 2);

const isWithinBypass = (site: Site, { policy }: Setting) =>
  site.tenths <= tenthsOf(policy.maxBypassMinL1);

/** Whether a level-1 centre within the limit is left after the hard rules. */
export function hasTier1(sites: readonly { site: Site; verdict: Verdict }[], setting: Setting) {
  return sites.some(
    ({ site, verdict }) =>
      verdict.answer === 'has' && site.level === 1 && isWithinBypass(site, setting),
  );
}

/**
 * Severe trauma: 1 level 1 within the limit. With such a one, 4 level 2 and 5 level 1 beyond it, both fallback. Without: a
 * physiology criterion brings level 2 (2) before the far level 1 (3), other criteria the far level 1 (2) before level 2 (3).
 * Other categories have no time rule yet: 1.
 */
export function tierOf(site: Site, verdict: Verdict, setting: Setting, tier1: boolean): number {
  if (verdict.answer === 'unknown') return lastTier(setting);
  if (setting.category !== 'TRAUMA_SEVERE') return 1;
  const isLevel1 = site.level === 1;
  if (isLevel1 && isWithinBypass(site, setting)) return 1;
  if (tier1) return isLevel1 ? 5 : 4;
  return isLevel1 === setting.physiology ? 3 : 2;
}

/** FALLBACK, BORDERLINE and CAPABILITY_UNKNOWN. `nearestTenths`: the least transport of all candidates. */
export function tierNotes(
  site: Site,
  verdict: Verdict,
  tier: number,
  setting: Setting,
  tier1: boolean,
  nearestTenths: number,
): RankingNote[] {
  const { category, policy } = setting;
  const notes: RankingNote[] = [];
  if (category === 'TRAUMA_SEVERE') {
    const limit = policy.maxBypassMinL1;
    const isFallback = tier1 && tier >= 4 && verdict.answer === 'has';
    if (isFallback)
      notes.push({
        code: 'FALLBACK',
        because: { traumaLevel: site.level, nearest: site.tenths === nearestTenths },
      });
    const fromLimit = Math.abs(site.tenths - tenthsOf(limit));
    if (site.level === 1 && fromLimit <= tenthsOf(policy.borderlineMinutes))
      notes.push({ code: 'BORDERLINE', because: { minutes: site.minutes?.value ?? null, limit } });
  }
  if (verdict.answer === 'unknown')
    notes.push({ code: 'CAPABILITY_UNKNOWN', because: verdict.because });
  return notes;
}
