/** Random pictures, cases and travel times for property tests. */
import fc from 'fast-check';
import type {
  CaseInput,
  ClaimState,
  FacilityState,
  Observation,
  StopState,
  UnitState,
} from '#domain/picture.ts';
import { classify } from '#domain/cases/rule-sets.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import type { RankArguments, RankedCase } from '#domain/routing/rank.ts';
import type { TravelTime } from '#domain/routing/travel.ts';
import {
  AGE_BANDS,
  INJURY_CODES,
  MECHANISM_CODES,
  OVERRIDE_REASONS,
  RISK_CODES,
  STOP_LEVELS,
  SUPPORTED_CATEGORIES,
  THREATS,
  UNIT_STATUSES,
  URGENCIES,
  type StopScope,
} from '#domain/words.ts';
import {
  aClaim,
  aFacility,
  ALL_UNITS,
  anInput,
  anObservation,
  aStop,
  aTravelTime,
  minutesAgo,
  minutesAhead,
  NOW,
  someFindings,
} from './builders.ts';

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const few = (most: number) => fc.integer({ min: 0, max: most });

const observation: fc.Arbitrary<Observation> = fc
  .record({
    available: maybe(few(3)),
    status: maybe(fc.constantFrom(...UNIT_STATUSES)),
    age: few(70),
    expires: maybe(fc.integer({ min: -20, max: 60 })),
    offloadMinutes: maybe(few(40)),
    nedocs: maybe(few(220)),
  })
  .map(({ available, status, age, expires, offloadMinutes, nedocs }) =>
    anObservation({
      available,
      status,
      offloadMinutes,
      nedocs,
      observedAt: minutesAgo(age),
      validUntil: expires === null ? null : minutesAhead(expires),
    }),
  );

const unit = (kind: UnitState['kind']): fc.Arbitrary<UnitState> =>
  fc.option(observation, { nil: null, freq: 5 }).map((one) => ({
    kind,
    version: one === null ? 0 : 1,
    observations: one === null ? [] : [one],
  }));

const SCOPES: StopScope[] = ['ed', 'ed', 'trauma-bay', 'icu', 'ward', 'ct', 'facility'];

const stop: fc.Arbitrary<StopState> = fc
  .record({
    scope: fc.constantFrom(...SCOPES),
    level: fc.constantFrom(...STOP_LEVELS),
    from: few(60),
    until: fc.integer({ min: -30, max: 90 }),
    ended: maybe(few(20)),
  })
  .map(({ scope, level, from, until, ended }) =>
    aStop({
      scope,
      level,
      from: minutesAgo(from),
      until: minutesAhead(until),
      endedAt: ended === null ? null : minutesAgo(ended),
    }),
  );

const claim: fc.Arbitrary<ClaimState> = fc
  .record({
    unitKinds: fc.subarray(['trauma-bay', 'icu'] as const),
    lacking: fc.subarray(['trauma-bay', 'icu'] as const),
    expires: fc.integer({ min: -30, max: 60 }),
    arrived: maybe(few(40)),
    own: fc.boolean(),
    hidden: fc.boolean(),
  })
  .map(({ unitKinds, lacking, expires, arrived, own, hidden }) =>
    aClaim({
      unitKinds: [...unitKinds],
      lacking: [...lacking],
      expiresAt: minutesAhead(expires),
      arrivedAt: arrived === null ? null : minutesAgo(arrived),
      case: own ? 'case-1' : hidden ? null : 'case-other',
    }),
  );

const flag = maybe(fc.boolean());

