/** Places of a hospital's system in the order in which somebody works through them. Pure. */
import type { UnitKind } from '#domain/words.ts';
import type { PlaceWire } from '#wire/feeds.ts';
import type { Words } from '#lib/words/nl/index.ts';

/** The choice that a place is none of ours. */
export const IGNORED = 'ignored';

const saidOf = ({ unit, ignored }: PlaceWire): UnitKind | typeof IGNORED | null =>
  ignored ? IGNORED : unit;

/** What a wider row says of the place: its room, or the whole department; null when none does. As the server reads the map. */
export function inheritedBy(
  place: PlaceWire,
  places: readonly PlaceWire[],
): UnitKind | typeof IGNORED | null {
  const { pointOfCare, room, bed } = place;
  const wider = [
    { room: '', bed },
    { room, bed: '' },
    { room: '', bed: '' },
  ];
  for (const way of wider) {
    const row = places.find(
      (one) => one.pointOfCare === pointOfCare && one.room === way.room && one.bed === way.bed,
    );
    if (row !== undefined && row !== place && saidOf(row) !== null) return saidOf(row);
  }
  return null;
}

/** Those without a unit first, the most often named on top; then by name. */
export function placeRows(places: readonly PlaceWire[]): PlaceWire[] {
  const known = new Set(
    places.filter((one) => saidOf(one) !== null || inheritedBy(one, places) !== null),
  );
  const isKnown = (one: PlaceWire) => known.has(one);
  return [...places].sort(
    (a, b) =>
      Number(isKnown(a)) - Number(isKnown(b)) ||
      (isKnown(a) ? 0 : b.seen - a.seen) ||
      a.pointOfCare.localeCompare(b.pointOfCare, 'nl') ||
      a.room.localeCompare(b.room, 'nl', { numeric: true }) ||
      a.bed.localeCompare(b.bed, 'nl', { numeric: true }),
  );
}

/** "IC, kamer 3, bed 2". */
export function placeText(place: PlaceWire, { feeds }: Pick<Words, 'feeds'>): string {
  const { room, bed } = feeds.places;
  return [
    place.pointOfCare,
    ...(place.room === '' ? [] : [`${room.toLowerCase()} ${place.room}`]),
    ...(place.bed === '' ? [] : [`${bed.toLowerCase()} ${place.bed}`]),
  ].join(', ');
}

/** What a place can be: a unit that the hospital has, or none of ours. */
export function unitChoices(
  kinds: readonly UnitKind[],
  { feeds, units }: Pick<Words, 'feeds' | 'units'>,
): { value: string; label: string }[] {
  return [
    ...kinds.map((kind) => ({ value: kind, label: units.kind[kind] })),
    { value: IGNORED, label: feeds.places.ignored },
  ];
}
