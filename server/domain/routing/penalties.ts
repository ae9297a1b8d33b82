/**
 * What counts against a destination, in equivalent minutes, S1 to S13 in this order. A penalty that was waived or costs this
 * patient nothing is listed with 0. Source: routing rules 6.3.
 */
import type { ClaimState } from '../picture.ts';
import type { PenaltyCode, UnitKind } from '../words.ts';
import { capacityOf, type Capacity } from './needed-units.ts';
import type { Facts, Penalty } from './ranking.ts';
import { byId, edFacts, edStatus, lent, tenthsOf, type Setting, type Site } from './site.ts';

/** What a penalty needs to know of the other candidates. */
export interface Field {
  /** The nearest level-2 candidate; S11. */
  nearestLevel2: Site | null;
}

export interface Weighed {
  penalties: Penalty[];
  /** Sum in tenths of a minute. */
  tenths: number;
  capacity: Capacity;
}

type Add = (code: PenaltyCode, tenths: number, because: Facts) => void;

/** Every penalty of a site for the case (routing rules 6.3). */
export function weigh(site: Site, setting: Setting, field: Field): Weighed {
  const penalties: Penalty[] = [];
  let sum = 0;
  const add: Add = (code, tenths, because) => {
    penalties.push({ code, minutes: tenths / 10, because });
    sum += tenths;
  };
  const capacity = capacityOf(site, setting);
  stopped(site, setting, add);
  for (const { code, tenths, because } of capacity.none) add(code, tenths, because);
  crowding(site, setting, add);
  if (capacity.stale !== null) add('STALE', capacity.stale.tenths, capacity.stale.because);
  journey(site, setting, add);
  inbound(site, setting, add);
  fitting(site, setting, field, add);
  return { penalties, tenths: sum, capacity };
}

/** S1, S2: the department closed or limited; a level 1 stays open for severe trauma, and the stop is shown all the same. */
function stopped(site: Site, { policy, who, severe }: Setting, add: Add): void {
  const status = edStatus(site);
  if (status !== 'closed' && status !== 'limited') return;
  const code = status === 'closed' ? 'STOP' : 'LIMITED';
  const waived = severe && site.level === 1 && policy.stopWaivedAtLevel1ForSevereTrauma;
  add(code, waived ? 0 : tenthsOf(policy.penalties[code][who]), {
    ...edFacts(site, status === 'closed' ? 'stop' : 'impending'),
    waived: waived ? 'level-1-severe-trauma' : null,
  });
}

/** S6, S7. */
function crowding(site: Site, { policy, who }: Setting, add: Add): void {
  const view = site.unit('ed');
  if (view === null) return;
  const { offloadMinutes, nedocs, observedAt, trust } = view;
  const { OFFLOAD, CROWDING } = policy.penalties;
  const beyond = offloadMinutes === null ? 0 : tenthsOf(offloadMinutes - OFFLOAD.freeMinutes);
  if (beyond > 0)
    add('OFFLOAD', Math.min(tenthsOf(OFFLOAD.mostMinutes), beyond), {
      offloadMinutes,
      freeMinutes: OFFLOAD.freeMinutes,
      observedAt,
      trust,
    });
  let passed: (typeof CROWDING.thresholds)[number] | null = null;
  for (const threshold of CROWDING.thresholds)
    if (nedocs !== null && nedocs > threshold.above && threshold.above >= (passed?.above ?? 0))
      passed = threshold;
  if (passed !== null)
    add('CROWDING', tenthsOf(passed[who]), { nedocs, above: passed.above, observedAt, trust });
}

/** S9. */
function journey(site: Site, { policy, who }: Setting, add: Add): void {
  if (site.time === null || site.time.reliable) return;
  add('ETA_UNRELIABLE', tenthsOf(policy.penalties.ETA_UNRELIABLE[who]), {
    engine: site.time.engine,
    boatOrHelicopter: site.time.boatOrHelicopter,
  });
}

const TEAM_UNITS: readonly UnitKind[] = ['trauma-bay', 'icu'];

/**
 * S10: other cases assigned and not arrived that take or want the same scarce unit, each once, also when their claim
 * expired: the patient may still come. Named by claim, never by case, so that no screen tells of a case it may not show.
 */
function inbound(site: Site, { policy, who, needs, now }: Setting, add: Add): void {
  const scarce = TEAM_UNITS.filter((kind) => needs.units.includes(kind));
  const wants = ({ unitKinds, lacking }: ClaimState) =>
    scarce.some((kind) => unitKinds.includes(kind) || lacking.includes(kind));
  const byCase = new Map<string, ClaimState>();
  for (const claim of site.facility.claims)
    if (claim.arrivedAt === null && wants(claim)) byCase.set(claim.case ?? claim.id, claim);
  if (byCase.size === 0) return;
  const claims = [...byCase.values()];
  add('INBOUND', byCase.size * tenthsOf(policy.penalties.INBOUND[who]), {
    count: byCase.size,
    each: policy.penalties.INBOUND[who],
    overdue: claims.filter((claim) => Date.parse(claim.expiresAt) <= now).length,
    claims: claims.map((claim) => claim.id).sort(byId),
  });
}

/** S11 to S13: more than is needed, what the patient prefers, what a child needs. */
function fitting(site: Site, setting: Setting, { nearestLevel2 }: Field, add: Add): void {
  const { policy, who, category, severe, isChild, ageBand, case: one } = setting;
  const { LEVEL_HIGHER_THAN_NEEDED: higher, PREFERENCE, NO_PICU } = policy.penalties;
  if (
    category === 'TRAUMA_MODERATE' &&
    site.level === 1 &&
    nearestLevel2 !== null &&
    nearestLevel2.tenths <= site.tenths + tenthsOf(higher.withinMinutes)
  )
    add('LEVEL_HIGHER_THAN_NEEDED', tenthsOf(higher[who]), {
      level2: nearestLevel2.id,
      level2Minutes: nearestLevel2.minutes?.value ?? null,
      minutes: site.minutes?.value ?? null,
      withinMinutes: higher.withinMinutes,
    });
  if (one.preferred?.includes(site.id)) add('PREFERENCE', tenthsOf(PREFERENCE[who]), {});
  if (!severe || !isChild || site.level !== 1) return;
  const picu = lent(site, 'picu', setting);
  // Unknown is not absent: shown, not charged.
  if (picu !== true) add('NO_PICU', picu === null ? 0 : tenthsOf(NO_PICU[who]), { ageBand, picu });
}
