/** What is told of a patient in two lines and a few numbers, without who it is. Pure. */
import type { Vitals } from '#domain/cases/findings.ts';
import type { CaseInput, CaseState } from '#domain/picture.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';

type Told = Pick<Words, 'dispatch' | 'hospital'>;

/** "man · 16–64 jaar · voetganger aangereden". */
export function patientLine(
  one: Pick<CaseInput, 'ageBand' | 'sex' | 'findings'>,
  { dispatch }: Told,
): string {
  return [
    ...(one.sex === null ? [] : [dispatch.sex[one.sex]]),
    dispatch.age[one.ageBand],
    ...one.findings.mechanism.map((code) => dispatch.finding[code]),
  ].join(' · ');
}

/** Threats first, then injuries and risks; empty when nothing was reported. Some have commas of their own. */
export function injuryLine(
  one: Pick<CaseState, 'findings' | 'crewSuspectsSevere'>,
  { dispatch, hospital }: Told,
): string {
  return [
    ...one.findings.threats.map((code) => dispatch.threat[code]),
    ...one.findings.injuries.map((code) => dispatch.finding[code]),
    ...one.findings.risks.map((code) => dispatch.finding[code]),
    ...(one.crewSuspectsSevere === true ? [hospital.arrivals.suspected] : []),
  ].join(' · ');
}

const NUMBERS = ['systolicBloodPressure', 'heartRate', 'respiratoryRate', 'spo2', 'gcs'] as const;

/** The numbers that were measured, in the order of the alarm call; what was not measured is left out. */
export function shownVitals(
  vitals: Vitals,
  { dispatch, hospital }: Told,
  format: Format,
): { name: string; value: string }[] {
  return NUMBERS.flatMap((key) => {
    const value = vitals[key];
    if (value === null) return [];
    if (key !== 'spo2') return [{ name: dispatch.vital[key].name, value: format.count(value) }];
    const { withOxygen, withoutOxygen } = hospital.arrivals;
    const oxygen = vitals.onOxygen === null ? null : vitals.onOxygen ? withOxygen : withoutOxygen;
    const name = [dispatch.vital.spo2.name, ...(oxygen === null ? [] : [oxygen])].join(', ');
    return [{ name, value: `${format.count(value)}%` }];
  });
}
