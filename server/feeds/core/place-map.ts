/** Which unit a place of a hospital's system belongs to: the most exact row of its map counts. */
import { isSomebodysName } from '#domain/person-data.ts';
import type { PlaceKey } from '#domain/occupancy/visit.ts';
import type { UnitKind } from '#domain/words.ts';
import type { PlaceRow, Taking } from '../../../db/occupancy.ts';
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

/**
 * The place as it may be kept: a part that is somebody's number, birth date or title instead of a bed's name is left empty, so that
 * the patient still counts in the unit. A place that somebody mapped by hand is one, whatever it looks like.
 */
export function keepablePlace(key: PlaceKey, map: PlaceMap): PlaceKey | null {
  if (map.names(key)) return key;
  const parts = key.split('^');
  if (!parts.some(isSomebodysName)) return key;
  const left = parts.map((part) => (isSomebodysName(part) ? '' : part));
  return left.every((part) => part === '') ? null : left.join('^');
}

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

  /** Whether just this place is mapped, and not only what it lies in. */
  names(key: PlaceKey): boolean {
    return this.#rows.has(key);
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

/** The taking without anything of a person where a place belongs; `spoke`: there was something. */
export function keepableTaking(
  taking: Omit<Taking, 'at'>,
  map: PlaceMap,
): { taking: Omit<Taking, 'at'>; spoke: boolean } {
  let spoke = false;
  const placeOf = (place: PlaceKey): PlaceKey | null => {
    const kept = keepablePlace(place, map);
    if (kept !== place) spoke = true;
    return kept;
  };
  const visits = taking.visits.map(({ visit, event }) =>
    'place' in event && event.place !== null
      ? { visit, event: { ...event, place: placeOf(event.place) } }
      : { visit, event },
  );
  const beds = taking.beds.flatMap((word) => {
    const place = placeOf(word.place);
    return place === null ? [] : [{ ...word, place }];
  });
  return { taking: { ...taking, visits, beds }, spoke };
}
