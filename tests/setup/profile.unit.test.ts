import { describe, expect, it } from 'vitest';
import { apply } from '#domain/apply.ts';
import type { Entry } from '#domain/entries.ts';
import { profileOf } from '#domain/identifiers/identifiers.ts';
import { firstRegionOf } from '#domain/installation/first-region.ts';
import { configureHome } from '#domain/installation/home.ts';
import {
  profileSchema,
  reviewProfile,
  rhythmRange,
  type Contradiction,
  type ProfileInput,
} from '#domain/installation/profile.ts';
import { EMPTY_PICTURE, type FacilityState, type Picture } from '#domain/picture.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import { seedFacilities, seedRegions } from '../../seed/facilities.ts';
import { missingFrom, type Seed } from '../../seed/seed.ts';
import { aClaim, aFacility, aStop, minutesAgo, NOW, SOMEBODY } from '../builders.ts';

const SEED: Seed = {
  regions: seedRegions(),
  facilities: seedFacilities(),
  policy: RANK_1_POLICY,
};

/** The picture after the entries, as the ledger would write them. */
function after(picture: Picture, entries: ReturnType<typeof missingFrom>): Picture {
  return entries.reduce((now, entry, index) => {
    const placed = {
      ...entry,
      seq: now.seq + 1,
      at: minutesAgo(0),
      by: SOMEBODY,
      version: index + 1,
    };
    return apply(now, placed as unknown as Entry);
  }, picture);
}
const seeded = after(EMPTY_PICTURE, missingFrom(EMPTY_PICTURE, SEED));

const inputOf = (facility: FacilityState): ProfileInput => {
  const { shortName, active, traumaLevel, capabilities, unitKinds, rhythmMinutes, ambulanceHours } =
    profileOf(facility);
  return { shortName, active, traumaLevel, capabilities, unitKinds, rhythmMinutes, ambulanceHours };
};

function review(facility: FacilityState, change: Partial<ProfileInput>) {
  const picture = { ...EMPTY_PICTURE, facilities: { [facility.id]: facility } };
  const input = { ...inputOf(facility), ...change };
  const command = { facility: facility.id, input, ifVersion: null };
  return reviewProfile(picture, command, SOMEBODY, NOW);
}

describe('a profile that is checked', () => {
  it('can be confirmed as it was shipped, whichever it is', () => {
    for (const facility of Object.values(seeded.facilities)) {
      expect(profileSchema.safeParse(inputOf(facility)).error, facility.id).toBeUndefined();
      const decided = review(facility, {});
      expect(decided, facility.id).toMatchObject({ ok: true });
    }
  });

  it('says when and by which account, and keeps what cannot be corrected', () => {
    const facility = aFacility({ units: { icu: {} } });
    const decided = review(facility, { shortName: 'Nieuw', unitKinds: ['icu', 'ed'] });
    if (!decided.ok) throw new Error(decided.code);
    const [entry] = decided.entries;
    expect(entry).toMatchObject({
      kind: 'facility-registered',
      body: {
        profile: {
          shortName: 'Nieuw',
          name: facility.name,
          position: facility.position,
          unitKinds: ['ed', 'icu'],
          reviewed: { at: minutesAgo(0), by: SOMEBODY.id },
        },
      },
    });
    expect(decided.guards).toEqual([
      { subject: `facility:${facility.id}`, version: facility.version },
    ]);
  });

  it('is refused when it was changed in between, and when there is no such facility', () => {
    const facility = aFacility();
    const picture = { ...EMPTY_PICTURE, facilities: { [facility.id]: facility } };
    const ask = (id: string, ifVersion: number | null) =>
      reviewProfile(picture, { facility: id, input: inputOf(facility), ifVersion }, SOMEBODY, NOW);
    expect(ask(facility.id, facility.version + 1)).toMatchObject({ code: 'VERSION_MISMATCH' });
    expect(ask('nowhere', null)).toMatchObject({ code: 'UNKNOWN_FACILITY' });
  });

  const level1 = aFacility({ designatedTraumaCentre: true });
  const level2 = aFacility({ traumaLevel: 2, designatedTraumaCentre: false });
  const none = { ...level2.capabilities };
  it.each<[Contradiction, FacilityState, Partial<ProfileInput>, string]>([
    ['ED_MISSING', level1, { unitKinds: ['icu'] }, 'unitKinds'],
    ['NO_ED_HERE', aFacility({ kind: 'hospital-no-ed', traumaLevel: null }), {}, 'unitKinds'],
    ['NO_UNITS_HERE', aFacility({ kind: 'mmt-base', traumaLevel: null }), {}, 'unitKinds'],
    ['DESIGNATED_IS_LEVEL_1', level1, { traumaLevel: 2 }, 'traumaLevel'],
    [
      'LEVEL_WITHOUT_ED',
      aFacility({ kind: 'hospital-no-ed', traumaLevel: 2, designatedTraumaCentre: false }),
      { unitKinds: ['icu'] },
      'traumaLevel',
    ],
    [
      'BAY_WITHOUT_ED',
      aFacility({ kind: 'hospital-no-ed', traumaLevel: null, designatedTraumaCentre: false }),
      { unitKinds: ['trauma-bay'] },
      'unitKinds',
    ],
    [
      'UNIT_WITHOUT_CAPABILITY',
      level2,
      { capabilities: { ...none, icu: false } },
      'capabilities.icu',
    ],
    ['RHYTHM_WITHOUT_UNIT', level2, { rhythmMinutes: { burns: 30 } }, 'rhythmMinutes.burns'],
    ['RHYTHM_OUT_OF_RANGE', level2, { rhythmMinutes: { ed: 21 } }, 'rhythmMinutes.ed'],
    ['RHYTHM_OUT_OF_RANGE', level2, { rhythmMinutes: { icu: 9 } }, 'rhythmMinutes.icu'],
  ])('%s is said with its place', (why, facility, change, path) => {
    expect(review(facility, change)).toMatchObject({
      ok: false,
      code: 'PROFILE_CONTRADICTORY',
      path,
      facts: { why },
    });
  });

  it('takes nothing away that patients are on the way to or a stop runs on', () => {
    const busy = aFacility({ claims: [aClaim()], designatedTraumaCentre: false });
    const rest = inputOf(busy).unitKinds.filter((kind) => kind !== 'icu');
    expect(review(busy, { active: false })).toMatchObject({ code: 'FACILITY_IN_USE' });
    expect(review(busy, { unitKinds: rest })).toMatchObject({
      code: 'FACILITY_IN_USE',
      facts: { unit: 'icu', onTheWay: 1 },
    });
    const stopped = aFacility({ stops: [aStop({ scope: 'icu' })] });
    expect(review(stopped, { unitKinds: rest })).toMatchObject({
      facts: { unit: 'icu', stops: 1 },
    });
    const arrived = aFacility({ claims: [aClaim({ arrivedAt: minutesAgo(1) })] });
    expect(review(arrived, { active: false })).toMatchObject({ ok: true });
  });

  it('has a rhythm no quicker than the default and no slower than still looks fresh', () => {
    expect(rhythmRange('ed')).toEqual({ least: 5, most: 20 });
    expect(rhythmRange('icu')).toEqual({ least: 10, most: 60 });
  });
});

