/**
 * Rules that drop a facility, H1 to H6 in this order: the first that applies is the one shown. Never hard: a stop for a
 * life-threatened patient, no free bed, stale data. Source: routing rules 6.2, must-haves of section 3.
 */
import { iso, MINUTE } from '../clock.ts';
import { isWithinHours } from '../local-time.ts';
import type { RejectionCode, UnitKind } from '../words.ts';
import { viewUnit } from '../capacity/unit-view.ts';
import type { Facts } from './ranking.ts';
import { edFacts, edStatus, lent, stopFacts, tenthsOf, type Setting, type Site } from './site.ts';

export interface Broken {
  code: RejectionCode;
  because: Facts;
  /** Whether it can be set aside when nothing is left. */
  relaxable: boolean;
}

/** Order of relaxing when nothing is left; H1 and H3 never, H6 is the dispatcher's own to undo. */
export const RELAXATION: readonly RejectionCode[] = [
  'TOO_FAR',
  'STOP_NON_URGENT',
  'CAPABILITY_DOWN',
];

type Rule = (site: Site, setting: Setting) => Facts | null;

/** What is asked of every destination for this category and age. */
export interface Verdict {
  answer: 'has' | 'lacks' | 'unknown';
  because: Facts;
}

/** H1. Null is unknown, not absent; a trauma level of null is no trauma hospital. */
export function capability(site: Site, setting: Setting): Verdict {
  const { facility } = site;
  const { ageBand, isChild, category } = setting;
  const lacks = (because: Facts): Verdict => ({ answer: 'lacks', because });
  const unknown = (because: Facts): Verdict => ({ answer: 'unknown', because });

  if (facility.kind !== 'hospital-ed') return lacks({ capability: 'ed' });
  if (facility.childrenOnly && !isChild && ageBand !== 'unknown')
    return lacks({ capability: 'adults', ageBand });
  if (category === 'TRAUMA_SEVERE' || category === 'TRAUMA_MODERATE') {
    if (site.level !== 1 && site.level !== 2)
      return lacks({ capability: 'traumaLevel', traumaLevel: site.level, needed: 2 });
  }
  const neurosurgery = category === 'TBI_SEVERE' ? facility.capabilities.neurosurgery : true;
  if (neurosurgery === false) return lacks({ capability: 'neurosurgery' });
  const pediatrics = isChild ? lent(site, 'pediatrics', setting) : true;
  if (pediatrics === false) return lacks({ capability: 'pediatrics', ageBand });

  if (neurosurgery === null) return unknown({ capability: 'neurosurgery' });
  if (pediatrics === null) return unknown({ capability: 'pediatrics', ageBand });
  if (facility.childrenOnly && ageBand === 'unknown')
    return unknown({ capability: 'adults', ageBand });
  return { answer: 'has', because: {} };
}

const noCapability: Rule = (site, setting) => {
  const verdict = capability(site, setting);
  return verdict.answer === 'lacks' ? verdict.because : null;
};

/** H2: a stop on a device that the category needs, or its unit reported closed. */
const capabilityDown: Rule = (site, { needs, now }): Facts | null => {
  for (const device of needs.devices) {
    const stop = site.stops.find((one) => one.scope === device && one.level === 'stop');
    if (stop !== undefined) return { device, ...stopFacts(stop) };
    if (device !== 'operating-room' && device !== 'cath-lab') continue;
    const view = ownView(site, device, now);
    if (view?.status === 'closed')
      return {
        device,
        stop: null,
        reason: view.reason,
        until: view.validUntil,
        observedAt: view.observedAt,
        trust: view.trust,
      };
  }
  return null;
};

/** The unit without what a stop on the whole site makes of it: that is H3's to say. */
function ownView(site: Site, kind: UnitKind, now: number) {
  if (!site.stops.some((stop) => stop.scope === 'facility')) return site.unit(kind);
  const stops = site.facility.stops.filter((stop) => stop.scope !== 'facility');
  return viewUnit({ ...site.facility, stops }, kind, now);
}

/** H3: inactive, evacuated or closed as a whole, or no ambulances at the hour of arrival. */
const facilityEvacuating: Rule = (site, { now }) => {
  if (!site.facility.active) return { active: false };
  const stop = site.stops.find((one) => one.scope === 'facility' && one.level === 'stop');
  if (stop !== undefined) return stopFacts(stop);
  const hours = site.facility.ambulanceHours;
  if (hours === null || site.minutes === null) return null;
  const arrival = now + (site.tenths * MINUTE) / 10;
  if (isWithinHours(hours, arrival)) return null;
  return { arrival: iso(arrival), from: hours.from, to: hours.to, days: hours.days.map(String) };
};

/** H4. A facility without a travel time cannot be weighed: it stands here as well, and stays. */
const tooFar: Rule = (site, { policy, category }): Facts | null => {
  if (site.minutes === null) return { unknown: true, limit: null };
  const limit = policy.maxTransportMinutes.byCategory[category];
  return limit !== null && site.tenths > tenthsOf(limit) ? { limit } : null;
};

/** H5. */
const stopNonUrgent: Rule = (site, { who }) =>
  who === 'other' && edStatus(site) === 'closed' ? edFacts(site, 'stop') : null;

/** H6. */
const excludedByUser: Rule = (site, { case: { excluded } }) => {
  const exclusion = excluded.find((one) => one.facility === site.id);
  return exclusion === undefined ? null : { reason: exclusion.reason };
};

const RULES: readonly [RejectionCode, Rule][] = [
  ['NO_CAPABILITY', noCapability],
  ['CAPABILITY_DOWN', capabilityDown],
  ['FACILITY_EVACUATING', facilityEvacuating],
  ['TOO_FAR', tooFar],
  ['STOP_NON_URGENT', stopNonUrgent],
  ['EXCLUDED_BY_USER', excludedByUser],
];

/** The first rule that drops the site, beside those set aside; null when none does. Every `because` carries the minutes. */
export function firstBroken(
  site: Site,
  setting: Setting,
  relaxed: readonly RejectionCode[] = [],
): Broken | null {
  for (const [code, rule] of RULES) {
    const because = rule(site, setting);
    if (because === null) continue;
    const relaxable = RELAXATION.includes(code) && site.minutes !== null;
    if (relaxable && relaxed.includes(code)) continue;
    return { code, because: { minutes: site.minutes?.value ?? null, ...because }, relaxable };
  }
  return null;
}

/** The rules that this site breaks and that were set aside for it. */
export function setAside(
  site: Site,
  setting: Setting,
  relaxed: readonly RejectionCode[],
): Broken[] {
  if (relaxed.length === 0) return [];
  return RULES.flatMap(([code, rule]) => {
    const because = relaxed.includes(code) ? rule(site, setting) : null;
    return because === null ? [] : [{ code, because, relaxable: true }];
  });
}

/** Tier 0: any department that can resuscitate this age. Only H3 and H6 count; stops and devices do not. */
export function canStabilise(site: Site, setting: Setting): boolean {
  const { facility } = site;
  return (
    facility.kind === 'hospital-ed' &&
    (!facility.childrenOnly || setting.isChild) &&
    site.minutes !== null &&
    facilityEvacuating(site, setting) === null &&
    excludedByUser(site, setting) === null
  );
}
