import { describe, expect, it } from 'vitest';
import { SYSTOLIC_LIMITS } from '#domain/cases/acs-2021.ts';
import { ruleSetSchema, type RuleSet } from '#domain/cases/rule-set-data.ts';
import { classify, hasPhysiology, RULE_SETS } from '#domain/cases/rule-sets.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import {
  AGE_BANDS,
  CATEGORIES,
  INJURY_CODES,
  MECHANISM_CODES,
  RISK_CODES,
  THREATS,
  type AgeBand,
} from '#domain/words.ts';
import { anInput, type CaseWords, type FindingWords } from '../builders.ts';

const of = (words: CaseWords = {}) => classify(anInput(words), RANK_1_POLICY);
type Vitals = NonNullable<FindingWords['vitals']>;
const withVitals = (vitals: Vitals, words: CaseWords = {}) =>
  of({ ...words, findings: { vitals } });

describe('vital signs at their thresholds', () => {
  it.each<[string, Vitals, boolean]>([
    ['motor-below-6', { gcsMotor: 5 }, true],
    ['motor-below-6', { gcsMotor: 6 }, false],
    ['motor-below-6', { gcs: 7 }, true],
    ['motor-below-6', { gcs: 15 }, false],
    ['motor-below-6', { gcs: 7, gcsMotor: 6 }, false],
    ['respiratory-rate', { respiratoryRate: 9 }, true],
    ['respiratory-rate', { respiratoryRate: 10 }, false],
    ['respiratory-rate', { respiratoryRate: 29 }, false],
    ['respiratory-rate', { respiratoryRate: 30 }, true],
    ['spo2-below-90', { spo2: 89 }, true],
    ['spo2-below-90', { spo2: 89, onOxygen: false }, true],
    ['spo2-below-90', { spo2: 89, onOxygen: true }, true],
    ['spo2-below-90', { spo2: 90 }, false],
    ['gcs-8-or-less', { gcs: 8 }, true],
    ['gcs-8-or-less', { gcs: 9 }, false],
    ['pupils-unequal', { pupilsUnequal: true }, true],
    ['pupils-unequal', { pupilsUnequal: false }, false],
    ['heart-rate-above-pressure', { heartRate: 121, systolicBloodPressure: 120 }, true],
    ['heart-rate-above-pressure', { heartRate: 120, systolicBloodPressure: 120 }, false],
  ])('%s with %o: %s', (code, vitals, expected) => {
    const found = withVitals(vitals);
    expect(found.redCriteria.includes(code)).toBe(expected);
    expect(found.category).toBe(found.redCriteria.length > 0 ? 'TRAUMA_SEVERE' : 'TRAUMA_MINOR');
  });

  it.each<[AgeBand, number]>([
    ['0', 70],
    ['1-4', 78],
    ['5-9', 88],
    ['10-15', 90],
    ['16-64', 90],
    ['65-79', 110],
    ['80+', 110],
    ['unknown', 110],
  ])('systolic pressure at age %s is red under %d', (ageBand, limit) => {
    expect(SYSTOLIC_LIMITS[ageBand]).toBe(limit);
    const at = (systolicBloodPressure: number) =>
      withVitals({ systolicBloodPressure }, { ageBand }).redCriteria;
    expect(at(limit - 1)).toContain('systolic-pressure-low');
    expect(at(limit)).not.toContain('systolic-pressure-low');
  });

  it.each<[AgeBand, boolean]>([
    ['0', false],
    ['1-4', false],
    ['5-9', false],
    ['10-15', true],
    ['16-64', true],
    ['65-79', true],
    ['80+', true],
    ['unknown', true],
  ])('heart rate above pressure at age %s: %s', (ageBand, expected) => {
    const found = withVitals({ heartRate: 130, systolicBloodPressure: 120 }, { ageBand });
    expect(found.redCriteria.includes('heart-rate-above-pressure')).toBe(expected);
  });
});

