/** The columns that several tables share: a hospital, its status, a unit's figures with their age and source. Pure. */
import type { UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState } from '#domain/picture.ts';
import type { UnitKind } from '#domain/words.ts';
import { seenAt } from '#lib/map/summary.ts';
import type { EdStatus } from '#lib/status/status.ts';
import type { Words } from '#lib/words/nl/index.ts';
import { momentColumns, type Column } from './csv.ts';

/** Name, code, city, region and level. */
export function facilityColumns<Row>(
  of: (row: Row) => FacilityState,
  regionName: (id: string) => string,
  t: Words,
): Column<Row>[] {
  return [
    { name: t.map.hospital, of: (row) => of(row).name },
    { name: t.exports.code, of: (row) => of(row).id },
    { name: t.exports.city, of: (row) => of(row).city },
    { name: t.board.title, of: (row) => regionName(of(row).region) },
    { name: t.exports.traumaLevel, of: (row) => of(row).traumaLevel },
  ];
}

/** The status in words, until when a stop runs and since when nobody confirmed it. */
export function statusColumns<Row>(of: (row: Row) => EdStatus, t: Words): Column<Row>[] {
  return [
    { name: t.board.ed, of: (row) => t.status.glyph[of(row).glyph] },
    { name: t.exports.unconfirmed, of: (row) => of(row).stale },
    ...momentColumns<Row>(t.exports.stopUntil, (row) => of(row).stop?.until ?? null, t.exports),
  ];
}

/** What is free, staffed and held of one kind, when that was observed and by which way it came. */
export function unitColumns<Row>(
  kind: UnitKind,
  of: (row: Row) => UnitView | null,
  t: Words,
): Column<Row>[] {
  const name = t.units.kind[kind];
  const seen = (row: Row) => {
    const view = of(row);
    return view === null ? null : seenAt(view);
  };
  return [
    { name: `${name}: ${t.units.available}`, of: (row) => of(row)?.effectiveAvailable },
    { name: `${name}: ${t.units.staffed}`, of: (row) => of(row)?.staffed },
    { name: `${name}: ${t.exports.held}`, of: (row) => of(row)?.claimed },
    { name: `${name}: ${t.exports.trust}`, of: (row) => trustOf(of(row), t) },
    {
      name: `${name}: ${t.units.source}`,
      of: (row) => {
        const source = of(row)?.source ?? null;
        return source === null ? null : t.units.channel[source.channel];
      },
    },
    ...momentColumns<Row>(`${name}: ${t.exports.observed}`, seen, t.exports),
  ];
}

function trustOf(view: UnitView | null, t: Words): string {
  return view === null ? t.units.notHere : t.status.trust[view.trust];
}
