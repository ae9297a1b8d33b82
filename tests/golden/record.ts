/**
 * Records golden decisions of the policy as it stands: `node tests/golden/record.ts`. A golden that exists is never written
 * again: what a version of the policy once said, it says for ever. New meaning: a new policy id and new goldens.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import { rank, type RankedCase } from '#domain/routing/rank.ts';
import type { FacilityState } from '#domain/picture.ts';
import type { TravelTime } from '#domain/routing/travel.ts';
import {
  aCase,
  aClaim,
  aFacility,
  aStop,
  aTravelTime,
  minutesAgo,
  minutesAhead,
  NOW,
  PELVIS,
  SBP_84,
  someTravelTimes,
} from '../builders.ts';

const stale = { observedAt: minutesAgo(60) };
const x = aFacility({ id: 'x', stops: [aStop()], units: { icu: { available: 1 } } });
const y = aFacility({
  id: 'y',
  units: { ed: stale, 'trauma-bay': stale, icu: { ...stale, available: 3 } },
});
const z = aFacility({ id: 'z', traumaLevel: 2 });
const small = aFacility({ id: 'small', traumaLevel: 3, capabilities: { icu: false } });
const children = aFacility({
  id: 'children',
  traumaLevel: null,
  childrenOnly: true,
  sameCampusAs: ['x'],
  capabilities: { picu: true },
});
const silent = aFacility({
  id: 'silent',
  units: { ed: null, 'trauma-bay': null, icu: null, ward: null, 'acute-ward': null },
});
const partTime = aFacility({
  id: 'part-time',
  traumaLevel: 3,
  ambulanceHours: { from: '08:00', to: '14:20', days: [1, 2, 3, 4, 5] },
});
const busy = aFacility({
  id: 'busy',
  traumaLevel: 2,
  claims: [aClaim(), aClaim({ id: 'claim-2', case: 'case-3', expiresAt: minutesAgo(5) })],
  units: {
    ed: { nedocs: 181, offloadMinutes: 22, status: 'limited', validUntil: minutesAhead(30) },
    'trauma-bay': { available: 1 },
    ward: { available: 0 },
    'acute-ward': { available: 0 },
  },
});

interface Scenario {
  facilities: FacilityState[];
  times: Record<string, number | TravelTime>;
  case: RankedCase;
}

const SCENARIOS: Record<string, Scenario> = {
  'worked-example': {
    facilities: [x, y, z],
    times: { x: 24, y: 31, z: 9 },
    case: aCase(SBP_84),
  },
  'airway-unmanageable': {
    facilities: [x, y, z, small, partTime],
    times: { x: 24, y: 31, z: 9, small: 7.5, 'part-time': 21 },
    case: aCase({ findings: { ...SBP_84.findings, threats: ['airway'] } }),
  },
  'far-from-level-1': {
    facilities: [x, silent, z, busy],
    times: { x: 48.2, silent: 47.5, z: 19, busy: 21.9 },
    case: aCase({ ...PELVIS, urgency: 'A0' }),
  },
  'child-on-an-island': {
    facilities: [x, y, z, children, small],
    times: {
      x: aTravelTime(44, { reliable: false, boatOrHelicopter: true }),
      y: 41.5,
      z: 40,
      children: 44,
      small: 3,
    },
    case: aCase({ ...SBP_84, ageBand: '5-9', urgency: null }),
  },
  'moderate-not-urgent': {
    facilities: [x, y, z, busy, silent],
    times: {
      x: aTravelTime(12, { roadKm: 11 }),
      y: aTravelTime(13, { roadKm: 12 }),
      z: aTravelTime(20.1, { roadKm: 14.2 }),
      busy: aTravelTime(8, { roadKm: 6 }),
      silent: aTravelTime(14, { roadKm: 9.9 }),
    },
    case: aCase(
      { findings: { mechanism: ['fall-over-3m'] }, urgency: 'A2', ageBand: '65-79' },
      { excluded: [{ facility: 'silent', reason: 'HOSPITAL_REFUSED' }] },
    ),
  },
  'nothing-left-but-closed': {
    facilities: [x, partTime, small].map((one) => ({ ...one, stops: [aStop()] })),
    times: { x: 30, 'part-time': 25, small: 28.4 },
    case: aCase({ category: 'OTHER', urgency: 'B' }),
  },
};

const pathOf = (name: string) => new URL(`./rank-1-v1/${name}.json`, import.meta.url);
const write = (name: string, value: unknown) => {
  if (existsSync(pathOf(name))) return;
  writeFileSync(pathOf(name), `${JSON.stringify(value, null, 2)}\n`);
  console.log(`recorded ${name}`);
};

write('policy', RANK_1_POLICY);
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  const input = {
    seq: 42,
    facilities: scenario.facilities,
    case: scenario.case,
    travelTimes: someTravelTimes(scenario.times),
    policyVersion: 1,
    now: NOW,
  };
  write(name, { input, ranking: rank({ ...input, policy: RANK_1_POLICY }) });
}
