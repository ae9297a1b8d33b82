/**
 * What is being entered about one case, and how it becomes a body for the server. Each finding has three states: present, ruled
 * out, unknown; nothing starts at "no". Pure: each change answers a new draft. Source: contract, "Case words".
 */
import type { ExternalRisk, Vitals } from '#domain/cases/findings.ts';
import { NO_FINDINGS } from '#domain/cases/no-findings.ts';
import type { CaseInput, Exclusion, Position } from '#domain/picture.ts';
import {
  FINDING_CODES,
  INJURY_CODES,
  MECHANISM_CODES,
  RISK_CODES,
  THREATS,
  type AgeBand,
  type Category,
  type FindingCode,
  type Sex,
  type Threat,
  type Urgency,
} from '#domain/words.ts';

/** Unknown is absence. */
export type Mark = 'yes' | 'no';

/** A place of the gazetteer or a spot on the map, never both. */
export type Where = { place: string } | { position: Position };

export interface CaseDraft {
  where: Where | null;
  ageBand: AgeBand;
  sex: Sex | null;
  urgency: Urgency | null;
  category: Category | null;
  vitals: Vitals;
  marks: Partial<Record<FindingCode, Mark>>;
  threats: readonly Threat[];
  crewSuspectsSevere: boolean | null;
  externalRisk: ExternalRisk | null;
  excluded: readonly Exclusion[];
}

export const EMPTY_DRAFT: CaseDraft = {
  where: null,
  ageBand: 'unknown',
  sex: null,
  urgency: null,
  category: null,
  vitals: NO_FINDINGS.vitals,
  marks: {},
  threats: [],
  crewSuspectsSevere: null,
  externalRisk: null,
  excluded: [],
};

/** Vital signs that are numbers, with what the server takes. */
export const VITAL_RANGES = {
  systolicBloodPressure: { min: 0, max: 350 },
  heartRate: { min: 0, max: 350 },
  respiratoryRate: { min: 0, max: 120 },
  spo2: { min: 0, max: 100 },
  gcs: { min: 3, max: 15 },
  gcsMotor: { min: 1, max: 6 },
} as const satisfies Partial<Record<keyof Vitals, { min: number; max: number }>>;
export type VitalNumberName = keyof typeof VITAL_RANGES;
export const VITAL_NUMBER_NAMES = Object.keys(VITAL_RANGES) as VitalNumberName[];

export const VITAL_FLAG_NAMES = ['onOxygen', 'pupilsUnequal'] as const;
export type VitalFlagName = (typeof VITAL_FLAG_NAMES)[number];

/** The draft of a case as it stands on the server. */
export function draftOf(
  one: CaseInput & { excluded: readonly Exclusion[] },
  where: Where | null,
): CaseDraft {
  const marks: CaseDraft['marks'] = {};
  const { findings } = one;
  for (const code of [...findings.injuries, ...findings.mechanism, ...findings.risks])
    marks[code] = 'yes';
  for (const code of findings.ruledOut) marks[code] = 'no';
  return {
    where,
    ageBand: one.ageBand,
    sex: one.sex,
    urgency: one.urgency,
    category: one.category,
    vitals: { ...findings.vitals },
    marks,
    threats: findings.threats,
    crewSuspectsSevere: one.crewSuspectsSevere,
    externalRisk: one.externalRisk,
    excluded: one.excluded,
  };
}

/** What the rule set and the ranking take. Lists come in the order in which the server keeps them. */
export function inputOfDraft(draft: CaseDraft): CaseInput {
  const withMark = <T extends FindingCode>(codes: readonly T[], mark: Mark) =>
    codes.filter((code) => draft.marks[code] === mark).sort();
  return {
    ageBand: draft.ageBand,
    sex: draft.sex,
    findings: {
      vitals: { ...draft.vitals },
      injuries: withMark(INJURY_CODES, 'yes'),
      mechanism: withMark(MECHANISM_CODES, 'yes'),
      risks: withMark(RISK_CODES, 'yes'),
      ruledOut: withMark(FINDING_CODES, 'no'),
      threats: THREATS.filter((threat) => draft.threats.includes(threat)).sort(),
    },
    crewSuspectsSevere: draft.crewSuspectsSevere,
    externalRisk: draft.externalRisk,
    urgency: draft.urgency,
    category: draft.category,
  };
}

export type OpenBody = CaseInput & Where;
export type ReviseBody = OpenBody & { excluded: Exclusion[] };

/** Body of `POST /cases`; null until somebody said where. */
export function openBody(draft: CaseDraft): OpenBody | null {
  return draft.where === null ? null : { ...inputOfDraft(draft), ...draft.where };
}

/** Body of `PUT /cases/{id}`: whole. */
export function reviseBody(draft: CaseDraft): ReviseBody | null {
  const body = openBody(draft);
  return body === null ? null : { ...body, excluded: [...draft.excluded] };
}

/** Unknown becomes `to`; the same again is unknown. */
const toggled = <T>(now: T | null | undefined, to: T): T | null => (now === to ? null : to);

export function withFinding(draft: CaseDraft, code: FindingCode, to: Mark): CaseDraft {
  const marks = { ...draft.marks };
  const next = toggled(marks[code], to);
  if (next === null) delete marks[code];
  else marks[code] = next;
  return { ...draft, marks };
}

/** Threats are present or not said: the wire has no "looked for and not there" for them. */
export function withThreat(draft: CaseDraft, threat: Threat, to: Mark): CaseDraft {
  const on = to === 'yes' && !draft.threats.includes(threat);
  const others = draft.threats.filter((one) => one !== threat);
  return { ...draft, threats: on ? [...others, threat] : others };
}

export function withCrew(draft: CaseDraft, to: Mark): CaseDraft {
  return { ...draft, crewSuspectsSevere: toggled(draft.crewSuspectsSevere, to === 'yes') };
}

export function withFlag(draft: CaseDraft, name: VitalFlagName, to: Mark): CaseDraft {
  const vitals = { ...draft.vitals, [name]: toggled(draft.vitals[name], to === 'yes') };
  return { ...draft, vitals };
}

export function withVital(
  draft: CaseDraft,
  name: VitalNumberName,
  value: number | null,
): CaseDraft {
  return { ...draft, vitals: { ...draft.vitals, [name]: value } };
}

export function withExclusion(draft: CaseDraft, exclusion: Exclusion): CaseDraft {
  const others = draft.excluded.filter((one) => one.facility !== exclusion.facility);
  return { ...draft, excluded: [...others, exclusion] };
}

export function withoutExclusion(draft: CaseDraft, facility: string): CaseDraft {
  return { ...draft, excluded: draft.excluded.filter((one) => one.facility !== facility) };
}

/** A typed number: null is nothing typed; undefined cannot be taken (not whole, out of range). */
export function readVital(name: VitalNumberName, text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (!/^\d{1,3}$/.test(trimmed)) return undefined;
  const value = Number(trimmed);
  const { min, max } = VITAL_RANGES[name];
  return value >= min && value <= max ? value : undefined;
}

/** Whether no further digit can follow, so that the number ends by itself. */
export function isComplete(name: VitalNumberName, text: string): boolean {
  const value = readVital(name, text);
  return typeof value === 'number' && value > 0 && value * 10 > VITAL_RANGES[name].max;
}
