/**
 * What the codes of capacity reports mean: LOINC codes of US SAFR, words of SANER's MeasuredValues, words of the NHSN measures.
 * One table, whichever guide a report follows. Source: capacity model, 0.1, 2.1 and 2.2.
 */
import type { UnitKind } from '#domain/words.ts';

/** `unoccupied`: staffed, unblocked and empty, so that staffed = occupied + unoccupied and available = unoccupied (SAFR). */
export type ReportedField = 'staffed' | 'physical' | 'occupied' | 'available' | 'unoccupied';

export interface Meaning {
  kind: UnitKind;
  field: ReportedField;
  /** Parts of one kind are added: psychiatry has an adult and a child part. */
  part?: string;
}

/** A total over kinds: a cross-check, never added to parts. `null`: known, and not ours to keep (ventilators, surge beds). */
export type CodeMeaning = Meaning | 'total' | null;

const LOINC = 'http://loinc.org';

const byLoinc = (
  kind: UnitKind,
  occupied: string,
  unoccupied: string | null,
  part?: string,
): [string, Meaning][] => [
  [occupied, { kind, field: 'occupied', ...(part === undefined ? {} : { part }) }],
  ...(unoccupied === null
    ? []
    : [
        [unoccupied, { kind, field: 'unoccupied', ...(part === undefined ? {} : { part }) }] as [
          string,
          Meaning,
        ],
      ]),
];

const LOINC_CODES = new Map<string, CodeMeaning>([
  ...byLoinc('ed', '112508-7', null),
  ...byLoinc('icu', '112575-6', '112574-9'),
  ...byLoinc('picu', '112562-4', '112561-6'),
  ...byLoinc('nicu', '112545-9', '112544-2'),
  ...byLoinc('medium-care', '112570-7', '112569-9'),
  ...byLoinc('ward', '112568-1', '112567-3'),
  ...byLoinc('pediatric-ward', '112555-8', '112554-1'),
  ...byLoinc('burns', '112516-0', '112515-2'),
  ...byLoinc('obstetrics', '112547-5', '112546-7'),
  ...byLoinc('isolation', '112514-5', '112513-7'),
  ...byLoinc('psychiatry', '112531-9', '112529-3', 'adult'),
  ...byLoinc('psychiatry', '112530-1', '112528-5', 'child'),
  ['112579-8', 'total'],
  ['112578-0', 'total'],
  // Patients who wait in the ED for a bed; surge beds are kept apart from normal ones.
  ['112507-9', null],
  ...surge(),
]);

function surge(): [string, null][] {
  const codes = ['112517-8', '112518-6', '112519-4', '112520-2', '112521-0', '112522-8'];
  return [...codes, '112523-6', '112524-4', '112525-1'].map((code) => [code, null]);
}

const saner = (stem: string, kind: UnitKind): [string, Meaning][] => [
  [`${stem}`, { kind, field: 'staffed' }],
  [`${stem}occ`, { kind, field: 'occupied' }],
  [`${stem}avail`, { kind, field: 'available' }],
];

/** Codes are case-insensitive; here they are lower case. */
const SANER_CODES = new Map<string, CodeMeaning>([
  ...saner('numicubeds', 'icu'),
  ...saner('numimpbeds', 'ward'),
  ...[...['numtotbeds', 'numtotbedsocc', 'numtotbedsavail'], ...['numbeds', 'numbedsocc']].map(
    (code): [string, CodeMeaning] => [code, 'total'],
  ),
  ...[
    ...['numambbeds', 'numambbedsocc', 'numambbedsavail'],
    ...['numvent', 'numventuse', 'numventavail'],
  ].map((code): [string, CodeMeaning] => [code, null]),
]);

const nhsn = (stem: string, kind: UnitKind, part?: string): [string, Meaning][] =>
  (['occupied', 'unoccupied'] as const).flatMap((field) => {
    const meaning = { kind, field, ...(part === undefined ? {} : { part }) };
    // With and without "level of care": the spelling drifts between versions of the measure.
    return [
      [`${stem}${field}`, meaning],
      [`${stem}loc${field}`, meaning],
    ];
  });

/** Underscores taken out, lower case. */
const NHSN_CODES = new Map<string, CodeMeaning>([
  ...nhsn('adulticu', 'icu'),
  ...nhsn('pediatricicu', 'picu'),
  ...nhsn('neonatalicu', 'nicu'),
  ...nhsn('nicu', 'nicu'),
  ...nhsn('adultpcu', 'medium-care'),
  ...nhsn('adultmedsurg', 'ward'),
  ...nhsn('pediatricmedsurg', 'pediatric-ward'),
  ...nhsn('burn', 'burns'),
  ...nhsn('laboranddelivery', 'obstetrics'),
  ...nhsn('negativepressureisolation', 'isolation'),
  ...nhsn('adultpsychiatric', 'psychiatry', 'adult'),
  ...nhsn('pediatricpsychiatric', 'psychiatry', 'child'),
  ['allbedsoccupied', 'total'],
  ['allbedsunoccupied', 'total'],
]);

const SANER_HOST =
  /^https?:\/\/(?:hl7\.org\/fhir\/(?:uv|us)\/saner|build\.fhir\.org\/ig\/HL7\/fhir-saner)\//i;
