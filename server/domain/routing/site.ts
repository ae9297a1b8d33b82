/** A hospital as one case sees it: what every rule of the ranking asks of it, reckoned once. */
import type { Classification } from '../cases/classification.ts';
import { hasPhysiology } from '../cases/rule-sets.ts';
import { viewUnit, type UnitView } from '../capacity/unit-view.ts';
import type { CaseInput, Exclusion, FacilityState, StopState } from '../picture.ts';
import { runningStops } from '../stops/stops.ts';
import type { AgeBand, Capability, Category, UnitKind, UnitStatus } from '../words.ts';
import type { Needs, Policy } from './policy.ts';
import type { Facts } from './ranking.ts';
import { isSevereTrauma } from './severe.ts';
import { minutesAt, type MinutesRange, type TravelTime, type TravelTimes } from './travel.ts';

/** The case as the ranking takes it. */
export interface RankedCase {
  id: string;
  input: CaseInput;
  classification: Classification;
  excluded: readonly Exclusion[];
  /** Facilities that know the patient or that the patient asks for (S12). */
  preferred?: readonly string[];
}

/** What is the same for every facility of one ranking. */
export interface Setting {
  case: RankedCase;
  policy: Policy;
  /** Milliseconds. */
  now: number;
  category: Category;
  /** Which number of a penalty counts. */
  who: 'lifeThreatening' | 'other';
  severe: boolean;
  physiology: boolean;
  needs: Needs;
  ageBand: AgeBand;
  /** Under 16 and known to be. */
  isChild: boolean;
  facilities: ReadonlyMap<string, FacilityState>;
}

const CHILD_BANDS: readonly AgeBand[] = ['0', '1-4', '5-9', '10-15'];

export function settingOf(
  one: RankedCase,
  policy: Policy,
  now: number,
  facilities: readonly FacilityState[],
): Setting {
  const { category, lifeThreatening } = one.classification;
  return {
    case: one,
    policy,
    now,
    category,
    who: lifeThreatening ? 'lifeThreatening' : 'other',
    severe: isSevereTrauma(category),
    physiology: hasPhysiology(one.classification, policy),
    needs: policy.needs[category],
    ageBand: one.input.ageBand,
    isChild: CHILD_BANDS.includes(one.input.ageBand),
    facilities: new Map(facilities.map((facility) => [facility.id, facility])),
  };
}

export interface Site {
  id: string;
  /** Without the claim of this very case: a patient does not take the bay from himself. */
  facility: FacilityState;
  /** Level as a destination: a level 1 that the policy does not count for severe trauma stands as level 2. */
  level: 1 | 2 | 3 | null;
  time: TravelTime | null;
  minutes: MinutesRange | null;
  /** Transport in tenths of a minute; beyond everything when it is unknown. */
  tenths: number;
  /** Running now, of any scope. */
  stops: readonly StopState[];
  /** Each unit is viewed at most once. */
  unit: (kind: UnitKind) => UnitView | null;
}

export function siteOf(facility: FacilityState, setting: Setting, times: TravelTimes): Site {
  const { now, policy, case: one } = setting;
  const own = facility.claims.some((claim) => claim.case === one.id);
  const seen = own
    ? { ...facility, claims: facility.claims.filter((claim) => claim.case !== one.id) }
    : facility;
  const time = times.to[facility.id] ?? null;
  const minutes = time === null ? null : minutesAt(time, one.input.urgency);
  const views = new Map<UnitKind, UnitView | null>();
  const demoted =
    setting.severe &&
    facility.traumaLevel === 1 &&
    policy.severeTraumaDestinations === 'designated' &&
    !facility.designatedTraumaCentre;
  return {
    id: facility.id,
    facility: seen,
    level: demoted ? 2 : facility.traumaLevel,
    time,
    minutes,
    tenths: minutes === null ? Number.MAX_SAFE_INTEGER : tenthsOf(minutes.value),
    stops: runningStops(facility, now),
    unit: (kind) => {
      let view = views.get(kind);
      if (view === undefined) {
        view = viewUnit(seen, kind, now);
        views.set(kind, view);
      }
      return view;
    },
  };
}

/** Rules add and compare whole tenths of a minute, so that sums are exact. */
export function tenthsOf(minutes: number): number {
  return Math.round(minutes * 10);
}

/** Code units, not a language's order: the same everywhere. */
export function byId(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Status of the emergency department; a stop on it counts also where the department is not kept as a unit. */
export function edStatus(site: Site): UnitStatus {
  const view = site.unit('ed');
  if (view !== null) return view.status;
  const onIt = site.stops.filter((stop) => stop.scope === 'ed' || stop.scope === 'facility');
  if (onIt.some((stop) => stop.level === 'stop')) return 'closed';
  return onIt.length > 0 ? 'limited' : 'unknown';
}

/** A capability of the site or lent by a site on the same campus (paediatrics and paediatric intensive care only). */
export function lent(
  site: Site,
  capability: Extract<Capability, 'picu' | 'pediatrics'>,
  { facilities }: Setting,
): boolean | null {
  let found = site.facility.capabilities[capability];
  for (const id of site.facility.sameCampusAs) {
    const other = facilities.get(id);
    if (other === undefined || !other.active || found === true) continue;
    const lends = other.capabilities[capability];
    if (lends !== false) found = lends;
  }
  return found;
}

/** Facts of the stop, or of the unit's own status, that makes the emergency department closed or limited. */
export function edFacts(site: Site, level: StopState['level']): Facts {
  const stop = site.stops.find(
    (one) => one.level === level && (one.scope === 'ed' || one.scope === 'facility'),
  );
  if (stop !== undefined) return stopFacts(stop);
  const view = site.unit('ed');
  return {
    stop: null,
    reason: view?.reason ?? null,
    until: view?.validUntil ?? null,
    observedAt: view?.observedAt ?? null,
    trust: view?.trust ?? 'unknown',
  };
}

export function stopFacts(stop: StopState): Facts {
  return { stop: stop.id, scope: stop.scope, reason: stop.reason, until: stop.until };
}
