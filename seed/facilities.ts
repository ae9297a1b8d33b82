/**
 * The facilities and regions that the server starts with, as the domain takes them. What stands here is what does not change
 * from hour to hour; no figure of capacity is among it.
 */
import type { AmbulanceHours, FacilityProfile, Region } from '../server/domain/picture.ts';
import {
  CAPABILITIES,
  UNIT_KINDS,
  type Capability,
  type FacilityKind,
  type UnitKind,
} from '../server/domain/words.ts';
import { BASELINE_KINDS, readBaselineRows, type BaselineRow } from './baseline-file.ts';
import { readSeed } from './files.ts';

/** A row of data/facilities.json, as far as the program uses it. */
export interface FacilityRow {
  id: string;
  name: string;
  shortName: string;
  kind: FacilityKind;
  city: string;
  safetyRegion: string;
  lat: number;
  lon: number;
  roaz: string;
  hospitalClass: 'umc' | 'topklinisch' | 'general' | null;
  traumaLevel: 1 | 2 | 3 | null;
  designatedTraumaCentre: boolean;
  childrenOnly?: boolean;
  sameCampusAs?: string[];
  ambulanceHours?: AmbulanceHours;
  hostFacilityId?: string;
  capabilities: Partial<Record<Capability, boolean | null>>;
}

/** ICU beds that stand in the emergency department and make no ward of their own. Source: SOURCES.md, "Unit kinds". */
const ICU_IN_THE_ED = 'gelre-zutphen';

/** Kinds that a capability brings; unknown (null) still means that the unit is there, its figures unknown. */
const KINDS_OF_CAPABILITY: readonly (readonly [Capability, readonly UnitKind[]])[] = [
  ['pci', ['cath-lab', 'ccu']],
  ['strokeThrombolysis', ['stroke-unit']],
  ['obstetrics', ['obstetrics']],
  ['pediatrics', ['pediatric-ward']],
];

/** Rows of data/facilities.json in the order of the file. */
export function facilityRows(): FacilityRow[] {
  return readSeed<{ facilities: FacilityRow[] }>('data/facilities').facilities;
}

/** All facilities: 83 hospital sites, 3 burn centres, 4 bases of mobile medical teams. */
export function seedFacilities(): FacilityProfile[] {
  const baseline = readBaselineRows();
  return facilityRows().map((row) => profile(row, baseline.get(row.id)));
}

/** The ten ROAZ regions with the regions that share a border with them. */
export function seedRegions(): Omit<Region, 'version'>[] {
  const neighbours = readSeed<Record<string, string[]>>('geo/region-neighbours');
  return readSeed<{ regions: Omit<Region, 'version' | 'neighbours'>[] }>(
    'data/regions',
  ).regions.map(({ id, name, networkName }) => ({
    id,
    name,
    networkName,
    neighbours: neighbours[id] ?? [],
  }));
}

/**
 * Unit kinds of a site, in the order of UNIT_KINDS: those with a baseline above 0, those that a capability
 * brings, and ward and operating rooms at each site with intensive care. Burn centres and MMT bases have none: their beds
 * stand at the host. Source: SOURCES.md, "Unit kinds that a site has".
 */
export function unitKindsOf(row: FacilityRow, baseline: BaselineRow | undefined): UnitKind[] {
  if (!isHospital(row)) return [];
  const kinds = new Set<UnitKind>();
  for (const [field, kind] of BASELINE_KINDS) {
    if (!baseline?.[field]?.value) continue;
    if (kind === 'icu' && row.id === ICU_IN_THE_ED) continue;
    kinds.add(kind);
    if (kind === 'icu') kinds.add('medium-care');
  }
  for (const [capability, brought] of KINDS_OF_CAPABILITY)
    if (row.capabilities[capability] !== false) for (const kind of brought) kinds.add(kind);
  if (kinds.has('icu') || kinds.has('picu')) kinds.add('ward').add('operating-room');
  return UNIT_KINDS.filter((kind) => kinds.has(kind));
}

function profile(row: FacilityRow, baseline: BaselineRow | undefined): FacilityProfile {
  return {
    id: row.id,
    name: row.name,
    shortName: row.shortName,
    region: row.roaz,
    kind: row.kind,
    city: row.city,
    position: { lat: row.lat, lon: row.lon },
    traumaLevel: row.traumaLevel,
    designatedTraumaCentre: row.designatedTraumaCentre,
    childrenOnly: row.childrenOnly ?? false,
    sameCampusAs: row.sameCampusAs ?? [],
    ambulanceHours: row.ambulanceHours ?? null,
    hostFacilityId: row.hostFacilityId ?? null,
    capabilities: capabilitiesOf(row),
    unitKinds: unitKindsOf(row, baseline),
    rhythmMinutes: {},
    active: true,
  };
}

/** At a hospital what is not said is unknown; a burn centre or MMT base has nothing but what is said, the rest is its host's. */
function capabilitiesOf(row: FacilityRow): Record<Capability, boolean | null> {
  const absent = isHospital(row) ? null : false;
  const result = {} as Record<Capability, boolean | null>;
  for (const capability of CAPABILITIES) {
    const said = row.capabilities[capability];
    result[capability] = said === undefined ? absent : said;
  }
  return result;
}

function isHospital(row: FacilityRow): boolean {
  return row.kind === 'hospital-ed' || row.kind === 'hospital-no-ed';
}
