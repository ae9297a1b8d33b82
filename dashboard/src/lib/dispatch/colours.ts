/** Which entered thing meets a red or yellow criterion, as the rule set found it. Pure. */
import type { Classification } from '#domain/cases/classification.ts';
import type { CaseDraft, VitalFlagName, VitalNumberName } from './draft.ts';

type Found = Pick<Classification, 'redCriteria' | 'yellowCriteria'> | null;

/** By the code of its criterion, which for a finding is its own. */
export function colourOfFinding(code: string, found: Found): 'red' | 'yellow' | null {
  if (found?.redCriteria.includes(code)) return 'red';
  return found?.yellowCriteria.includes(code) ? 'yellow' : null;
}

/** Criteria of the shipped rule set that rest on a vital sign. */
const CRITERIA: Record<VitalNumberName | VitalFlagName, readonly string[]> = {
  systolicBloodPressure: ['systolic-pressure-low', 'heart-rate-above-pressure'],
  heartRate: ['heart-rate-above-pressure'],
  respiratoryRate: ['respiratory-rate'],
  spo2: ['spo2-below-90'],
  onOxygen: [],
  gcs: ['gcs-8-or-less'],
  gcsMotor: ['motor-below-6'],
  pupilsUnequal: ['pupils-unequal'],
};

export function isRedVital(
  name: VitalNumberName | VitalFlagName,
  found: Found,
  { vitals }: Pick<CaseDraft, 'vitals'>,
): boolean {
  return vitals[name] !== null && CRITERIA[name].some((code) => found?.redCriteria.includes(code));
}

/** Red criteria that rest on a vital sign, in the order of the panel, each once. */
export function redVitalCriteria(found: Found): string[] {
  return [...new Set(Object.values(CRITERIA).flat())].filter((code) =>
    found?.redCriteria.includes(code),
  );
}
