/** What the desk's map draws: the ranked hospitals, the first few with an arc and minutes, and where to look. Pure. */
import type { FacilityState, Picture, Position } from '#domain/picture.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import type { MapArc } from '#lib/map/arc.ts';
import type { Bounds } from '#lib/map/geo.ts';
import type { MapMark } from '#lib/map/marks.ts';
import { statusPhrase } from '#lib/status/phrase.ts';
import { edStatusOf } from '#lib/status/status.ts';
import type { Say } from './facts.ts';

/** So many of the ranking have their number, arc and minutes on the map. */
export const DRAWN = 5;

export function marksFor(
  picture: Picture,
  ranking: Ranking | null,
  selected: string | null,
  { now, words, format }: Say,
): MapMark[] {
  const ranks = new Map((ranking?.candidates ?? []).map((row) => [row.facility, row]));
  return Object.values(picture.facilities)
    .filter(({ kind }) => kind === 'hospital-ed')
    .map((facility): MapMark => {
      const ed = edStatusOf(facility, now);
      const row = ranks.get(facility.id);
      const drawn = row !== undefined && row.rank <= DRAWN;
      return {
        id: facility.id,
        lat: facility.position.lat,
        lon: facility.position.lon,
        glyph: ed.glyph,
        stale: ed.stale,
        level1: facility.traumaLevel === 1,
        // The range stands on the map too: an estimate is never a bare number.
        name: drawn
          ? `${row.rank} ${facility.shortName} ${Math.round(row.minutes.low)}–${Math.round(row.minutes.high)}`
          : facility.shortName,
        title: `${facility.name}: ${statusPhrase(ed, now, words.status, format)}`,
        figures: '',
        age: '',
        inbound: 0,
        selected: facility.id === selected,
        faint: ranking !== null && row === undefined,
      };
    });
}

/** Those with a name on the map, and the rest. */
export function namedApart(
  marks: readonly MapMark[],
  ranking: Ranking | null,
  selected: string | null,
) {
  const first = new Set((ranking?.candidates ?? []).slice(0, DRAWN).map((row) => row.facility));
  const isNamed = ({ id }: MapMark) => first.has(id) || id === selected;
  return { named: marks.filter(isNamed), others: marks.filter((mark) => !isNamed(mark)) };
}

export function arcsFor(
  scene: Position | null,
  picture: Picture,
  ranking: Ranking | null,
  selected: string | null,
): MapArc[] {
  if (scene === null || ranking === null) return [];
  return ranking.candidates
    .filter((row) => row.rank <= DRAWN || row.facility === selected)
    .flatMap((row) => {
      const facility = picture.facilities[row.facility];
      if (facility === undefined) return [];
      return [
        {
          id: row.facility,
          from: scene,
          to: facility.position,
          // The range stands beside the hospital's name.
          text: '',
          strong: row.facility === selected,
        },
      ];
    });
}

/** Degrees around what is looked at, so that a single hospital next door is no keyhole. */
const ROOM = 0.12;

/** The scene and the first of the ranking; the nation without a scene. */
export function boundsFor(
  scene: Position | null,
  picture: Picture,
  ranking: Ranking | null,
): Bounds | null {
  if (scene === null) return null;
  const near = (ranking?.candidates ?? [])
    .filter((row) => row.rank <= DRAWN)
    .map((row) => picture.facilities[row.facility])
    .filter((one): one is FacilityState => one !== undefined);
  const lats = [scene.lat, ...near.map((one) => one.position.lat)];
  const lons = [scene.lon, ...near.map((one) => one.position.lon)];
  return [
    [Math.min(...lats) - ROOM, Math.min(...lons) - ROOM],
    [Math.max(...lats) + ROOM, Math.max(...lons) + ROOM],
  ];
}
