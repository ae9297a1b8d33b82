/** Pictures and cases for tests, with what is not said free, fresh and up. */
import { iso, MINUTE } from '#domain/clock.ts';
import type { Findings } from '#domain/cases/findings.ts';
import { NO_FINDINGS } from '#domain/cases/no-findings.ts';
import { classify } from '#domain/cases/rule-sets.ts';
import type {
  Actor,
  CaseInput,
  ClaimState,
  FacilityState,
  Observation,
  StopState,
  UnitState,
} from '#domain/picture.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import type { Policy } from '#domain/routing/policy.ts';
import { rank, type RankArguments, type RankedCase } from '#domain/routing/rank.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import type { TravelTime, TravelTimes } from '#domain/routing/travel.ts';
import type { UnitKind } from '#domain/words.ts';

/** Wednesday 18 November 2026, 14:00 in the Netherlands. */
export const NOW = Date.parse('2026-11-18T13:00:00.000Z');

export const minutesAgo = (minutes: number, now = NOW) => iso(now - minutes * MINUTE);
export const minutesAhead = (minutes: number, now = NOW) => iso(now + minutes * MINUTE);

export const SOMEBODY: Actor = {
  id: 'account-1',
  kind: 'account',
  role: 'hospital',
  organisation: 'h-1',
};

/** Open, two available, observed a minute ago. */
export function anObservation(over: Partial<Observation> = {}): Observation {
  return {
    channel: 'api',
    by: SOMEBODY,
    staffed: null,
    physical: null,
    occupied: null,
    available: 2,
    status: 'open',
    reason: null,
    validUntil: null,
    observedAt: minutesAgo(1),
    receivedAt: over.observedAt ?? minutesAgo(1),
    note: null,
    flags: [],
    offloadMinutes: null,
    nedocs: null,
    ...over,
  };
}

/** One observation; null: a unit that never reported. */
export function aUnit(kind: UnitKind, over: Partial<Observation> | null = {}): UnitState {
  return {
    kind,
    version: over === null ? 0 : 1,
    observations: over === null ? [] : [anObservation(over)],
  };
}

export function aStop(over: Partial<StopState> = {}): StopState {
  return {
    id: 'stop-1',
    scope: 'ed',
    level: 'stop',
    reason: 'crowding',
    note: null,
    from: minutesAgo(10),
    until: minutesAhead(90),
    endedAt: null,
    by: SOMEBODY,
    ...over,
  };
}

export function aClaim(over: Partial<ClaimState> = {}): ClaimState {
  return {
    id: 'claim-1',
    case: 'case-other',
    unitKinds: ['trauma-bay', 'icu'],
    lacking: [],
    etaAt: minutesAhead(10),
    expiresAt: minutesAhead(30),
    arrivedAt: null,
    ...over,
  };
}

export const ALL_UNITS: readonly UnitKind[] = [
  'ed',
  'trauma-bay',
  'icu',
  'operating-room',
  'ward',
  'acute-ward',
];

/** What a test says of a facility: `units` replaces the named ones (null: never reported), `without` takes them away. */
export type FacilityWords = Partial<Omit<FacilityState, 'units' | 'capabilities'>> & {
  units?: Partial<Record<UnitKind, Partial<Observation> | null>>;
  without?: UnitKind[];
  capabilities?: Partial<FacilityState['capabilities']>;
};

/** A level-1 hospital with everything free, fresh and up. */
export function aFacility(words: FacilityWords = {}): FacilityState {
  const { units = {}, without = [], capabilities = {}, ...over } = words;
  const id = over.id ?? 'h-1';
  const level1 = (over.traumaLevel === undefined ? 1 : over.traumaLevel) === 1;
  return {
    id,
    name: `Hospital ${id}`,
    shortName: id,
    region: 'west',
    kind: 'hospital-ed',
    city: 'Den Haag',
    position: { lat: 52.08, lon: 4.31 },
    traumaLevel: 1,
    designatedTraumaCentre: level1,
    childrenOnly: false,
    sameCampusAs: [],
    ambulanceHours: null,
    hostFacilityId: null,
    capabilities: {
      icu: true,
      picu: level1,
      nicu: level1,
      neurosurgery: level1,
      cardiothoracicSurgery: level1,
      pci: true,
      strokeThrombolysis: true,
      strokeThrombectomy: level1,
      burns: false,
      obstetrics: true,
      pediatrics: true,
      helipad: null,
      ...capabilities,
    },
    rhythmMinutes: {},
    active: true,
    version: 1,
    stops: [],
    claims: [],
    ...over,
    units: [...new Set([...ALL_UNITS, ...(Object.keys(units) as UnitKind[])])]
      .filter((kind) => !without.includes(kind))
      .map((kind) => aUnit(kind, units[kind] === undefined ? {} : units[kind])),
  };
}

export interface FindingWords extends Partial<Omit<Findings, 'vitals'>> {
  vitals?: Partial<Findings['vitals']>;
}

export function someFindings({ vitals = {}, ...over }: FindingWords = {}): Findings {
  return { ...NO_FINDINGS, ...over, vitals: { ...NO_FINDINGS.vitals, ...vitals } };
}

export type CaseWords = Partial<Omit<CaseInput, 'findings'>> & { findings?: FindingWords };

/** An adult, A1, of whom nothing else is known. */
export function anInput({ findings, ...over }: CaseWords = {}): CaseInput {
  return {
    ageBand: '16-64',
    sex: null,
    findings: someFindings(findings),
    crewSuspectsSevere: null,
    externalRisk: null,
    urgency: 'A1',
    category: null,
    ...over,
  };
}

/** The case as the ranking takes it, classified by the shipped rule set. */
export function aCase(
  words: CaseWords = {},
  more: Partial<RankedCase> = {},
  policy: Policy = RANK_1_POLICY,
): RankedCase {
  const input = anInput(words);
  return { id: 'case-1', input, classification: classify(input, policy), excluded: [], ...more };
}

/** Adult, red criterion systolic pressure 84, A1. */
export const SBP_84: CaseWords = { findings: { vitals: { systolicBloodPressure: 84 } } };

/** Red by an injury alone: no physiology criterion. */
export const PELVIS: CaseWords = { findings: { injuries: ['pelvis'] } };

export function aTravelTime(minutes: number, over: Partial<TravelTime> = {}): TravelTime {
  return {
    minutes,
    low: Math.floor(minutes * 8.5 + 0.5) / 10,
    high: Math.floor(minutes * 12.5 + 20.5) / 10,
    roadKm: null,
    engine: 'estimate-graph',
    reliable: true,
    boatOrHelicopter: false,
    ...over,
  };
}

/** Minutes by facility; an object where more than the minutes is said. */
export function someTravelTimes(to: Record<string, number | TravelTime>): TravelTimes {
  return {
    engine: 'estimate-graph',
    to: Object.fromEntries(
      Object.entries(to).map(([id, time]) => [
        id,
        typeof time === 'number' ? aTravelTime(time) : time,
      ]),
    ),
  };
}

export function rankingOf(
  facilities: FacilityState[],
  times: Record<string, number | TravelTime>,
  one: RankedCase = aCase(SBP_84),
  over: Partial<RankArguments> = {},
): Ranking {
  return rank({
    seq: 7,
    facilities,
    case: one,
    travelTimes: someTravelTimes(times),
    policy: RANK_1_POLICY,
    policyVersion: 1,
    now: NOW,
    ...over,
  });
}
