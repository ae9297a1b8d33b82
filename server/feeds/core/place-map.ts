/** Which unit a place of a hospital's system belongs to: the most exact row of its map counts. */
import type { PlaceKey } from '#domain/occupancy/visit.ts';
import type { UnitKind } from '#domain/words.ts';
import type { PlaceRow } from '../../../db/occupancy.ts';
import type { BedName } from './beds.ts';

export type Mapped = UnitKind | 'ignored' | null;

export const keyOfPlace = ({ pointOfCare, room, bed }: BedName): PlaceKey =>
  [pointOfCare, room, bed].join('^');

export function placeOfKey(key: PlaceKey): BedName {
  const [pointOfCare = '', room = '', bed = ''] = key.split('^');
  return { pointOfCare, room, bed };
}

/** A key names one bed when it has a bed; a ward holds as many as come. */
export const isBedKey = (key: PlaceKey) => placeOfKey(key).bed !== '';

export class PlaceMap {
  readonly #rows = new Map<PlaceKey, Mapped>();

  constructor(rows: readonly PlaceRow[]) {
    for (const row of rows) {
      const mapped = row.ignored ? 'ignored' : row.unit;
      if (mapped !== null) this.#rows.set(keyOfPlace(row), mapped);
    }
  }

  unitOf(key: PlaceKey): Mapped {
    const { pointOfCare, room, bed } = placeOfKey(key);
    const ways = [
      key,
      [pointOfCare, '', bed].join('^'),
      [pointOfCare, room, ''].join('^'),
      [pointOfCare, '', ''].join('^'),
    ];
    for (const way of ways) {
      const mapped = this.#rows.get(way);
      if (mapped !== undefined) return mapped;
    }
    return null;
  }

  /** Units that anything is mapped to. */
  units(): UnitKind[] {
    const all = new Set<UnitKind>();
    for (const mapped of this.#rows.values())
      if (mapped !== null && mapped !== 'ignored') all.add(mapped);
    return [...all];
  }

  /** A message said so itself. */
  learn(key: PlaceKey, unit: UnitKind): boolean {
    if (this.#rows.has(key)) return false;
    this.#rows.set(key, unit);
    return true;
  }
}
