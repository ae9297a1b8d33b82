/** English words for units, devices, capabilities and where a figure comes from. */
import type {
  Capability,
  Channel,
  Device,
  FacilityKind,
  StopReason,
  StopScope,
  UnitFlag,
  UnitKind,
} from '#domain/words.ts';
import type { Words } from '../nl/index.ts';

const kind: Record<UnitKind, string> = {
  ed: 'ED',
  'trauma-bay': 'Trauma bay',
  icu: 'ICU',
  picu: 'Paediatric ICU',
  nicu: 'Neonatal ICU',
  'medium-care': 'Medium care',
  'acute-ward': 'Acute admissions',
  ward: 'Ward',
  'pediatric-ward': 'Paediatric ward',
  ccu: 'Coronary care',
  'stroke-unit': 'Stroke unit',
  burns: 'Burns',
  obstetrics: 'Obstetrics',
  'operating-room': 'Operating room',
  'cath-lab': 'Cath lab',
  isolation: 'Isolation',
  psychiatry: 'Psychiatry',
  'gp-post': 'GP post',
  'short-stay': 'Short stay',
  'crisis-psychiatry': 'Psychiatric crisis service',
  'home-monitoring': 'Home monitoring',
};

const device: Record<Device, string> = { ct: 'CT', mri: 'MRI', angio: 'Angio room' };
const scope: Record<StopScope, string> = { ...kind, ...device, facility: 'Whole site' };

const channel: Record<Channel, string> = {
  manual: 'by hand',
  phone: 'by phone',
  api: 'feed',
  csv: 'file',
  hl7v2: 'feed (HL7)',
  fhir: 'feed (FHIR)',
  have1: 'feed (HAVE)',
  have2: 'feed (HAVE 2)',
  lpz: 'feed (LPZ)',
  derived: 'derived',
};

const reason: Record<StopReason, string> = {
  crowding: 'crowding',
  staff: 'short of staff',
  'no-beds': 'no beds',
  'icu-full': 'ICU full',
  equipment: 'equipment',
  incident: 'incident',
  other: 'other reason',
};

const flag: Record<UnitFlag, string> = {
  INCONSISTENT: 'figures contradict each other',
  DERIVED: 'derived from occupied and staffed',
  CLOCK_SKEW: "the source's clock runs ahead",
  ASSUMED_STAFFED: 'staffed was assumed',
  MIXED_SOURCES: 'from more than one source',
  STATUS_CONFLICT: 'sources disagree on the status',
};

const capability: Record<Capability, string> = {
  icu: 'ICU',
  picu: 'paediatric ICU',
  nicu: 'neonatal ICU',
  neurosurgery: 'neurosurgery',
  cardiothoracicSurgery: 'cardiothoracic surgery',
  pci: 'PCI',
  strokeThrombolysis: 'thrombolysis',
  strokeThrombectomy: 'thrombectomy',
  burns: 'burns',
  obstetrics: 'obstetrics',
  pediatrics: 'paediatrics',
  helipad: 'helipad',
};

const facilityKind: Record<FacilityKind, string> = {
  'hospital-ed': 'hospital with ED',
  'hospital-no-ed': 'hospital without ED',
  'burn-centre': 'burn centre',
  'mmt-base': 'HEMS base',
};

export const units: Words['units'] = {
  kind,
  device,
  scope,
  channel,
  reason,
  flag,
  capability,
  facilityKind,
  unit: 'Unit',
  available: 'free',
  staffed: 'staffed',
  age: 'age',
  source: 'source',
  notReported: 'never reported',
  notHere: 'n/a',
  figure: (name, available, staffed) => `${name}: ${available} free of ${staffed} staffed`,
  unknownFigure: 'unknown',
  staleFigure: 'out of date',
  claimed: (count) => `of which ${count} held for a patient on the way`,
  changed: 'changed since you last looked',
  level: (level) => `level ${level}`,
  traumaCentre: 'trauma centre',
  childrenOnly: 'children only',
};
