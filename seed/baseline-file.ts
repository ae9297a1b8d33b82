import type { UnitKind } from '../server/domain/words.ts';
import { readSeed } from './files.ts';

/** A figure of data/baseline-capacity.json with its origin: `rule` names a rule of the file, `source` a source of SOURCES.md. */
export interface BaselineFigure {
  value: number;
  basis: 'reported' | 'estimated';
  rule?: string;
  source?: string;
}

export type BaselineField =
  'edBays' | 'traumaBays' | 'aoaBeds' | 'icuBeds' | 'picuBeds' | 'nicuBeds' | 'burnBeds';

export type BaselineRow = { facilityId: string; annualEdVisits?: BaselineFigure } & Partial<
  Record<BaselineField, BaselineFigure>
>;

/** Which unit kind a field of the file counts. Source: SOURCES.md, "Unit kinds that a site has". */
export const BASELINE_KINDS: readonly (readonly [BaselineField, UnitKind])[] = [
  ['edBays', 'ed'],
  ['traumaBays', 'trauma-bay'],
  ['aoaBeds', 'acute-ward'],
  ['icuBeds', 'icu'],
  ['picuBeds', 'picu'],
  ['nicuBeds', 'nicu'],
  ['burnBeds', 'burns'],
];

/** By facility id. */
export function readBaselineRows(): Map<string, BaselineRow> {
  const { capacity } = readSeed<{ capacity: BaselineRow[] }>('data/baseline-capacity');
  return new Map(capacity.map((row) => [row.facilityId, row]));
}
