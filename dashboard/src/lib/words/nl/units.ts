/** Dutch words for units, devices, capabilities and where a figure comes from. */
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

const kind: Record<UnitKind, string> = {
  ed: 'SEH',
  'trauma-bay': 'Traumakamer',
  icu: 'IC',
  picu: 'Kinder-IC',
  nicu: 'Neonatale IC',
  'medium-care': 'Medium care',
  'acute-ward': 'Acute opname (AOA)',
  ward: 'Verpleegafdeling',
  'pediatric-ward': 'Kinderafdeling',
  ccu: 'Hartbewaking (CCU)',
  'stroke-unit': 'Stroke-unit',
  burns: 'Brandwonden',
  obstetrics: 'Verloskunde',
  'operating-room': 'Operatiekamer',
  'cath-lab': 'Hartkatheterisatie',
  isolation: 'Isolatie',
  psychiatry: 'Psychiatrie',
  'gp-post': 'Huisartsenpost',
  'short-stay': 'Eerstelijnsverblijf (ELV)',
  'crisis-psychiatry': 'Crisisdienst ggz',
  'home-monitoring': 'Thuismonitoring',
};

const device: Record<Device, string> = { ct: 'CT', mri: 'MRI', angio: 'Angiokamer' };
const scope: Record<StopScope, string> = { ...kind, ...device, facility: 'Hele locatie' };

const channel: Record<Channel, string> = {
  manual: 'met de hand',
  phone: 'telefonisch',
  api: 'koppeling',
  csv: 'bestand',
  hl7v2: 'koppeling (HL7)',
  fhir: 'koppeling (FHIR)',
  have1: 'koppeling (HAVE)',
  have2: 'koppeling (HAVE 2)',
  lpz: 'koppeling (LPZ)',
  derived: 'afgeleid',
};

const reason: Record<StopReason, string> = {
  crowding: 'drukte',
  staff: 'te weinig personeel',
  'no-beds': 'geen bedden',
  'icu-full': 'IC vol',
  equipment: 'apparatuur',
  incident: 'incident',
  other: 'andere reden',
};

const flag: Record<UnitFlag, string> = {
  INCONSISTENT: 'cijfers spreken elkaar tegen',
  DERIVED: 'afgeleid uit bezet en bemand',
  CLOCK_SKEW: 'klok van de bron loopt voor',
  ASSUMED_STAFFED: 'bemand aangenomen',
  MIXED_SOURCES: 'uit meer dan een bron',
  STATUS_CONFLICT: 'bronnen zijn het oneens over de status',
};

const capability: Record<Capability, string> = {
  icu: 'IC',
  picu: 'kinder-IC',
  nicu: 'neonatale IC',
  neurosurgery: 'neurochirurgie',
  cardiothoracicSurgery: 'hartchirurgie',
  pci: 'dotteren (PCI)',
  strokeThrombolysis: 'trombolyse',
  strokeThrombectomy: 'trombectomie',
  burns: 'brandwonden',
  obstetrics: 'verloskunde',
  pediatrics: 'kindergeneeskunde',
  helipad: 'helikopterplatform',
};

const facilityKind: Record<FacilityKind, string> = {
  'hospital-ed': 'ziekenhuis met SEH',
  'hospital-no-ed': 'ziekenhuis zonder SEH',
  'burn-centre': 'brandwondencentrum',
  'mmt-base': 'MMT-standplaats',
};

export const units = {
  kind,
  device,
  scope,
  channel,
  reason,
  flag,
  capability,
  facilityKind,
  unit: 'Afdeling',
  available: 'vrij',
  staffed: 'bemand',
  age: 'leeftijd',
  source: 'bron',
  notReported: 'nooit gemeld',
  notHere: 'n.v.t.',
  /** For a screen reader: "IC: 3 vrij van 12 bemand". */
  figure: (name: string, available: string, staffed: string) =>
    `${name}: ${available} vrij van ${staffed} bemand`,
  unknownFigure: 'onbekend',
  staleFigure: 'verouderd',
  claimed: (count: number) => `waarvan ${count} vast voor een patiënt onderweg`,
  changed: 'gewijzigd sinds u laatst keek',
  level: (level: number) => `level ${level}`,
  traumaCentre: 'traumacentrum',
  childrenOnly: 'alleen kinderen',
};
