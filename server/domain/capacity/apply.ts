/** How observations, stops and claims change a facility. The only place where a facility in the picture is made anew. */
import { MINUTE, ms } from '../clock.ts';
import type {
  ClaimState,
  FacilityProfile,
  FacilityState,
  Iso,
  Observation,
  StopState,
  UnitState,
} from '../picture.ts';
import { withoutSpentStops } from '../stops/stops.ts';
import type { UnitKind } from '../words.ts';
import { ageFrom } from './trust.ts';
import { ARRIVED_CLAIM_MINUTES } from './unit-view.ts';

/** A profile laid over what is already known: units that stay keep their figures, units that went are gone. */
export function registered(
  before: FacilityState | undefined,
  profile: FacilityProfile,
  version: number,
): FacilityState {
  const { unitKinds, ...rest } = profile;
  const units = unitKinds.map(
    (kind): UnitState =>
      before?.units.find((unit) => unit.kind === kind) ?? {
        kind,
        version: before?.gone?.[kind] ?? 0,
        observations: [],
      },
  );
  const gone = { ...before?.gone };
  for (const unit of before?.units ?? []) gone[unit.kind] = unit.version;
  for (const kind of unitKinds) delete gone[kind];
  const none = Object.keys(gone).length === 0;
  const { stops = [], claims = [] } = before ?? {};
  const asked = before?.asked === undefined ? {} : { asked: before.asked };
  const alarms = before?.feedAlarms === undefined ? {} : { feedAlarms: before.feedAlarms };
  return {
    ...{ ...rest, version, units, stops, claims },
    ...{ ...(none ? {} : { gone }), ...asked, ...alarms },
  };
}

/**
 * A later observation of a channel replaces its earlier one; one that arrives late leaves the newer in place (capacity model,
 * rule 7). The version rises either way: it was written.
 */
export function observed(
  facility: FacilityState,
  kind: UnitKind,
  observation: Observation,
  version: number,
  at: Iso,
): FacilityState {
  if (!facility.units.some((unit) => unit.kind === kind))
    return raised(facility, { [kind]: version });
  const units = facility.units.map((unit) => {
    if (unit.kind !== kind) return unit;
    const current = unit.observations.find((one) => one.channel === observation.channel);
    if (current === undefined)
      return { ...unit, version, observations: [...unit.observations, observation] };
    if (ageFrom(observation) < ageFrom(current)) return { ...unit, version };
    return {
      ...unit,
      version,
      observations: unit.observations.map((one) => (one === current ? observation : one)),
    };
  });
  return tidied({ ...facility, units }, at);
}

/** The facility with one more stop. */
export function stopStarted(
  facility: FacilityState,
  stop: StopState,
  version: number,
  at: Iso,
): FacilityState {
  const others = facility.stops.filter((one) => one.id !== stop.id);
  return tidied({ ...facility, version, stops: [...others, stop] }, at);
}

/** The facility with the stop ended at `at`; its record stays. */
export function stopEnded(
  facility: FacilityState,
  id: string,
  endedAt: Iso,
  version: number,
  at: Iso,
): FacilityState {
  const stops = facility.stops.map((stop) =>
    stop.id === id && stop.endedAt === null ? { ...stop, endedAt } : stop,
  );
  return tidied({ ...facility, version, stops }, at);
}

/** Puts the claim in the place of the one with its id, or adds it; raises the versions of the units it bears on. */
export function withClaim(
  facility: FacilityState,
  claim: ClaimState,
  versions: Partial<Record<UnitKind, number>>,
  at: Iso,
): FacilityState {
  const others = facility.claims.filter((one) => one.id !== claim.id);
  return tidied({ ...raised(facility, versions), claims: [...others, claim] }, at);
}

/** The facility without the claim. */
export function withoutClaim(
  facility: FacilityState,
  id: string,
  versions: Partial<Record<UnitKind, number>>,
  at: Iso,
): FacilityState {
  return tidied(
    {
      ...raised(facility, versions),
      claims: facility.claims.filter((one) => one.id !== id),
    },
    at,
  );
}

/** The facility with the new versions of its units, and of those that are gone. */
export function raised(
  facility: FacilityState,
  versions: Partial<Record<UnitKind, number>>,
): FacilityState {
  const units = facility.units.map((unit) => {
    const version = versions[unit.kind];
    return version === undefined ? unit : { ...unit, version };
  });
  const elsewhere = Object.entries(versions).filter(
    ([kind]) => !units.some((unit) => unit.kind === kind),
  );
  if (elsewhere.length === 0) return { ...facility, units };
  return { ...facility, units, gone: { ...facility.gone, ...Object.fromEntries(elsewhere) } };
}

/** Drops what can no longer say anything: spent stops, arrived claims that the hospital's own figures have taken over. */
function tidied(facility: FacilityState, at: Iso): FacilityState {
  const now = ms(at);
  const stops = withoutSpentStops(facility, now);
  const claims = facility.claims.filter((claim) => !claimIsSpent(facility, claim, now));
  return {
    ...facility,
    stops,
    claims: claims.length === facility.claims.length ? facility.claims : claims,
  };
}

function claimIsSpent(facility: FacilityState, claim: ClaimState, now: number): boolean {
  const arrived = claim.arrivedAt;
  if (arrived === null) return false;
  if (now >= ms(arrived) + ARRIVED_CLAIM_MINUTES * MINUTE) return true;
  return claim.unitKinds.every((kind) =>
    facility.units
      .find((unit) => unit.kind === kind)
      ?.observations.some((one) => ageFrom(one) > arrived),
  );
}