const SANER_VALUES = /\/CodeSystem\/(?:MeasuredValues|PopulationSystem)$/i;
const NHSN_VALUES =
  /^https?:\/\/(?:hl7\.org\/fhir\/us|www\.cdc\.gov\/nhsn)\/.*healthcare-capacity-codes$/i;

/** Roles and groups of a report: they name a part of it and no figure. */
const STRUCTURE =
  /\/CodeSystem\/(?:measure-population|MeasurePopulationSystem|MeasureGroupSystem|GroupSystem)$/i;

export interface Coding {
  system?: string | undefined;
  code?: string | undefined;
}

/**
 * What the coding says; undefined when it is of no register that we know or no code of it. Matched on the code under an
 * allow-list of registers, because hosts of the same register differ between versions of a guide.
 */
export function meaningOf({ system, code }: Coding): CodeMeaning | undefined {
  if (system === undefined || code === undefined) return undefined;
  const plain = code.trim();
  if (system === LOINC) return LOINC_CODES.get(plain);
  if (SANER_VALUES.test(system)) return SANER_CODES.get(plain.toLowerCase());
  if (SANER_HOST.test(system) && !STRUCTURE.test(system))
    return SANER_CODES.get(plain.toLowerCase());
  if (NHSN_VALUES.test(system)) return NHSN_CODES.get(plain.toLowerCase().replaceAll('_', ''));
  return undefined;
}

/** Whether the coding only names a part of the report's structure. */
export function isStructure({ system }: Coding): boolean {
  return system !== undefined && STRUCTURE.test(system);
}

/** Our own words for kinds of unit, as they stand in our exports. */
export const UNIT_KIND_SYSTEM = 'urn:spoedkaart:unit-kind';
export const ROLE_CODE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
export const HSLOC_SYSTEM = 'https://www.cdc.gov/nhsn/cdaportal/terminology/codesystem/hsloc.html';

/** Kinds of ward by the registers of HL7 (RoleCode) and NHSN (HSLOC). Source: capacity model, 0.1. */
const ROLE_CODES = new Map<string, UnitKind>([
  ['ER', 'ed'],
  ['ICU', 'icu'],
  ['PEDICU', 'picu'],
  ['PEDNICU', 'nicu'],
  ['HU', 'ward'],
  ['PEDU', 'pediatric-ward'],
  ['PHU', 'psychiatry'],
]);
const HSLOC_CODES = new Map<string, UnitKind>([
  ['1108-0', 'ed'],
  ...['1027-2', '1029-8', '1030-6', '1031-4', '1025-6'].map((code): [string, UnitKind] => [
    code,
    'icu',
  ]),
  ...['1044-7', '1045-4'].map((code): [string, UnitKind] => [code, 'picu']),
  ...['1039-7', '1040-5'].map((code): [string, UnitKind] => [code, 'nicu']),
  ['1099-1', 'medium-care'],
  ['1061-1', 'ward'],
  ['1076-9', 'pediatric-ward'],
  ...['1026-4', '1052-0'].map((code): [string, UnitKind] => [code, 'burns']),
  ['1058-7', 'obstetrics'],
  ['1096-7', 'operating-room'],
  ['1005-8', 'cath-lab'],
  ['1028-0', 'ccu'],
  ['1071-0', 'stroke-unit'],
  ['1051-2', 'psychiatry'],
]);

/** The kind of unit that a ward's or a service's type names; null for none that we know. `kinds`: our own words. */
export function unitKindOf(
  codings: readonly Coding[],
  kinds: readonly UnitKind[],
): UnitKind | null {
  for (const { system, code } of codings) {
    if (system === undefined || code === undefined) continue;
    if (system === UNIT_KIND_SYSTEM) {
      const own = kinds.find((kind) => kind === code);
      if (own !== undefined) return own;
    }
    if (/v3-RoleCode$/.test(system)) {
      const kind = ROLE_CODES.get(code);
      if (kind !== undefined) return kind;
    }
    if (/hsloc/i.test(system)) {
      const kind = HSLOC_CODES.get(code);
      if (kind !== undefined) return kind;
    }
  }
  return null;
}

/** The code that an export gives a kind of unit, besides our own word; null where there is none. */
export function exportCodeOf(kind: UnitKind): Coding | null {
  for (const [code, of] of ROLE_CODES) if (of === kind) return { system: ROLE_CODE_SYSTEM, code };
  for (const [code, of] of HSLOC_CODES) if (of === kind) return { system: HSLOC_SYSTEM, code };
  return null;
}

/** LOINC codes of a kind's occupied and unoccupied beds, for our reports; null where there are none. */
export function loincOf(kind: UnitKind): { occupied: string; unoccupied: string | null } | null {
  let occupied: string | null = null;
  let unoccupied: string | null = null;
  for (const [code, meaning] of LOINC_CODES) {
    if (meaning === null || meaning === 'total' || meaning.kind !== kind) continue;
    if (meaning.part === 'child') continue;
    if (meaning.field === 'occupied') occupied = code;
    if (meaning.field === 'unoccupied') unoccupied = code;
  }
  return occupied === null ? null : { occupied, unoccupied };
}
