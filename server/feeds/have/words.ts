/** The names and enumerations of EDXL-HAVE 1.0, spelled exactly, and what they are in ours. Source: OASIS HAVE 1.0 with errata. */
import type { UnitKind, UnitStatus } from '#domain/words.ts';

export const HAVE_1 = 'urn:oasis:names:tc:emergency:EDXL:HAVE:1.0';
export const HAVE_2 = 'urn:oasis:names:tc:emergency:edxl:have:2.0';
export const DE_1 = 'urn:oasis:names:tc:emergency:EDXL:DE:1.0';
export const GML = 'http://www.opengis.net/gml';
export const XPIL = 'urn:oasis:names:tc:ciq:xpil:3';
export const XNL = 'urn:oasis:names:tc:ciq:xnl:3';

export const TRAFFIC = ['Normal', 'Advisory', 'Closed', 'NotApplicable'] as const;
export const OFFLOAD = ['Normal', 'Delayed'] as const;
export const BED_TYPES = [
  'AdultICU',
  'PediatricICU',
  'NeonatalICU',
  'EmergencyDepartment',
  'NurseryBeds',
  'MedicalSurgical',
  'RehabLongTermCare',
  'Burn',
  'Pediatrics',
  'AdultPsychiatric',
  'PediatricPsychiatric',
  'NegativeFlowIsolation',
  'OtherIsolation',
  'OperatingRooms',
] as const;
export type BedType = (typeof BED_TYPES)[number];
export const CAPACITY_STATUSES = ['Vacant/Available', 'NotAvailable'] as const;
export const FACILITY_STATUSES = ['Normal', 'Compromised', 'Evacuating', 'Closed'] as const;

/** Null: known, and not a unit of ours. */
export const KIND_OF_BED: Record<BedType, UnitKind | null> = {
  AdultICU: 'icu',
  PediatricICU: 'picu',
  NeonatalICU: 'nicu',
  EmergencyDepartment: 'ed',
  NurseryBeds: null,
  MedicalSurgical: 'ward',
  RehabLongTermCare: null,
  Burn: 'burns',
  Pediatrics: 'pediatric-ward',
  AdultPsychiatric: 'psychiatry',
  PediatricPsychiatric: 'psychiatry',
  NegativeFlowIsolation: 'isolation',
  OtherIsolation: null,
  OperatingRooms: 'operating-room',
};

/** How a kind of ours is said: a type of bed, and a sub-category where the standard has no type for it. */
export const BED_OF_KIND: Partial<Record<UnitKind, { type: BedType; sub: string | null }>> = {
  ed: { type: 'EmergencyDepartment', sub: null },
  'trauma-bay': { type: 'EmergencyDepartment', sub: 'trauma-bay' },
  icu: { type: 'AdultICU', sub: null },
  picu: { type: 'PediatricICU', sub: null },
  nicu: { type: 'NeonatalICU', sub: null },
  'medium-care': { type: 'MedicalSurgical', sub: 'medium-care' },
  ward: { type: 'MedicalSurgical', sub: null },
  'acute-ward': { type: 'MedicalSurgical', sub: 'acute-ward' },
  'pediatric-ward': { type: 'Pediatrics', sub: null },
  ccu: { type: 'MedicalSurgical', sub: 'ccu' },
  'stroke-unit': { type: 'MedicalSurgical', sub: 'stroke-unit' },
  burns: { type: 'Burn', sub: null },
  'operating-room': { type: 'OperatingRooms', sub: null },
  isolation: { type: 'NegativeFlowIsolation', sub: null },
  psychiatry: { type: 'AdultPsychiatric', sub: null },
};

/** Sub-categories are free text; these are the ones that are understood without a hospital's own table. Lower case. */
const SUB_CATEGORIES: ReadonlyMap<string, UnitKind> = new Map([
  ...(['trauma-bay', 'medium-care', 'acute-ward', 'ccu', 'stroke-unit'] as const).map(
    (kind): [string, UnitKind] => [kind, kind],
  ),
  ...['traumakamer', 'shockroom', 'trauma bay', 'crashroom'].map((word): [string, UnitKind] => [
    word,
    'trauma-bay',
  ]),
  ...['mc', 'medium care', 'pacu', 'high care'].map((word): [string, UnitKind] => [
    word,
    'medium-care',
  ]),
  ...['aoa', 'acute opnameafdeling'].map((word): [string, UnitKind] => [word, 'acute-ward']),
  ...['ehh', 'hartbewaking'].map((word): [string, UnitKind] => [word, 'ccu']),
  ...['stroke unit', 'stroke'].map((word): [string, UnitKind] => [word, 'stroke-unit']),
]);

/** The kind that a sub-category names; null for one that only the hospital itself could explain. */
export const kindOfSubCategory = (text: string): UnitKind | null =>
  SUB_CATEGORIES.get(text.trim().toLowerCase()) ?? null;

/** `unknown`: in the wild, not in the standard. NotApplicable: there is no emergency department, which says nothing of one. */
export const STATUS_OF_TRAFFIC: ReadonlyMap<string, UnitStatus | null> = new Map([
  ['Normal', 'open'],
  ['Advisory', 'limited'],
  ['Closed', 'closed'],
  ['NotApplicable', null],
]);

export const TRAFFIC_OF_STATUS: Record<UnitStatus, (typeof TRAFFIC)[number] | null> = {
  open: 'Normal',
  limited: 'Advisory',
  closed: 'Closed',
  // The standard has no word for it: nothing is said.
  unknown: null,
};

/** Colours of HAVE 2.0, lower case. */
export const STATUS_OF_COLOUR: ReadonlyMap<string, UnitStatus> = new Map([
  ['green', 'open'],
  ['yellow', 'limited'],
  ['red', 'closed'],
  ['black', 'closed'],
]);
