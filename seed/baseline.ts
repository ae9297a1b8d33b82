/**
 * Sizes of units for the simulator, and for nothing else: estimates and inventions, never observations. A server that no
 * hospital has spoken to knows no figure and shows unknown.
 */
import type { UnitKind } from '../server/domain/words.ts';
import { BASELINE_KINDS, readBaselineRows, type BaselineRow } from './baseline-file.ts';
import { facilityRows, unitKindsOf, type FacilityRow } from './facilities.ts';

/** `invented`: by a rule of this file, without any source. */
export interface UnitBaseline {
  facility: string;
  kind: UnitKind;
  /** Staffed places; null where even the presence of the service is uncertain: the simulator leaves such a unit silent. */
  staffed: number | null;
  basis: 'reported' | 'estimated' | 'invented' | 'unknown';
  /** The rule or source of the figure, in words or as a key of the data files. */
  rule: string;
}

interface Site {
  row: FacilityRow;
  icu: number;
  /** Thousands of emergency visits a year; a site without an ED counts as a mid-sized 20. */
  visits: number;
}

interface Invention {
  rule: string;
  reckon(site: Site): number;
}

/** Visits of a site without an emergency department, thousands a year, so that its wards have a size. */
const VISITS_WITHOUT_ED = 20;

/** Invented figures for kinds that have no baseline. They give the demonstration a shape, no more. */
export const INVENTIONS: Partial<Record<UnitKind, Invention>> = {
  'medium-care': {
    rule: '0.4 x ICU beds, at least 2',
    reckon: ({ icu }) => atLeast(2, 0.4 * icu),
  },
  ward: {
    rule: '8 beds per thousand emergency visits a year, at least 60',
    reckon: ({ visits }) => atLeast(60, 8 * visits),
  },
  'pediatric-ward': {
    rule: '0.7 beds per thousand visits, at least 6; a children’s hospital 60',
    reckon: ({ row, visits }) => (row.childrenOnly ? 60 : atLeast(6, 0.7 * visits)),
  },
  ccu: {
    rule: '0.3 beds per thousand visits, at least 6',
    reckon: ({ visits }) => atLeast(6, 0.3 * visits),
  },
  'cath-lab': {
    rule: '2 rooms, 4 with cardiothoracic surgery',
    reckon: ({ row }) => (row.capabilities.cardiothoracicSurgery ? 4 : 2),
  },
  'stroke-unit': {
    rule: '0.3 beds per thousand visits, at least 4; 4 more with thrombectomy',
    reckon: ({ row, visits }) =>
      atLeast(4, 0.3 * visits) + (row.capabilities.strokeThrombectomy ? 4 : 0),
  },
  obstetrics: {
    rule: '0.4 delivery rooms per thousand visits, at least 5',
    reckon: ({ visits }) => atLeast(5, 0.4 * visits),
  },
  'operating-room': {
    rule: '1 staffed room per 4 thousand visits, at least 3; 6 more at a university hospital',
    reckon: ({ row, visits }) => atLeast(3, visits / 4) + (row.hospitalClass === 'umc' ? 6 : 0),
  },
};

/** Capability whose being unknown leaves the unit without a figure. */
const UNCERTAIN: Partial<
  Record<UnitKind, 'pci' | 'strokeThrombolysis' | 'obstetrics' | 'pediatrics'>
> = {
  'cath-lab': 'pci',
  ccu: 'pci',
  'stroke-unit': 'strokeThrombolysis',
  obstetrics: 'obstetrics',
  'pediatric-ward': 'pediatrics',
};

/** One row per unit of every facility, in the order of the facilities. */
export function seedBaseline(): UnitBaseline[] {
  const baseline = readBaselineRows();
  return facilityRows().flatMap((row) => {
    const figures = baseline.get(row.id);
    return unitKindsOf(row, figures).map((kind) => baselineOf(row, figures, kind));
  });
}

function baselineOf(
  row: FacilityRow,
  figures: BaselineRow | undefined,
  kind: UnitKind,
): UnitBaseline {
  const unit = { facility: row.id, kind };
  const field = BASELINE_KINDS.find(([, counted]) => counted === kind)?.[0];
  const figure = field && figures?.[field];
  if (figure)
    return {
      ...unit,
      staffed: figure.value,
      basis: figure.basis,
      rule: figure.rule ?? figure.source ?? '',
    };
  const capability = UNCERTAIN[kind];
  const invention = INVENTIONS[kind];
  if (!invention || (capability && row.capabilities[capability] !== true))
    return { ...unit, staffed: null, basis: 'unknown', rule: 'presence of the service is unknown' };
  const visits = (figures?.annualEdVisits?.value ?? 0) / 1000;
  const site = {
    row,
    icu: figures?.icuBeds?.value ?? 0,
    visits: visits > 0 ? visits : VISITS_WITHOUT_ED,
  };
  return { ...unit, staffed: invention.reckon(site), basis: 'invented', rule: invention.rule };
}

function atLeast(least: number, value: number): number {
  return Math.max(least, Math.round(value));
}
