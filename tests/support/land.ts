/** A small land for tests: three regions, five hospitals, two dispatch rooms, and somebody of each role. */
import { NO_SCOPE, type Principal, type Scope } from '#domain/access/table.ts';
import type { Entry, NewEntry } from '#domain/entries.ts';
import { subjects } from '#domain/entries.ts';
import { EMPTY_PICTURE, type Actor, type FacilityProfile, type Picture } from '#domain/picture.ts';
import { apply } from '#domain/apply.ts';
import { iso } from '#domain/clock.ts';
import { versionOf } from '#domain/bodies.ts';
import type { Decided } from '#domain/refusal.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import type { TravelTimes } from '#domain/routing/travel.ts';
import type { Role, UnitKind } from '#domain/words.ts';
import { aFacility, NOW, someTravelTimes } from '../builders.ts';

export const SYSTEM: Actor = { id: 'system', kind: 'system', role: 'system', organisation: null };

export const REGIONS = ['north', 'west', 'east'] as const;
export const ROOMS = ['room-1', 'room-2'] as const;
export const UNITS: readonly UnitKind[] = ['ed', 'trauma-bay', 'icu', 'ward'];

/** Facility and its region; the first two are level 1, the last has no trauma bay. */
export const HOSPITALS: readonly { id: string; region: string; level: 1 | 2 | 3 }[] = [
  { id: 'h-1', region: 'north', level: 1 },
  { id: 'h-2', region: 'west', level: 1 },
  { id: 'h-3', region: 'west', level: 2 },
  { id: 'h-4', region: 'east', level: 2 },
  { id: 'h-5', region: 'east', level: 3 },
];

function profileOf({ id, region, level }: (typeof HOSPITALS)[number]): FacilityProfile {
  const {
    units: _units,
    stops: _stops,
    claims: _claims,
    version: _version,
    ...profile
  } = aFacility({
    id,
    region,
    traumaLevel: level,
  });
  const unitKinds = UNITS.filter((kind) => level !== 3 || kind !== 'trauma-bay');
  return { ...profile, unitKinds: [...unitKinds] };
}

/** What the land is made of, in the order in which a seed writes it. */
export function landEntries(): NewEntry[] {
  return [
    ...REGIONS.map((id): NewEntry => ({
      kind: 'region-registered',
      subject: subjects.region(id),
      body: { region: { id, name: id, networkName: `Network ${id}`, neighbours: [] } },
    })),
    ...HOSPITALS.map((one) => registration(one.id)),
    {
      kind: 'policy-adopted',
      subject: subjects.policy(RANK_1_POLICY.id),
      body: { policy: RANK_1_POLICY },
    },
  ];
}

/** `without`: a unit that the hospital no longer has. */
export function registration(id: string, without: UnitKind | null = null): NewEntry {
  const hospital = HOSPITALS.find((one) => one.id === id);
  if (hospital === undefined) throw new RangeError(`no hospital ${id}`);
  const profile = profileOf(hospital);
  const unitKinds = profile.unitKinds.filter((kind) => kind !== without);
  return {
    kind: 'facility-registered',
    subject: subjects.facility(id),
    body: { profile: { ...profile, unitKinds } },
  };
}

/** From a scene near the `near`th hospital: the others follow at ten minutes each. */
export function timesNear(near: number): TravelTimes {
  const to = HOSPITALS.map(({ id }, index) => {
    const away = (index - near + HOSPITALS.length) % HOSPITALS.length;
    return [id, 5 + 10 * away] as const;
  });
  return someTravelTimes(Object.fromEntries(to));
}

function somebody(id: string, role: Role, scope: Partial<Scope>): Principal {
  const whole = { ...NO_SCOPE, ...scope };
  const organisation = whole.room ?? whole.facilities[0] ?? null;
  const kind = role === 'machine' ? 'key' : 'account';
  return { actor: { id, kind, role, organisation }, role, scope: whole };
}

export const PEOPLE = {
  'dispatch-1': somebody('dispatch-1', 'dispatcher', { room: 'room-1' }),
  'dispatch-2': somebody('dispatch-2', 'dispatcher', { room: 'room-2' }),
  'hospital-1': somebody('hospital-1', 'hospital', { facilities: ['h-1'] }),
  'hospital-23': somebody('hospital-23', 'hospital', { facilities: ['h-2', 'h-3'] }),
  'chair-west': somebody('chair-west', 'chair', { regions: ['west'] }),
  'chair-east-north': somebody('chair-east-north', 'chair', { regions: ['east', 'north'] }),
  'chair-nation': somebody('chair-nation', 'chair', { regions: 'nation' }),
  administrator: somebody('administrator', 'administrator', {}),
  viewer: somebody('viewer', 'viewer', {}),
  'key-4': somebody('key-4', 'machine', { facilities: ['h-4'], actions: ['case.read'] }),
  'key-blind': somebody('key-blind', 'machine', { facilities: ['h-4'], actions: ['unit.write'] }),
} satisfies Record<string, Principal>;
export type PersonName = keyof typeof PEOPLE;

/** A ledger in memory, pure: gives entries their places and holds every guard to it. */
export class Stream {
  readonly entries: Entry[] = [];
  readonly #versions = new Map<string, number>();
  picture: Picture = EMPTY_PICTURE;
  now: number;

  constructor(now = NOW) {
    this.now = now;
    this.append({ ok: true, entries: landEntries(), guards: [] }, SYSTEM);
  }

  /** @throws RangeError when a guard does not hold: the picture and the ledger count differently. */
  append(decided: Decided, by: Actor): Entry[] {
    for (const { subject, version } of decided.guards) {
      const actual = this.#versions.get(subject) ?? 0;
      if (actual !== version)
        throw new RangeError(`${subject}: guarded at ${version}, the ledger has ${actual}`);
    }
    const rise = (subject: string) => {
      const version = (this.#versions.get(subject) ?? 0) + 1;
      this.#versions.set(subject, version);
      return version;
    };
    const placed = decided.entries.map((entry, index) => {
      const also = (entry.also ?? []).map((subject) => ({ subject, version: 0 }));
      const whole = {
        ...entry,
        seq: this.entries.length + index + 1,
        at: iso(this.now),
        by,
        version: rise(entry.subject),
        also: also.map(({ subject }) => ({ subject, version: rise(subject) })),
        v: versionOf(entry.kind),
        prev: '',
        hash: '',
      };
      // As the ledger gives it back: plain JSON.
      return JSON.parse(JSON.stringify(whole)) as Entry;
    });
    this.entries.push(...placed);
    this.picture = placed.reduce(apply, this.picture);
    return placed;
  }
}
