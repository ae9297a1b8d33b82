/**
 * A unit as it stands at a moment: figures merged from the channels that report it, status with the stops that run on it,
 * availability less the claims. Source: contract, "Unit"; capacity model, rules 2 to 8.
 */
import { MINUTE, ms } from '../clock.ts';
import type {
  ClaimState,
  FacilityState,
  Iso,
  Observation,
  StopState,
  UnitState,
} from '../picture.ts';
import { bearsOn, isRunning } from '../stops/stops.ts';
import type { Channel, Trust, UnitFlag, UnitKind, UnitStatus } from '../words.ts';
import { ageFrom, rhythmMinutes, trustOfAge } from './trust.ts';

export { ageFrom };

/** A unit as it stands at a moment: worst status, claims subtracted, trust reckoned. */
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
  /** The reason in the hospital's own words, by reference. */
  reasonText?: Observation['note'];
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
  return !unit.observations.some((one) => ageFrom(one) > arrived);
}

const NONE: StopState[] = [];

function statusOf(
  facility: FacilityState,
  unit: UnitState,
  own: UnitStatus | null,
  now: number,
): { status: UnitStatus; running: StopState[] } {
  let worst: UnitStatus = own ?? 'unknown';
  if (facility.stops.length === 0) return { status: worst, running: NONE };
  let running: StopState[] = NONE;
  for (const stop of facility.stops) {
    if (!bearsOn(stop.scope, unit.kind) || ms(stop.from) > now) continue;
    let weighs: UnitStatus;
    if (isRunning(stop, now)) {
      running = [...running, stop];
      weighs = stop.level === 'stop' ? 'closed' : 'limited';
    } else {
      const observedSince = unit.observations.some((one) => ageFrom(one) >= stop.from);
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

/** The unit as it stands at `now`, milliseconds. */
export function viewOf(facility: FacilityState, unit: UnitState, now: number): UnitView {
  const rhythm = rhythmMinutes(facility, unit.kind);
  let live = unit.observations;
  if (live.some((one) => isVoid(one, now) || saysNothing(one)))
    live = live.filter((one) => !isVoid(one, now) && !saysNothing(one));
  if (live.length > 1) live = [...live].sort(newestFirst);

  const available = giving(live, 'available');
  const occupied = giving(live, 'occupied');
  const staffed = giving(live, 'staffed');
  const physical = giving(live, 'physical');
  const leading = leadingStatus(live, rhythm, now);
  const main = available ?? occupied ?? staffed ?? physical ?? leading;
  const { status, running } = statusOf(facility, unit, leading?.status ?? null, now);

  const free = available?.available ?? null;
  let claimed = 0;
  for (const claim of facility.claims) if (claimCounts(claim, unit, now)) claimed += 1;

  return {
    kind: unit.kind,
    status,
    staffed: staffed?.staffed ?? null,
    physical: physical?.physical ?? null,
    occupied: occupied?.occupied ?? null,
    available: free,
    effectiveAvailable: free === null ? null : Math.max(0, free - claimed),
    reason: running[0]?.reason ?? leading?.reason ?? null,
    reasonText: running.length > 0 ? null : (leading?.reasonText ?? null),
    validUntil: leading?.validUntil ?? main?.validUntil ?? null,
    observedAt: main?.observedAt ?? null,
    receivedAt: main?.receivedAt ?? null,
    trust: main === undefined ? 'unknown' : trustOfAge(now - ms(ageFrom(main)), rhythm),
    source:
      main === undefined
        ? null
        : { channel: main.channel, by: main.by.organisation ?? main.by.role },
    flags: flagsOf(live, main, leading, [available, occupied, staffed, physical]),
    version: unit.version,
    note: main?.note ?? null,
    offloadMinutes: live.find((one) => one.offloadMinutes !== null)?.offloadMinutes ?? null,
    nedocs: live.find((one) => one.nedocs !== null)?.nedocs ?? null,
    claimed,
    runningStops: running,
  };
}

/** The newest observation that gives the figure (capacity model, rule 8). */
function giving(live: readonly Observation[], field: Count): Observation | undefined {
  return live.find((one) => one[field] !== null);
}

/** Flags of the observation that leads, and what comes of channels that differ. */
function flagsOf(
  live: readonly Observation[],
  main: Observation | undefined,
  leading: Observation | undefined,
  sources: readonly (Observation | undefined)[],
): UnitFlag[] {
  if (main === undefined) return [];
  if (live.length === 1) return main.flags;
  const flags = new Set<UnitFlag>(main.flags);
  if (sources.some((one) => one !== undefined && one !== main)) flags.add('MIXED_SOURCES');
  if (live.some((one) => one.status !== null && leading && one.status !== leading.status))
    flags.add('STATUS_CONFLICT');
  return [...flags];
}
