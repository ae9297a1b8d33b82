/**
 * The words of acute-care capacity, each list written once. Types, schemas, labels and colours are keyed on these lists,
 * so that a forgotten word fails to compile. Meaning and Dutch terms: docs/glossary.md.
 */

/** Kinds of unit that a facility can have, as they stand on the wire. */
export const UNIT_KINDS = [
  'ed',
  'trauma-bay',
  'icu',
  'picu',
  'nicu',
  'medium-care',
  'acute-ward',
  'ward',
  'pediatric-ward',
  'ccu',
  'stroke-unit',
  'burns',
  'obstetrics',
  'operating-room',
  'cath-lab',
  'isolation',
  'psychiatry',
  'gp-post',
  'short-stay',
  'crisis-psychiatry',
  'home-monitoring',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** `limited` is shown as an impending stop, `closed` as a stop; `unknown` is never drawn as open. */
export const UNIT_STATUSES = ['open', 'limited', 'closed', 'unknown'] as const;
export type UnitStatus = (typeof UNIT_STATUSES)[number];

/** How far a figure can be trusted at this moment: a function of its age, source and expected rhythm. */
export const TRUST_STATES = ['fresh', 'ageing', 'stale', 'unknown'] as const;
export type Trust = (typeof TRUST_STATES)[number];

/** Ways in which an observation reaches us. */
export const CHANNELS = [
  'manual',
  'phone',
  'api',
  'csv',
  'hl7v2',
  'fhir',
  'have1',
  'have2',
  'lpz',
  'derived',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** What is remarkable about an observation that was kept as it was given. */
export const UNIT_FLAGS = [
  'INCONSISTENT',
  'DERIVED',
  'CLOCK_SKEW',
  'ASSUMED_STAFFED',
  'MIXED_SOURCES',
  'STATUS_CONFLICT',
] as const;
export type UnitFlag = (typeof UNIT_FLAGS)[number];

/** Devices whose failure can close a facility to a category of patients without closing a unit. */
export const DEVICES = ['ct', 'mri', 'angio'] as const;
export type Device = (typeof DEVICES)[number];

/** `impending` warns, `stop` closes. A stop always ends by itself. */
export const STOP_LEVELS = ['impending', 'stop'] as const;
export type StopLevel = (typeof STOP_LEVELS)[number];

export const STOP_REASONS = [
  'crowding',
  'staff',
  'no-beds',
  'icu-full',
  'equipment',
  'incident',
  'other',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** A stop bears on a unit kind (`ed` first of all), on a device, or on the whole site (evacuated, closed). */
export const STOP_SCOPES = [...UNIT_KINDS, ...DEVICES, 'facility'] as const;
export type StopScope = (typeof STOP_SCOPES)[number];

export const FACILITY_KINDS = ['hospital-ed', 'hospital-no-ed', 'burn-centre', 'mmt-base'] as const;
export type FacilityKind = (typeof FACILITY_KINDS)[number];

/** Static capabilities; null in a profile is unknown, never absent. */
export const CAPABILITIES = [
  'icu',
  'picu',
  'nicu',
  'neurosurgery',
  'cardiothoracicSurgery',
  'pci',
  'strokeThrombolysis',
  'strokeThrombectomy',
  'burns',
  'obstetrics',
  'pediatrics',
  'helipad',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** An age-dependent threshold takes the band's most sensitive age. */
export const AGE_BANDS = ['0', '1-4', '5-9', '10-15', '16-64', '65-79', '80+', 'unknown'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

export const SEXES = ['female', 'male', 'other'] as const;
export type Sex = (typeof SEXES)[number];

/** Dutch ambulance urgency; absent (null) is not yet known and is treated as life-threatening. */
export const URGENCIES = ['A0', 'A1', 'A2', 'B'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Categories of section 3 of the routing rules. */
export const CATEGORIES = [
  'TRAUMA_SEVERE',
  'TRAUMA_MODERATE',
  'TRAUMA_MINOR',
  'TBI_SEVERE',
  'STROKE_LVO',
  'STROKE_OTHER',
  'STEMI',
  'CARDIAC_OTHER',
  'RAAA',
  'BURN_MAJOR',
  'OBSTETRIC_EMERGENCY',
  'PAED_CRITICAL',
  'ARREST_ROSC',
  'SEPSIS_RESP',
  'OTHER',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** The categories that are whole today; another one is refused with CATEGORY_NOT_SUPPORTED. */
export const SUPPORTED_CATEGORIES = [
  'TRAUMA_SEVERE',
  'TRAUMA_MODERATE',
  'TRAUMA_MINOR',
  'TBI_SEVERE',
  'OTHER',
] as const satisfies readonly Category[];

export const INJURY_CODES = [
  'penetrating',
  'skull-fracture',
  'spinal-deficit',
  'chest-wall',
  'pelvis',
  'two-long-bones',
  'crushed-limb',
  'amputation',
  'severe-bleeding',
  'respiratory-distress',
] as const;
export type InjuryCode = (typeof INJURY_CODES)[number];

export const MECHANISM_CODES = [
  'ejection',
  'intrusion-or-entrapment',
  'death-same-vehicle',
  'child-unrestrained',
  'telemetry',
  'rider-separated',
  'pedestrian-thrown',
  'fall-over-3m',
] as const;
export type MechanismCode = (typeof MECHANISM_CODES)[number];

export const RISK_CODES = [
  'low-fall-head-impact',
  'anticoagulants',
  'suspected-abuse',
  'special-resources',
  'pregnant-over-20-weeks',
  'burns',
] as const;
export type RiskCode = (typeof RISK_CODES)[number];

/** Everything that can be present, ruled out or unknown about a patient besides the vital signs and threats. */
export const FINDING_CODES = [...INJURY_CODES, ...MECHANISM_CODES, ...RISK_CODES] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** Threats that bring the nearest emergency department first ("stabilise first"). */
export const THREATS = ['airway', 'arrest', 'exsanguination'] as const;
export type Threat = (typeof THREATS)[number];

/** `open` holds also after a re-route: the case waits for a new decision. */
export const CASE_STATUSES = [
  'open',
  'decided',
  'en-route',
  'arrived',
  'handed-over',
  'cancelled',
] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** What a person may say of a case that has a destination. */
export const CASE_STEPS = ['en-route', 'arrived', 'handed-over', 'cancelled', 're-routed'] as const;
export type CaseStep = (typeof CASE_STEPS)[number];

export const ACKNOWLEDGEMENTS = ['accepted', 'declined'] as const;
export type Acknowledgement = (typeof ACKNOWLEDGEMENTS)[number];

/** Why a person chose otherwise than the first of the ranking (routing rules 6.6). */
export const OVERRIDE_REASONS = [
  'CREW_JUDGEMENT',
  'PATIENT_DETERIORATED',
  'HOSPITAL_REFUSED',
  'HOSPITAL_REQUESTED',
  'CAPACITY_WRONG',
  'ROUTE_BLOCKED',
  'WEATHER',
  'MMT_DOCTOR_DECISION',
  'PATIENT_WISH',
  'LANGUAGE',
  'BORDER_AGREEMENT',
  'KNOWN_PATIENT',
  'GGB_COMMAND',
  'SYSTEM_ERROR',
  'OTHER',
] as const;
export type OverrideReason = (typeof OVERRIDE_REASONS)[number];

/** Rules that drop a destination, in the order in which the first that applies is shown (routing rules 6.2). */
export const REJECTION_CODES = [
  'NO_CAPABILITY',
  'CAPABILITY_DOWN',
  'FACILITY_EVACUATING',
  'TOO_FAR',
  'STOP_NON_URGENT',
  'EXCLUDED_BY_USER',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** Rules that cost a destination equivalent minutes (routing rules 6.3). */
export const PENALTY_CODES = [
  'STOP',
  'LIMITED',
  'NO_TRAUMA_BAY',
  'NO_ICU',
  'NO_WARD',
  'OFFLOAD',
  'CROWDING',
  'STALE',
  'ETA_UNRELIABLE',
  'INBOUND',
  'LEVEL_HIGHER_THAN_NEEDED',
  'PREFERENCE',
  'NO_PICU',
] as const;
export type PenaltyCode = (typeof PENALTY_CODES)[number];

/** Remarks on a candidate that cost nothing. */
export const NOTE_CODES = [
  'STABILISE_FIRST',
  'FALLBACK',
  'BORDERLINE',
  'CAPABILITY_UNKNOWN',
  'BOAT_OR_HELICOPTER',
  'RELAXED',
] as const;
export type NoteCode = (typeof NOTE_CODES)[number];

export const ROLES = [
  'administrator',
  'chair',
  'dispatcher',
  'hospital',
  'viewer',
  'machine',
] as const;
export type Role = (typeof ROLES)[number];

/** Why somebody without a ground opens a case: the patient came here, another room takes over, scaled-up care, safety, other. */
export const GLASS_CODES = ['patient-here', 'takes-over', 'scaled-up', 'safety', 'other'] as const;
export type GlassCode = (typeof GLASS_CODES)[number];
