/** Who can take what a region cannot: hospitals next door, and the level-1 centres of the whole country. Pure. */
import { capacityOfViews, type Capacity } from '#domain/capacity/sum.ts';
import { viewUnit, type UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState, Picture, Region } from '#domain/picture.ts';
import { emergencyDepartments } from '#lib/map/summary.ts';
import type { EdStatus } from '#lib/status/status.ts';
import type { DriveWire, TravelTimesWire } from '#wire/travel.ts';
import type { BoardRow } from './board.ts';

export interface Neighbour {
  facility: FacilityState;
  ed: EdStatus;
  bays: UnitView | null;
  icu: UnitView | null;
  /** Driving with siren from where the region is reckoned from; null while it is not known. */
  drive: DriveWire | null;
}

/** By facility. */
export type Drives = ReadonlyMap<string, DriveWire>;

/** By hospital, with the one somebody stands at among them. Empty until it was told. */
export function drivesOf(told: TravelTimesWire | null): Drives {
  if (told === null) return new Map();
  const { from: facility, engine } = told;
  const here: DriveWire = { facility, engine, minutes: 0, low: 0, high: 0, reliable: true };
  return new Map([here, ...told.to].map((one) => [one.facility, one]));
}

/** So many are shown. */
export const NEIGHBOURS_SHOWN = 5;

/** Where driving times of a region are reckoned from: its first level-1 centre by name, else its highest level. */
export function originOf(rows: readonly BoardRow[]): FacilityState | null {
  const level = (one: FacilityState) => one.traumaLevel ?? 9;
  const [first] = rows
    .map((row) => row.facility)
    .sort((a, b) => level(a) - level(b) || (a.shortName < b.shortName ? -1 : 1));
  return first ?? null;
}

/**
 * Level-1 centres and hospitals with a free trauma bay and a free ICU bed in the neighbouring regions. Level 1 first, then the
 * shortest drive; of unknown drive last, by name.
 */
export function neighboursOf(
  picture: Picture,
  region: Region,
  drives: Drives,
  now: number,
): Neighbour[] {
  const first = (one: Neighbour) => (one.facility.traumaLevel === 1 ? 0 : 1);
  return seenFrom(picture, drives, now)
    .filter((one) => region.neighbours.includes(one.facility.region))
    .filter(
      (one) =>
        one.facility.traumaLevel === 1 ||
        ((one.bays?.effectiveAvailable ?? 0) > 0 && (one.icu?.effectiveAvailable ?? 0) > 0),
    )
    .sort((a, b) => first(a) - first(b) || nearest(a, b))
    .slice(0, NEIGHBOURS_SHOWN);
}

export interface LevelOne {
  /** Free trauma bays of all of them. */
  bays: Capacity;
  sites: Neighbour[];
}

/** The level-1 centres of the country with their free trauma bays, the nearest first. */
export function levelOneOf(picture: Picture, drives: Drives, now: number): LevelOne {
  const sites = seenFrom(picture, drives, now)
    .filter((one) => one.facility.traumaLevel === 1)
    .sort(nearest);
  return { bays: capacityOfViews(sites.map((one) => one.bays)), sites };
}

function seenFrom(picture: Picture, drives: Drives, now: number): Neighbour[] {
  return emergencyDepartments(picture, now).map(({ facility, ed }) => ({
    facility,
    ed,
    bays: viewUnit(facility, 'trauma-bay', now),
    icu: viewUnit(facility, 'icu', now),
    drive: drives.get(facility.id) ?? null,
  }));
}

function nearest(a: Neighbour, b: Neighbour): number {
  const [left, right] = [a.drive?.minutes ?? Infinity, b.drive?.minutes ?? Infinity];
  if (left !== right) return left < right ? -1 : 1;
  return a.facility.shortName < b.facility.shortName ? -1 : 1;
}
