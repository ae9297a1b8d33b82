/**
 * A unit as it stands at a moment: figures merged from the channels that report it, status with the stops that run on it,
 * availability less the claims. Source: contract, "Unit"; capacity model, rules 2 to 8.
 */
import { MINUTE, ms } from '../clock.ts';
import type { ClaimState, FacilityState, Iso, Observation, StopState, UnitState } from '../picture.ts';
import { bearsOn, isRunning } from '../stops/stops.ts';
import type { Channel, Trust, UnitFlag, UnitKind, UnitStatus } from '../words.ts';
import { rhythmMinutes, trustOfAge } from './trust.ts';

export interface UnitView {
  kind: UnitKind;
  status: UnitStatus;
  staffed: number | null;
  physical: number | null;
  occupied: number | null;
  /** The hospital's own figure; our claims are not subtracted. */
  available: number | null;
  /** Available less claims that count, never under 0; null when available is null. */
  effectiveAvailable: number | null;
  reason: string | null;
  validUntil: Iso | null;
  observedAt: Iso | null;
  receivedAt: Iso | null;
  trust: Trust;
  source: { channel: Channel; by: string } | null;
  flags: UnitFlag[];
  version: number;
  /** Free text beside the figures, by reference. */
  note: Observation['note'];
  offloadMinutes: number | null;
  nedocs: number | null;
  /** Claims that lower the availability now. */
  claimed: number;
  runningStops: StopState[];
}

/** After an arrival the claim goes on counting at most this long (contract, "Unit"). */
export const ARRIVED_CLAIM_MINUTES = 30;

const WORST_FIRST: readonly UnitStatus[] = ['closed', 'limited', 'unknown', 'open'];

/** The time from which an observation's age counts: its own, or ours when its clock runs ahead. */
export function ageFrom(observation: Observation): Iso {
  return observation.flags.includes('CLOCK_SKEW') ? observation.receivedAt : observation.observedAt;
}

const isHand = (channel: Channel) => channel === 'manual' || channel === 'phone';

function isVoid(observation: Observation, now: number): boolean {
  return observation.validUntil !== null && ms(observation.validUntil) <= now;
}

function saysNothing(observation: Observation): boolean {
  return (
    observation.staffed === null &&
    observation.physical === null &&
    observation.occupied === null &&
    observation.available === null &&
    (observation.status === null || observation.status === 'unknown')
  );
}

/** Newest first by the time its age counts from; the channel breaks ties so that the order is total. */
function newestFirst(a: Observation, b: Observation): number {
  const [left, right] = [ageFrom(a), ageFrom(b)];
  if (left !== right) return left < right ? 1 : -1;
  return a.channel < b.channel ? -1 : 1;
}

type Count = 'staffed' | 'physical' | 'occupied' | 'available';

/**
 * The observation whose status leads: the hospital's own word until it is void, or stale while a fresh feed exists; then the
 * newest feed that gives one (capacity model, rule 8).
 */
function leadingStatus(
  live: readonly Observation[],
  rhythm: number,
  now: number,
): Observation | undefined {
  const hand = live.find((one) => isHand(one.channel) && one.status !== null);
  const feed = live.find((one) => !isHand(one.channel) && one.status !== null);
  if (!hand || !feed) return hand ?? feed;
  const trust = (one: Observation) => trustOfAge(now - ms(ageFrom(one)), rhythm);
  return trust(hand) === 'stale' && trust(feed) === 'fresh' ? feed : hand;
}

/** Whether the claim lowers the availability of the kind: not arrived and not expired, or arrived and not yet counted by the hospital. */
export function claimCounts(claim: ClaimState, unit: UnitState, now: number): boolean {
  if (!claim.unitKinds.includes(unit.kind)) return false;
  if (claim.arrivedAt === null) return now < ms(claim.expiresAt);
  const arrived = claim.arrivedAt;
  if (now >= ms(arrived) + ARRIVED_CLAIM_MINUTES * MINUTE) return false;
  return !unit.observations.some((one) => one.observedAt > arrived);
}

function statusOf(
  facility: FacilityState,
  unit: UnitState,
  own: UnitStatus | null,
  now: number,
): { status: UnitStatus; running: StopState[] } {
  let worst: UnitStatus = own ?? 'unknown';
  let running: StopState[] = [];
  for (const stop of facility.stops) {
    if (!bearsOn(stop.scope, unit.kind) || ms(stop.from) > now) continue;
    let weighs: UnitStatus;
    if (isRunning(stop, now)) {
      running = [...running, stop];
      weighs = stop.level === 'stop' ? 'closed' : 'limited';
    } else {
      const observedSince = unit.observations.some((one) => one.observedAt >= stop.from);
      if (observedSince) continue;
      // What was said before the stop no longer holds after it.
      weighs = 'unknown';
    }
    if (WORST_FIRST.indexOf(weighs) < WORST_FIRST.indexOf(worst)) worst = weighs;
  }
  return { status: worst, running };
}

/** The unit at `now` (milliseconds); null when the facility has no such unit. */
export function viewUnit(facility: FacilityState, kind: UnitKind, now: number): UnitView | null {
  const unit = facility.units.find((one) => one.kind === kind);
  return unit === undefined ? null : viewOf(facility, unit, now);
}

export function viewOf(facility: FacilityState, unit: UnitState, now: number): UnitView {
  const rhythm = rhythmMinutes(facility, unit.kind);
  let live = unit.observations;
  if (live.some((one) => isVoid(one, now) || saysNothing(one)))
    live = live.filter((one) => !isVoid(one, now) && !saysNothing(one));
  if (live.length > 1) live = [...live].sort(newestFirst);

  const giving = (field: Count) => live.find((one) => one[field] !== null);
  const sources = {
    available: giving('available'),
    occupied: giving('occupied'),
    staffed: giving('staffed'),
    physical: giving('physical'),
  };
  const leading = leadingStatus(live, rhythm, now);
  const main =
    sources.available ?? sources.occupied ?? sources.staffed ?? sources.physical ?? leading;
  const { status, running } = statusOf(facility, unit, leading?.status ?? null, now);

  const available = sources.available?.available ?? null;
  let claimed = 0;
  for (const claim of facility.claims) if (claimCounts(claim, unit, now)) claimed += 1;

  const flags = new Set<UnitFlag>(main?.flags ?? []);
  if (Object.values(sources).some((one) => one !== undefined && one !== main))
    flags.add('MIXED_SOURCES');
  if (live.some((one) => one.status !== null && leading && one.status !== leading.status))
    flags.add('STATUS_CONFLICT');

  return {
    kind: unit.kind,
    status,
    staffed: sources.staffed?.staffed ?? null,
    physical: sources.physical?.physical ?? null,
    occupied: sources.occupied?.occupied ?? null,
    available,
    effectiveAvailable: available === null ? null : Math.max(0, available - claimed),
    reason: running[0]?.reason ?? leading?.reason ?? null,
    validUntil: leading?.validUntil ?? main?.validUntil ?? null,
    observedAt: main?.observedAt ?? null,
    receivedAt: main?.receivedAt ?? null,
    trust: main === undefined ? 'unknown' : trustOfAge(now - ms(ageFrom(main)), rhythm),
    source:
      main === undefined
        ? null
        : { channel: main.channel, by: main.by.organisation ?? main.by.role },
    flags: [...flags],
    version: unit.version,
    note: main?.note ?? null,
    offloadMinutes: live.find((one) => one.offloadMinutes !== null)?.offloadMinutes ?? null,
    nedocs: live.find((one) => one.nedocs !== null)?.nedocs ?? null,
    claimed,
    runningStops: running,
  };
}