describe('what is missing', () => {
  const VITALS = [
    'vitals.gcsMotor',
    'vitals.respiratoryRate',
    'vitals.spo2',
    'vitals.systolicBloodPressure',
    'vitals.heartRate',
    'vitals.gcs',
    'vitals.pupilsUnequal',
  ];

  it('nothing known: every input is named and no criterion is met', () => {
    const found = of({ ageBand: 'unknown' });
    expect(found.missing).toEqual([
      ...VITALS,
      ...INJURY_CODES,
      'crewSuspectsSevere',
      ...MECHANISM_CODES,
      ...RISK_CODES,
    ]);
    expect(found.redCriteria).toEqual([]);
  });

  it('everything known and normal: nothing is named', () => {
    const found = of({
      crewSuspectsSevere: false,
      urgency: 'A2',
      findings: {
        vitals: {
          gcs: 15,
          respiratoryRate: 14,
          spo2: 97,
          systolicBloodPressure: 130,
          heartRate: 80,
          pupilsUnequal: false,
        },
        ruledOut: [...INJURY_CODES, ...MECHANISM_CODES, ...RISK_CODES],
      },
    });
    expect(found).toEqual({
      category: 'TRAUMA_MINOR',
      lifeThreatening: false,
      redCriteria: [],
      yellowCriteria: [],
      missing: [],
      immediateThreats: [],
      ruleSet: { id: 'acs-2021', version: '1' },
    });
  });

  it.each(VITALS)('%s alone', (name) => {
    const known: Vitals = {
      gcs: 14,
      gcsMotor: 6,
      respiratoryRate: 14,
      spo2: 97,
      systolicBloodPressure: 130,
      heartRate: 80,
      pupilsUnequal: false,
    };
    const vitals = { ...known, [name.replace('vitals.', '')]: null };
    const found = withVitals(vitals);
    expect(found.missing.filter((one) => one.startsWith('vitals.'))).toEqual([name]);
    expect(found.redCriteria).toEqual([]);
  });

  it('between GCS 8 and 14 the motor score does not follow', () => {
    for (const gcs of [8, 14]) expect(withVitals({ gcs }).missing).toContain('vitals.gcsMotor');
    for (const gcs of [7, 15]) expect(withVitals({ gcs }).missing).not.toContain('vitals.gcsMotor');
  });

  it('asks only what bears on the age and the sex', () => {
    const child = of({ ageBand: '5-9' }).missing;
    expect(child).toContain('child-unrestrained');
    expect(child).toContain('low-fall-head-impact');
    expect(child).not.toContain('pregnant-over-20-weeks');
    expect(child).not.toContain('vitals.heartRate');
    const adult = of().missing;
    expect(adult).not.toContain('child-unrestrained');
    expect(adult).not.toContain('low-fall-head-impact');
    expect(adult).toContain('pregnant-over-20-weeks');
    expect(of({ sex: 'male' }).missing).not.toContain('pregnant-over-20-weeks');
  });

  it('outside trauma asks for vital signs and the crew, not for injuries', () => {
    expect(of({ category: 'OTHER' }).missing).toEqual([
      ...VITALS,
      'respiratory-distress',
      'crewSuspectsSevere',
    ]);
  });
});

describe('findings', () => {
  it.each(INJURY_CODES)(
    '%s is red when present, nothing when ruled out, missing otherwise',
    (code) => {
      expect(of({ findings: { injuries: [code] } })).toMatchObject({
        category: 'TRAUMA_SEVERE',
        redCriteria: [code],
      });
      const ruledOut = of({ findings: { ruledOut: [code] } });
      expect(ruledOut.redCriteria).toEqual([]);
      expect(ruledOut.missing).not.toContain(code);
      expect(of().missing).toContain(code);
    },
  );

  it.each([...MECHANISM_CODES, ...RISK_CODES])('%s is yellow where it bears on the age', (code) => {
    const findings: FindingWords = MECHANISM_CODES.some((one) => one === code)
      ? { mechanism: [code as (typeof MECHANISM_CODES)[number]] }
      : { risks: [code as (typeof RISK_CODES)[number]] };
    const bands = AGE_BANDS.filter((ageBand) =>
      of({ ageBand, findings }).yellowCriteria.includes(code),
    );
    const expected: Partial<Record<string, AgeBand[]>> = {
      'child-unrestrained': ['0', '1-4', '5-9', 'unknown'],
      'low-fall-head-impact': ['0', '1-4', '5-9', '65-79', '80+', 'unknown'],
    };
    expect(bands).toEqual(expected[code] ?? [...AGE_BANDS]);
    expect(of({ ageBand: 'unknown', findings }).category).toBe('TRAUMA_MODERATE');
    expect(of({ ageBand: 'unknown', findings: { ruledOut: [code] } }).yellowCriteria).toEqual([]);
  });

  it('crew judgement is a red criterion of its own', () => {
    expect(of({ crewSuspectsSevere: true })).toMatchObject({
      category: 'TRAUMA_SEVERE',
      redCriteria: ['crew-judgement'],
    });
    expect(of({ crewSuspectsSevere: false }).redCriteria).toEqual([]);
    expect(of({ crewSuspectsSevere: null }).missing).toContain('crewSuspectsSevere');
  });

  it('an external risk is only shown until the policy sets a threshold', () => {
    const risk = (probability: number): CaseWords => ({
      externalRisk: { model: 'm', version: '1', probability },
    });
    expect(of(risk(1)).redCriteria).toEqual([]);
    expect(of().missing).not.toContain('externalRisk');
    const policy = { ...RANK_1_POLICY, externalRiskThreshold: 0.2 };
    expect(classify(anInput(risk(0.2)), policy).redCriteria).toEqual(['external-risk']);
    expect(classify(anInput(risk(0.19)), policy).redCriteria).toEqual([]);
    expect(classify(anInput(), policy).missing).toContain('externalRisk');
  });
});

