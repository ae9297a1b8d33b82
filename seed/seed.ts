/**
 * Loads what we know of the Netherlands into the ledger: regions, facilities and the shipped policy. Safe to run at every start:
 * what stands there already in the same words is not written again. Capacities are never seeded: a fresh installation knows
 * no figure until a hospital has spoken.
 */
import { isDeepStrictEqual } from 'node:util';
import type { NewEntry } from '../server/domain/entries.ts';
import { subjects } from '../server/domain/entries.ts';
import { profileOf } from '../server/domain/identifiers/identifiers.ts';
import type { FacilityProfile, Picture, Region } from '../server/domain/picture.ts';
import type { Policy } from '../server/domain/routing/policy.ts';
import { RANK_1_POLICY } from '../server/domain/routing/policy-rank-1.ts';
import { SYSTEM } from '../server/desk/clerk.ts';
import type { LivePicture } from '../server/desk/live-picture.ts';
import { seedFacilities, seedRegions } from './facilities.ts';

export interface Seed {
  regions: Omit<Region, 'version'>[];
  facilities: FacilityProfile[];
  policy: Policy;
}

/** The Netherlands as shipped. */
export function dutchSeed(): Seed {
  return { regions: seedRegions(), facilities: seedFacilities(), policy: RANK_1_POLICY };
}

/** Entries that bring the picture up to the seed; none when it is there already. */
export function missingFrom(picture: Picture, seed: Seed): NewEntry[] {
  const entries: NewEntry[] = [];
  for (const region of seed.regions) {
    const known = picture.regions[region.id];
    if (known === undefined || !isDeepStrictEqual(withoutVersion(known), region))
      entries.push({
        kind: 'region-registered',
        subject: subjects.region(region.id),
        body: { region },
      });
  }
  for (const profile of seed.facilities) {
    const known = picture.facilities[profile.id];
    // What an administrator has checked is theirs, and so are the names by which feeds know it.
    if (known?.reviewed !== undefined) continue;
    const wanted =
      known?.identifiers === undefined ? profile : { ...profile, identifiers: known.identifiers };
    if (known === undefined || !isDeepStrictEqual(profileOf(known), wanted))
      entries.push({
        kind: 'facility-registered',
        subject: subjects.facility(profile.id),
        body: { profile: wanted },
      });
  }
  // A policy that people adopted since is theirs: only an empty place is filled.
  if (picture.policy === null)
    entries.push({
      kind: 'policy-adopted',
      subject: subjects.policy(seed.policy.id),
      body: { policy: seed.policy },
    });
  return entries;
}

/** Returns how many entries were written. */
export async function seedLedger(live: LivePicture, seed: Seed = dutchSeed()): Promise<number> {
  const entries = missingFrom(live.picture, seed);
  if (entries.length === 0) return 0;
  const outcome = await live.carryOut({
    by: SYSTEM,
    decide: (picture) => ({ ok: true, entries: missingFrom(picture, seed), guards: [] }),
    answer: () => null,
  });
  if (!outcome.ok) throw new Error(`the seed could not be written: ${outcome.code}`);
  return outcome.entries.length;
}

function withoutVersion({ version: _version, ...region }: Region): Omit<Region, 'version'> {
  return region;
}
