/**
 * Ranks the hospitals of a picture for one case: policy `rank/1`, routing rules section 6. Pure and deterministic: no clock,
 * no randomness, whole tenths of a minute inside, and the same bytes for the same input in whatever order it comes.
 */
import { iso } from '../clock.ts';
import type { FacilityState } from '../picture.ts';
import { SUPPORTED_CATEGORIES, type Category, type RejectionCode } from '../words.ts';
import {
  canStabilise,
  capability,
  firstBroken,
  RELAXATION,
  setAside,
  type Broken,
  type Verdict,
} from './hard-rules.ts';
import { weigh, type Field } from './penalties.ts';
import type { Policy } from './policy.ts';
import type { Candidate, Ranking, RankingNote, Rejected } from './ranking.ts';
import { byId, settingOf, siteOf, type RankedCase, type Setting, type Site } from './site.ts';
import { hasTier1, STABILISE_TIER, tierNotes, tierOf } from './tiers.ts';
import { ordered, type Placed } from './ties.ts';
import type { TravelTimes } from './travel.ts';

export type { RankedCase } from './site.ts';

export interface RankArguments {
  /** Seq of the picture. */
  seq: number;
  /** Only the hospital sites of them are ranked. */
  facilities: readonly FacilityState[];
  case: RankedCase;
  travelTimes: TravelTimes;
  policy: Policy;
  /** The ledger's version of the policy. */
  policyVersion: number;
  /** Milliseconds. */
  now: number;
}

interface Row extends Placed {
  penalties: Candidate['penalties'];
  notes: RankingNote[];
}

interface Chosen {
  site: Site;
  verdict: Verdict;
}

interface Sieved {
  left: Chosen[];
  out: { site: Site; broken: Broken }[];
  relaxed: RejectionCode[];
}

export function isSupported(category: Category): boolean {
  const supported: readonly Category[] = SUPPORTED_CATEGORIES;
  return supported.includes(category);
}

/**
 * Every hospital site stands in exactly one of `candidates` (best first) and `rejected` (nearest first).
 *
 * A facility without a travel time is rejected as TOO_FAR with `unknown: true`, for it cannot be weighed against others; no
 * relaxation brings it back, a dispatcher may choose it with a reason.
 * @throws RangeError for a category that is not whole yet (CATEGORY_NOT_SUPPORTED is told before it comes here).
 */
export function rank(args: RankArguments): Ranking {
  const { policy, travelTimes, now } = args;
  const { category } = args.case.classification;
  if (!isSupported(category)) throw new RangeError(`no ranking for ${category} yet`);
  const setting = settingOf(args.case, policy, now, args.facilities);
  const sites = args.facilities
    .filter(({ kind }) => kind === 'hospital-ed' || kind === 'hospital-no-ed')
    .map((facility) => siteOf(facility, setting, travelTimes))
    .sort((a, b) => a.tenths - b.tenths || byId(a.id, b.id));

  const stabilise = stabiliseFirst(sites, setting);
  const { left, out, relaxed } = sieve(sites, setting);
  const rows = ordered(rowsOf(left, stabilise, relaxed, setting), setting);
  const rejected: Rejected[] = [];
  for (const { site, broken } of out)
    if (site !== stabilise)
      rejected.push({ facility: site.id, code: broken.code, because: broken.because });

  return {
    seq: args.seq,
    policy: { id: policy.id, version: args.policyVersion },
    at: iso(now),
    travelTimes: { engine: travelTimes.engine },
    candidates: rows.map(candidateOf),
    rejected,
    relaxed,
  };
}

/** Tier 0 of an immediate threat: the one nearest department able to resuscitate. `sites` come nearest first. */
function stabiliseFirst(sites: readonly Site[], setting: Setting): Site | null {
  if (setting.case.classification.immediateThreats.length === 0) return null;
  return sites.find((site) => canStabilise(site, setting)) ?? null;
}

/** Applies the hard rules; when nothing is left, sets H4, H5 and H2 aside one after the other. */
function sieve(sites: readonly Site[], setting: Setting): Sieved {
  const strict = sieveBy(sites, setting, []);
  for (let count = 1; strict.left.length === 0 && count <= RELAXATION.length; count += 1) {
    const sieved = sieveBy(sites, setting, RELAXATION.slice(0, count));
    if (sieved.left.length > 0) return sieved;
  }
  return strict;
}

function sieveBy(
  sites: readonly Site[],
  setting: Setting,
  allowed: readonly RejectionCode[],
): Sieved {
  const left: Chosen[] = [];
  const out: Sieved['out'] = [];
  for (const site of sites) {
    const broken = firstBroken(site, setting, allowed);
    if (broken === null) left.push({ site, verdict: capability(site, setting) });
    else out.push({ site, broken });
  }
  // Named only where it brought somebody back.
  const relaxed = allowed.filter((code) =>
    left.some(({ site }) => setAside(site, setting, [code]).length > 0),
  );
  return { left, out, relaxed };
}

function rowsOf(
  left: readonly Chosen[],
  stabilise: Site | null,
  relaxed: readonly RejectionCode[],
  setting: Setting,
): Row[] {
  const tier1 = hasTier1(left, setting);
  const field: Field = { nearestLevel2: left.find(({ site }) => site.level === 2)?.site ?? null };
  const nearest = Math.min(
    ...left.map(({ site }) => site.tenths),
    stabilise?.tenths ?? Number.MAX_SAFE_INTEGER,
  );
  const row = (site: Site, tier: number, notes: RankingNote[]): Row => {
    const { penalties, tenths, capacity } = weigh(site, setting, field);
    return {
      site,
      tier,
      score: site.tenths + tenths,
      trust: capacity.trust,
      tie: false,
      penalties,
      notes: site.time?.boatOrHelicopter
        ? [...notes, { code: 'BOAT_OR_HELICOPTER', because: {} }]
        : notes,
    };
  };
  const rows = left
    .filter(({ site }) => site !== stabilise)
    .map(({ site, verdict }) => {
      const tier = tierOf(site, verdict, setting, tier1);
      const one = row(site, tier, tierNotes(site, verdict, tier, setting, tier1, nearest));
      for (const { code, because } of setAside(site, setting, relaxed))
        one.notes.push({ code: 'RELAXED', because: { rule: code, ...because } });
      return one;
    });
  if (stabilise !== null) {
    const threats: string[] = [...setting.case.classification.immediateThreats];
    rows.push(row(stabilise, STABILISE_TIER, [{ code: 'STABILISE_FIRST', because: { threats } }]));
  }
  return rows;
}

function candidateOf(row: Row, index: number): Candidate {
  const { site } = row;
  const { time, minutes } = site;
  if (time === null || minutes === null) throw new Error(`${site.id} was ranked without a time`);
  return {
    facility: site.id,
    rank: index + 1,
    tier: row.tier,
    score: row.score / 10,
    minutes: {
      value: minutes.value,
      low: minutes.low,
      high: minutes.high,
      engine: time.engine,
      reliable: time.reliable,
    },
    penalties: row.penalties,
    tie: row.tie,
    notes: row.notes,
  };
}
