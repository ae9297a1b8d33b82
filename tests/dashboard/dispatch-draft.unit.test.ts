import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsSchema, vitalsSchema } from '#domain/cases/findings.ts';
import { openCaseSchema, reviseCaseSchema } from '#domain/cases/commands.ts';
import { NO_FINDINGS } from '#domain/cases/no-findings.ts';
import { FINDING_CODES, THREATS } from '#domain/words.ts';
import { changesOf, isSame, merged } from '#lib/dispatch/draft-parts.ts';
import {
  draftOf,
  EMPTY_DRAFT,
  inputOfDraft,
  isComplete,
  openBody,
  readVital,
  reviseBody,
  VITAL_NUMBER_NAMES,
  VITAL_RANGES,
  withCrew,
  withExclusion,
  withFinding,
  withFlag,
  withoutExclusion,
  withThreat,
  withVital,
  type CaseDraft,
} from '#lib/dispatch/draft.ts';

const here = { ...EMPTY_DRAFT, where: { place: 'p-1' } };

const step = fc.oneof(
  fc.tuple(fc.constantFrom(...FINDING_CODES), fc.constantFrom('yes', 'no')).map(
    ([code, to]) =>
      (draft: CaseDraft) =>
        withFinding(draft, code, to),
  ),
  fc.tuple(fc.constantFrom(...THREATS), fc.constantFrom('yes', 'no')).map(
    ([threat, to]) =>
      (draft: CaseDraft) =>
        withThreat(draft, threat, to),
  ),
  fc.constantFrom('yes', 'no').map((to) => (draft: CaseDraft) => withCrew(draft, to)),
  fc
    .constantFrom('yes', 'no')
    .map((to) => (draft: CaseDraft) => withFlag(draft, 'pupilsUnequal', to)),
  fc.integer({ min: 3, max: 15 }).map((gcs) => (draft: CaseDraft) => withVital(draft, 'gcs', gcs)),
);
const someDraft = fc
  .array(step, { maxLength: 25 })
  .map((steps) => steps.reduce((draft, make) => make(draft), here as CaseDraft));

describe('a draft', () => {
  it('knows three states: yes, no, and unknown by the same again', () => {
    const yes = withFinding(here, 'pelvis', 'yes');
    const no = withFinding(yes, 'pelvis', 'no');
    expect(inputOfDraft(yes).findings).toMatchObject({ injuries: ['pelvis'], ruledOut: [] });
    expect(inputOfDraft(no).findings).toMatchObject({ injuries: [], ruledOut: ['pelvis'] });
    expect(inputOfDraft(withFinding(no, 'pelvis', 'no')).findings).toMatchObject({
      injuries: [],
      ruledOut: [],
    });
  });

  it('starts with nothing known and nothing ruled out', () => {
    expect(inputOfDraft(EMPTY_DRAFT).findings).toEqual(findingsSchema.parse({}));
    expect(openBody(EMPTY_DRAFT)).toBeNull();
  });

  it('makes a body that the server takes as it is, and comes back from it the same', () => {
    fc.assert(
      fc.property(someDraft, (draft) => {
        expect(openCaseSchema.safeParse(openBody(draft)).success).toBe(true);
        const parsed = reviseCaseSchema.parse(reviseBody(draft));
        expect(parsed.findings).toEqual(inputOfDraft(draft).findings);
        expect(isSame(draftOf(parsed, draft.where), draft)).toBe(true);
      }),
    );
  });

  it('opens a case without exclusions and revises it with them', () => {
    const draft = withExclusion(here, { facility: 'lumc', reason: 'HOSPITAL_REFUSED' });
    expect(openBody(draft)).not.toHaveProperty('excluded');
    expect(reviseBody(draft)?.excluded).toEqual([{ facility: 'lumc', reason: 'HOSPITAL_REFUSED' }]);
    expect(reviseBody(withoutExclusion(draft, 'lumc'))?.excluded).toEqual([]);
  });

  it('takes the numbers that the server takes, and no others', () => {
    for (const name of VITAL_NUMBER_NAMES) {
      const { min, max } = VITAL_RANGES[name];
      for (const value of [min, max]) {
        expect(readVital(name, String(value))).toBe(value);
        expect(vitalsSchema.safeParse({ [name]: value }).success).toBe(true);
      }
      expect(readVital(name, String(max + 1))).toBeUndefined();
      expect(vitalsSchema.safeParse({ [name]: max + 1 }).success).toBe(false);
    }
    expect(readVital('heartRate', ' ')).toBeNull();
    expect(readVital('heartRate', '8a')).toBeUndefined();
  });

  it('knows when no further digit can follow', () => {
    expect(isComplete('gcsMotor', '4')).toBe(true);
    expect(isComplete('gcs', '1')).toBe(false);
    expect(isComplete('systolicBloodPressure', '84')).toBe(true);
    expect(isComplete('systolicBloodPressure', '12')).toBe(false);
  });
});

describe('two people at one case', () => {
  it('keeps what either changed, and mine where both did', () => {
    const mine = withFinding(withVital(here, 'heartRate', 124), 'pelvis', 'yes');
    const theirs = withFinding(withVital(here, 'heartRate', 90), 'burns', 'no');
    const both = merged(here, mine, theirs);
    expect(both.draft.vitals.heartRate).toBe(124);
    expect(both.draft.marks).toEqual({ pelvis: 'yes', burns: 'no' });
    expect(both.theirs).toHaveLength(2);
  });

  it('is theirs when I changed nothing, and mine when they changed nothing', () => {
    fc.assert(
      fc.property(someDraft, someDraft, (base, other) => {
        expect(isSame(merged(base, base, other).draft, other)).toBe(true);
        expect(isSame(merged(base, other, base).draft, other)).toBe(true);
        expect(changesOf(base, base)).toEqual([]);
      }),
    );
  });
});

describe('nothing known', () => {
  it('is what the schema makes of nothing', () => {
    expect(NO_FINDINGS).toEqual(findingsSchema.parse({}));
  });
});
