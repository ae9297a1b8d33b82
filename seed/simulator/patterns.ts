/** What crews find, by complaint: plausible and invented. Each pattern gives what is known at the call, and then more. */
import {
  FINDING_CODES,
  INJURY_CODES,
  type AgeBand,
  type FindingCode,
  type InjuryCode,
  type MechanismCode,
  type RiskCode,
  type Sex,
  type Urgency,
} from '../../server/domain/words.ts';
import type { Vitals } from '../../server/domain/cases/findings.ts';
import type { CaseBody, FindingsBody } from './actions.ts';
import type { Complaint } from './patients.ts';
import type { Random } from './random.ts';

type Known = Omit<CaseBody, 'position'>;

export const PATTERNS: Record<Complaint, (random: Random) => Known[]> = {
  severe(random) {
    const person = personOf(random, TRAUMA_AGES);
    const mechanism = pickSome(random, SEVERE_MECHANISMS, 1, 2);
    const injuries = pickSome(random, SEVERE_INJURIES, 1, 3);
    const risks = riskOf(random, person.ageBand);
    const urgency: Urgency = random.chance(0.15) ? 'A0' : 'A1';
    const vitals = random.chance(0.6) ? shocked(random) : hurt(random);
    const first: FindingsBody = { mechanism };
    const second: FindingsBody = {
      mechanism,
      injuries: injuries.slice(0, 1),
      vitals: firstLook(vitals),
    };
    const last: FindingsBody = {
      mechanism,
      injuries,
      risks,
      vitals,
      ruledOut: ruledOut(random, [...mechanism, ...injuries, ...risks], 0.5),
    };
    if (random.chance(0.06)) last.threats = [random.pick(['airway', 'exsanguination'] as const)];
    return [
      { ...person, urgency, findings: first },
      { ...person, urgency, findings: second, crewSuspectsSevere: true },
      { ...person, urgency, findings: last, crewSuspectsSevere: true },
    ];
  },
  moderate(random) {
    const person = personOf(random, TRAUMA_AGES);
    const mechanism = pickSome(random, MODERATE_MECHANISMS, 1, 1);
    const risks = riskOf(random, person.ageBand);
    const findings: FindingsBody = { mechanism, risks, vitals: firstLook(well(random)) };
    return [
      { ...person, urgency: 'A1', findings: { mechanism } },
      { ...person, urgency: 'A1', findings },
      {
        ...person,
        urgency: 'A1',
        crewSuspectsSevere: false,
        findings: {
          ...findings,
          vitals: well(random),
          ruledOut: ruledOut(random, [...mechanism, ...risks], 0.8),
        },
      },
    ];
  },
  minor(random) {
    const person = personOf(random, FALL_AGES);
    const urgency: Urgency = random.chance(0.3) ? 'A1' : 'A2';
    const vitals = well(random);
    return [
      { ...person, urgency, category: 'TRAUMA_MINOR', findings: {} },
      {
        ...person,
        urgency,
        category: 'TRAUMA_MINOR',
        crewSuspectsSevere: false,
        findings: { vitals, ruledOut: [...FINDING_CODES] },
      },
    ];
  },
  other(random) {
    const person = personOf(random, OTHER_AGES);
    const urgency: Urgency = random.chance(0.5) ? 'A1' : 'A2';
    const known: Known = { ...person, urgency, category: 'OTHER', findings: {} };
    return [
      known,
      { ...known, findings: { vitals: random.chance(0.15) ? hurt(random) : well(random) } },
    ];
  },
};

type Ages = readonly (readonly [AgeBand, number])[];
const TRAUMA_AGES: Ages = [
  ['1-4', 0.02],
  ['5-9', 0.03],
  ['10-15', 0.05],
  ['16-64', 0.55],
  ['65-79', 0.2],
  ['80+', 0.12],
  ['unknown', 0.03],
];
const FALL_AGES: Ages = [
  ['1-4', 0.04],
  ['5-9', 0.05],
  ['10-15', 0.06],
  ['16-64', 0.35],
  ['65-79', 0.22],
  ['80+', 0.28],
];
const OTHER_AGES: Ages = [
  ['0', 0.02],
  ['1-4', 0.03],
  ['5-9', 0.01],
  ['10-15', 0.02],
  ['16-64', 0.4],
  ['65-79', 0.3],
  ['80+', 0.22],
];

const SEVERE_MECHANISMS: readonly MechanismCode[] = [
  'ejection',
  'intrusion-or-entrapment',
  'rider-separated',
  'pedestrian-thrown',
  'fall-over-3m',
];
const MODERATE_MECHANISMS: readonly MechanismCode[] = [
  'intrusion-or-entrapment',
  'rider-separated',
  'pedestrian-thrown',
  'fall-over-3m',
  'telemetry',
];
const SEVERE_INJURIES: readonly InjuryCode[] = INJURY_CODES;

function personOf(random: Random, ages: Ages): { ageBand: AgeBand; sex?: Sex } {
  const ageBand = random.weighted(ages);
  return random.chance(0.85)
    ? { ageBand, sex: random.chance(0.55) ? 'male' : 'female' }
    : { ageBand };
}

function riskOf(random: Random, ageBand: AgeBand): RiskCode[] {
  const old = ageBand === '65-79' || ageBand === '80+';
  return random.chance(old ? 0.35 : 0.03) ? ['anticoagulants'] : [];
}

function pickSome<T>(random: Random, list: readonly T[], least: number, most: number): T[] {
  const left = [...list];
  const picked: T[] = [];
  for (let wanted = random.whole(least, most); wanted > 0 && left.length > 0; wanted -= 1)
    picked.push(...left.splice(random.whole(0, left.length - 1), 1));
  return picked;
}

function ruledOut(random: Random, present: readonly FindingCode[], share: number): FindingCode[] {
  return random.some(
    FINDING_CODES.filter((code) => !present.includes(code)),
    share,
  );
}

const shocked = (random: Random): Vitals => ({
  ...hurt(random),
  systolicBloodPressure: random.whole(60, 95),
  heartRate: random.whole(105, 150),
});

const hurt = (random: Random): Vitals => {
  const gcsMotor = random.whole(2, 6);
  return {
    systolicBloodPressure: random.whole(95, 160),
    heartRate: random.whole(75, 125),
    respiratoryRate: random.whole(12, 34),
    spo2: random.whole(86, 98),
    onOxygen: random.chance(0.6),
    // Eyes and speech give 2 to 9 beside the motor score.
    gcs: gcsMotor + random.whole(gcsMotor === 6 ? 5 : 2, gcsMotor === 6 ? 9 : 6),
    gcsMotor,
    pupilsUnequal: random.chance(0.06),
  };
};

const well = (random: Random): Vitals => ({
  systolicBloodPressure: random.whole(115, 165),
  heartRate: random.whole(62, 104),
  respiratoryRate: random.whole(12, 22),
  spo2: random.whole(94, 100),
  onOxygen: false,
  gcs: random.chance(0.85) ? 15 : 14,
  gcsMotor: 6,
  pupilsUnequal: false,
});

/** What is seen before anything was measured twice. */
const firstLook = ({ heartRate, respiratoryRate, gcsMotor }: Vitals): Partial<Vitals> => ({
  heartRate,
  respiratoryRate,
  gcsMotor,
});