export const facilities: fc.Arbitrary<FacilityState[]> = fc
  .array(
    fc.record({
      traumaLevel: fc.constantFrom(1, 1, 2, 2, 3, null),
      designatedTraumaCentre: fc.boolean(),
      kind: fc.oneof(
        { weight: 9, arbitrary: fc.constant('hospital-ed' as const) },
        { weight: 1, arbitrary: fc.constantFrom('hospital-no-ed' as const, 'mmt-base' as const) },
      ),
      childrenOnly: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      active: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
      neurosurgery: flag,
      pediatrics: flag,
      picu: flag,
      icu: flag,
      hours: maybe(fc.constantFrom('14:10', '15:00', '22:00')),
      stops: fc.array(stop, { maxLength: 2 }),
      claims: fc.array(claim, { maxLength: 2 }),
      units: fc.tuple(...ALL_UNITS.map(unit)),
      without: fc.subarray([...ALL_UNITS], { maxLength: 1 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((rows) =>
    rows.map(({ neurosurgery, pediatrics, picu, icu, hours, units, without, ...row }, index) => ({
      ...aFacility({
        ...row,
        id: `h-${index}`,
        capabilities: { neurosurgery, pediatrics, picu, icu },
        stops: row.stops.map((one, n) => ({ ...one, id: `stop-${index}-${n}` })),
        claims: row.claims.map((one, n) => ({ ...one, id: `claim-${index}-${n}` })),
        ambulanceHours:
          hours === null ? null : { from: '08:00', to: hours, days: [1, 2, 3, 4, 5, 6, 7] },
        sameCampusAs: index > 0 && row.childrenOnly ? ['h-0'] : [],
      }),
      units: units.filter(({ kind }) => !without.includes(kind)),
    })),
  );

export const inputs: fc.Arbitrary<CaseInput> = fc
  .record({
    ageBand: fc.constantFrom(...AGE_BANDS),
    urgency: maybe(fc.constantFrom(...URGENCIES)),
    category: maybe(fc.constantFrom(...SUPPORTED_CATEGORIES)),
    crewSuspectsSevere: flag,
    systolicBloodPressure: maybe(few(200)),
    heartRate: maybe(few(200)),
    gcs: maybe(fc.integer({ min: 3, max: 15 })),
    injuries: fc.subarray([...INJURY_CODES], { maxLength: 2 }),
    mechanism: fc.subarray([...MECHANISM_CODES], { maxLength: 2 }),
    risks: fc.subarray([...RISK_CODES], { maxLength: 2 }),
    threats: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.subarray([...THREATS]) },
    ),
  })
  .map(({ systolicBloodPressure, heartRate, gcs, injuries, mechanism, risks, threats, ...row }) =>
    anInput({
      ...row,
      findings: someFindings({
        injuries,
        mechanism,
        risks,
        threats: [...threats],
        vitals: { systolicBloodPressure, heartRate, gcs },
      }),
    }),
  );

const travelTime: fc.Arbitrary<TravelTime> = fc
  .record({
    tenths: fc.oneof(few(300), few(700)),
    roadKm: maybe(few(90)),
    reliable: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
  })
  .map(({ tenths, roadKm, reliable }) =>
    aTravelTime(tenths / 10, { roadKm, reliable, boatOrHelicopter: !reliable && tenths % 2 === 0 }),
  );

/** Everything that `rank` takes; now and then a facility without a travel time, or excluded. */
export const rankArguments: fc.Arbitrary<RankArguments> = facilities.chain((sites) =>
  fc
    .record({
      input: inputs,
      times: fc.tuple(...sites.map(() => fc.option(travelTime, { nil: null, freq: 20 }))),
      excluded: fc.subarray(
        sites.map(({ id }) => id),
        { maxLength: 1 },
      ),
      reason: fc.constantFrom(...OVERRIDE_REASONS),
      destinations: fc.constantFrom('level1' as const, 'designated' as const),
      limit: maybe(fc.integer({ min: 10, max: 60 })),
    })
    .map(({ input, times, excluded, reason, destinations, limit }): RankArguments => {
      const one: RankedCase = {
        id: 'case-1',
        input,
        classification: classify(input, RANK_1_POLICY),
        excluded: excluded.map((facility) => ({ facility, reason })),
      };
      const to: Record<string, TravelTime> = {};
      sites.forEach(({ id }, index) => {
        const time = times[index];
        if (time) to[id] = time;
      });
      const { category } = one.classification;
      const { maxTransportMinutes } = RANK_1_POLICY;
      return {
        seq: 1,
        facilities: sites,
        case: one,
        travelTimes: { engine: 'estimate-graph', to },
        policy: {
          ...RANK_1_POLICY,
          severeTraumaDestinations: destinations,
          maxTransportMinutes: {
            ...maxTransportMinutes,
            byCategory: { ...maxTransportMinutes.byCategory, [category]: limit },
          },
        },
        policyVersion: 1,
        now: NOW,
      };
    }),
);
