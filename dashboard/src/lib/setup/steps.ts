/**
 * How far the set-up is, read from what is true: the picture, the accounts and the keys. Nothing is ticked off by hand, so it can
 * be left and taken up again by anybody, and a step that comes undone is open again. Pure.
 */
import type { FacilityState, Picture } from '#domain/picture.ts';
import type { InstallationWire } from '#wire/installation.ts';
import { isLive, type Account, type ApiKey } from '#lib/admin/access.ts';

export const SETUP_STEPS = ['region', 'facilities', 'people', 'keys', 'silent'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export interface SetupFacts {
  picture: Picture;
  rooms: InstallationWire['rooms'];
  accounts: readonly Account[];
  keys: readonly ApiKey[];
  /** Milliseconds. */
  now: number;
}

export interface StepState {
  name: SetupStep;
  /** So many of `of` are there. */
  part: number;
  of: number;
  done: boolean;
}

export const homeOf = (picture: Picture): string[] => picture.homeRegions ?? [];

/** The hospital sites of the home regions, by name; the inactive ones too. */
export function homeHospitals(picture: Picture): FacilityState[] {
  const home = homeOf(picture);
  return Object.values(picture.facilities)
    .filter((one) => home.includes(one.region) && one.kind.startsWith('hospital'))
    .sort((a, b) => a.shortName.localeCompare(b.shortName, 'nl'));
}

/** Those of which figures are expected: active, with units of their own. */
export const reportingHospitals = (picture: Picture): FacilityState[] =>
  homeHospitals(picture).filter((one) => one.active && one.units.length > 0);

/** Somebody whom the region cannot do without. */
export interface Seat {
  role: 'chair' | 'dispatcher' | 'hospital';
  /** Region, room or facility. */
  id: string;
  name: string;
  /** `invited`: there is an account, and nobody has used its link yet. */
  taken: 'no' | 'invited' | 'yes';
}

/** A chair for each region, a dispatcher for each room that serves one, and an account for each hospital. */
export function seats({ picture, rooms, accounts }: SetupFacts): Seat[] {
  const home = homeOf(picture);
  const active = accounts.filter((one) => one.active);
  const takenBy = (role: Seat['role'], speaksFor: (account: Account) => boolean) => {
    const found = active.filter((one) => one.role === role && speaksFor(one));
    if (found.length === 0) return 'no';
    return found.every((one) => one.invitedUntil !== null) ? 'invited' : 'yes';
  };
  return [
    ...home.map((id): Seat => ({
      role: 'chair',
      id,
      name: picture.regions[id]?.name ?? id,
      taken: takenBy(
        'chair',
        ({ scope }) => scope.regions === 'nation' || scope.regions.includes(id),
      ),
    })),
    ...rooms
      .filter((room) => room.regions.some((id) => home.includes(id)))
      .map(({ id, name }): Seat => ({
        role: 'dispatcher',
        id,
        name,
        taken: takenBy('dispatcher', ({ scope }) => scope.room === id),
      })),
    ...reportingHospitals(picture).map(({ id, shortName }): Seat => ({
      role: 'hospital',
      id,
      name: shortName,
      taken: takenBy('hospital', ({ scope }) => scope.facilities.includes(id)),
    })),
  ];
}

/** The keys that may report for the hospital and hold now. */
export function keysOf({ keys, now }: SetupFacts, facility: string): ApiKey[] {
  return keys.filter(
    (key) =>
      isLive(key, now) &&
      key.scope.facilities.includes(facility) &&
      key.scope.actions.includes('unit.write'),
  );
}

/** How a hospital can report: by its system, by hand, or not at all. */
export function wayOf(facts: SetupFacts, facility: string): 'feed' | 'hand' | 'none' {
  if (keysOf(facts, facility).length > 0) return 'feed';
  const hand = facts.accounts.some(
    ({ active, role, scope }) =>
      active && role === 'hospital' && scope.facilities.includes(facility),
  );
  return hand ? 'hand' : 'none';
}

/** Whether any of its units was ever heard of. */
export const everReported = (facility: FacilityState): boolean =>
  facility.units.some((unit) => unit.observations.length > 0);

export function setupSteps(facts: SetupFacts): StepState[] {
  const { picture } = facts;
  const all = homeHospitals(picture);
  const reporting = reportingHospitals(picture);
  const needed = seats(facts);
  const chosen = homeOf(picture).length > 0;
  const step = (name: SetupStep, part: number, of: number): StepState => ({
    name,
    part,
    of,
    // Without a region nothing is known to be needed: that is not the same as done.
    done: chosen && part === of,
  });
  return [
    step('region', chosen ? 1 : 0, 1),
    step('facilities', all.filter((one) => one.reviewed !== undefined).length, all.length),
    step('people', needed.filter((one) => one.taken !== 'no').length, needed.length),
    step(
      'keys',
      reporting.filter((one) => wayOf(facts, one.id) !== 'none').length,
      reporting.length,
    ),
    step('silent', reporting.filter(everReported).length, reporting.length),
  ];
}

/** The first step that is not done; the last when all are. */
export const nextStep = (steps: readonly StepState[]): SetupStep =>
  steps.find((step) => !step.done)?.name ?? 'silent';