describe('what was shipped', () => {
  it('comes back at every start where nobody checked it, and stays away where somebody did', () => {
    const facility = seeded.facilities['lumc-leiden'];
    if (facility === undefined) throw new Error('no LUMC');
    const input = { ...inputOf(facility), shortName: 'LUMC Leiden' };
    const decided = reviewProfile(
      seeded,
      { facility: facility.id, input, ifVersion: null },
      SOMEBODY,
      NOW,
    );
    if (!decided.ok) throw new Error(decided.code);
    const checked = after(seeded, decided.entries);
    expect(missingFrom(checked, SEED)).toEqual([]);
    const renamed = { ...facility, shortName: 'by an older program' };
    const old = { ...seeded, facilities: { ...seeded.facilities, [facility.id]: renamed } };
    expect(missingFrom(old, SEED)).toHaveLength(1);
  });

  it('does not take away the names by which feeds know a hospital', () => {
    const facility = seeded.facilities['lumc-leiden'];
    if (facility === undefined) throw new Error('no LUMC');
    const identifiers = [{ system: 'http://example.org/sites', value: '417' }];
    const named = { ...facility, identifiers };
    const picture = { ...seeded, facilities: { ...seeded.facilities, [facility.id]: named } };
    expect(missingFrom(picture, SEED)).toEqual([]);
  });
});

describe('the regions of an installation', () => {
  it('are each named once, in the order given', () => {
    const decided = configureHome(seeded, { homeRegions: ['west', 'west', 'brabant'] });
    if (!decided.ok) throw new Error(decided.code);
    const picture = after(seeded, decided.entries);
    expect(picture.homeRegions).toEqual(['west', 'brabant']);
    expect(firstRegionOf(picture)).toBe('west');
  });

  it('must be known', () => {
    expect(configureHome(seeded, { homeRegions: ['west', 'atlantis'] })).toMatchObject({
      code: 'UNKNOWN_REGION',
      path: 'homeRegions.1',
    });
    expect(configureHome(seeded, { homeRegions: ['constructor'] }).ok).toBe(false);
  });

  it('are the first of the country until somebody chooses', () => {
    expect(firstRegionOf(seeded)).toBe(Object.keys(seeded.regions)[0]);
    expect(firstRegionOf(EMPTY_PICTURE)).toBeNull();
  });
});