describe('category', () => {
  const yellow: FindingWords = { mechanism: ['ejection'] };
  const red: FindingWords = { injuries: ['pelvis'] };
  it.each([
    [null, {}, 'TRAUMA_MINOR'],
    [null, yellow, 'TRAUMA_MODERATE'],
    [null, red, 'TRAUMA_SEVERE'],
    [null, { ...red, ...yellow }, 'TRAUMA_SEVERE'],
    [null, { threats: ['exsanguination'] }, 'TRAUMA_SEVERE'],
    ['TRAUMA_MINOR', red, 'TRAUMA_SEVERE'],
    ['TRAUMA_MINOR', yellow, 'TRAUMA_MODERATE'],
    ['TRAUMA_MODERATE', {}, 'TRAUMA_MODERATE'],
    ['TRAUMA_MODERATE', red, 'TRAUMA_SEVERE'],
    ['TRAUMA_SEVERE', {}, 'TRAUMA_SEVERE'],
    ['TRAUMA_SEVERE', yellow, 'TRAUMA_SEVERE'],
    ['TBI_SEVERE', {}, 'TBI_SEVERE'],
    ['TBI_SEVERE', red, 'TBI_SEVERE'],
    ['OTHER', red, 'OTHER'],
  ] as [CaseWords['category'], FindingWords, string][])(
    'given %s, found %o: %s',
    (category, findings, expected) => {
      expect(of({ category, findings }).category).toBe(expected);
    },
  );

  it('a category that is not trauma stays as given', () => {
    for (const category of CATEGORIES.filter((one) => !one.startsWith('TRAUMA_')))
      expect(of({ category, findings: red }).category).toBe(category);
  });
});

describe('life-threatening', () => {
  it.each([
    [{ urgency: 'A0' }, true],
    [{ urgency: 'A1' }, true],
    [{ urgency: null }, true],
    [{ urgency: 'A2' }, false],
    [{ urgency: 'B' }, false],
    [{ urgency: 'A2', findings: { mechanism: ['ejection'] } }, false],
    [{ urgency: 'B', findings: { injuries: ['pelvis'] } }, true],
    [{ urgency: 'B', category: 'OTHER', findings: { vitals: { spo2: 80 } } }, true],
    ...THREATS.map((threat) => [{ urgency: 'B', findings: { threats: [threat] } }, true]),
  ] as [CaseWords, boolean][])('%o: %s', (words, expected) => {
    expect(of(words).lifeThreatening).toBe(expected);
  });
});

describe('physiology criteria', () => {
  const physiology = (words: CaseWords) => hasPhysiology(of(words), RANK_1_POLICY);
  it('are the vital signs, respiratory distress and any immediate threat', () => {
    const vitals: Vitals[] = [
      { gcsMotor: 5 },
      { respiratoryRate: 30 },
      { spo2: 80 },
      { systolicBloodPressure: 80 },
      { heartRate: 130, systolicBloodPressure: 120 },
      { gcs: 8 },
      { pupilsUnequal: true },
    ];
    for (const one of vitals) expect(physiology({ findings: { vitals: one } })).toBe(true);
    expect(physiology({ findings: { injuries: ['respiratory-distress'] } })).toBe(true);
    for (const threat of THREATS)
      expect(physiology({ findings: { threats: [threat] } })).toBe(true);
  });

  it('are not injuries, mechanism or judgement', () => {
    for (const code of INJURY_CODES.filter((one) => one !== 'respiratory-distress'))
      expect(physiology({ findings: { injuries: [code] } })).toBe(false);
    expect(physiology({ crewSuspectsSevere: true })).toBe(false);
    expect(physiology({ findings: { mechanism: [...MECHANISM_CODES] } })).toBe(false);
    expect(physiology({})).toBe(false);
  });
});

describe('a rule set as data', () => {
  /** What a region would import as JSON. */
  const own: RuleSet = {
    id: 'region-card',
    version: '3',
    title: 'A region’s own card',
    approvedBy: 'the medical manager',
    criteria: [
      {
        code: 'gcs-12-or-less',
        colour: 'red',
        group: 'physiology',
        anyOf: [{ vital: 'gcs', below: 13 }],
        source: 'the card',
        evidence: 'proposal',
      },
    ],
  };

  it('the shipped one is such data', () => {
    for (const set of Object.values(RULE_SETS))
      expect(ruleSetSchema.parse(JSON.parse(JSON.stringify(set)))).toEqual(set);
  });

  it('one in the policy is evaluated by the same engine and named in the classification', () => {
    const policy = {
      ...RANK_1_POLICY,
      classification: {
        ...RANK_1_POLICY.classification,
        ruleSet: 'region-card',
        ownRuleSets: [ruleSetSchema.parse(JSON.parse(JSON.stringify(own)))],
      },
    };
    const found = classify(anInput({ findings: { vitals: { gcs: 12 } } }), policy);
    expect(found).toMatchObject({
      category: 'TRAUMA_SEVERE',
      redCriteria: ['gcs-12-or-less'],
      missing: [],
      ruleSet: { id: 'region-card', version: '3' },
    });
    expect(hasPhysiology(found, policy)).toBe(true);
  });

  it('a code that stands twice or an unknown finding is refused', () => {
    const twice = { ...own, criteria: [...own.criteria, ...own.criteria] };
    expect(ruleSetSchema.safeParse(twice).success).toBe(false);
    const strange = { ...own, criteria: [{ ...own.criteria[0], anyOf: [{ finding: 'aura' }] }] };
    expect(ruleSetSchema.safeParse(strange).success).toBe(false);
  });
});
