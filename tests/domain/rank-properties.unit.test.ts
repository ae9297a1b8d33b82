import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import type { FacilityState, Observation } from '#domain/picture.ts';
import { rank, type RankArguments } from '#domain/routing/rank.ts';
import { isRunning } from '#domain/stops/stops.ts';
import { rankArguments } from '../arbitraries.ts';
import { anObservation, minutesAgo, NOW } from '../builders.ts';

const RUNS = { numRuns: 400 };
const bytes = (args: RankArguments) => JSON.stringify(rank(args));
const isSite = ({ kind }: FacilityState) => kind === 'hospital-ed' || kind === 'hospital-no-ed';

/** Rank of the facility; null when it is rejected. */
function rankOf(args: RankArguments, id: string): number | null {
  return rank(args).candidates.find(({ facility }) => facility === id)?.rank ?? null;
}

const withFacility = (args: RankArguments, changed: FacilityState): RankArguments => ({
  ...args,
  facilities: args.facilities.map((one) => (one.id === changed.id ? changed : one)),
});

/** One unit's current observation changed; null when there is none to change. */
function withObservation(
  args: RankArguments,
  site: number,
  unit: number,
  change: (observation: Observation | null) => Observation | null,
): { args: RankArguments; id: string } | null {
  const facility = args.facilities[site % args.facilities.length];
  const old = facility?.units[unit % (facility.units.length || 1)];
  if (facility === undefined || old === undefined) return null;
  const observation = change(old.observations[0] ?? null);
  if (observation === null) return null;
  const units = facility.units.map((one) =>
    one.kind === old.kind ? { ...one, version: one.version + 1, observations: [observation] } : one,
  );
  return { args: withFacility(args, { ...facility, units }), id: facility.id };
}

/** The change never lowers the facility's own place, nor drops it. */
function neverLower(change: (observation: Observation | null) => Observation | null) {
  fc.assert(
    fc.property(rankArguments, fc.nat(), fc.nat(), (args, site, unit) => {
      const changed = withObservation(args, site, unit, change);
      fc.pre(changed !== null);
      const before = rankOf(args, changed.id);
      const after = rankOf(changed.args, changed.id);
      if (before !== null) expect(after ?? Infinity).toBeLessThanOrEqual(before);
    }),
    RUNS,
  );
}

describe('a ranking over random pictures and cases', () => {
  it('ranks or rejects every hospital site exactly once', () => {
    fc.assert(
      fc.property(rankArguments, (args) => {
        const { candidates, rejected } = rank(args);
        const named = [...candidates, ...rejected].map(({ facility }) => facility).sort();
        expect(named).toEqual(
          args.facilities
            .filter(isSite)
            .map(({ id }) => id)
            .sort(),
        );
      }),
      RUNS,
    );
  });

  it('gives the same bytes for the same input, and for any order of it', () => {
    fc.assert(
      fc.property(rankArguments, fc.nat(), (args, turn) => {
        const first = bytes(args);
        expect(bytes(structuredClone(args))).toBe(first);
        const { facilities } = args;
        const at = turn % facilities.length;
        const turned = [...facilities.slice(at), ...facilities.slice(0, at)];
        expect(bytes({ ...args, facilities: turned })).toBe(first);
        expect(bytes({ ...args, facilities: turned.reverse() })).toBe(first);
      }),
      RUNS,
    );
  });

  it('counts ranks through, never goes back a tier, and adds up', () => {
    fc.assert(
      fc.property(rankArguments, (args) => {
        const { candidates } = rank(args);
        let tier = -1;
        candidates.forEach((row, index) => {
          expect(row.rank).toBe(index + 1);
          expect(row.tier).toBeGreaterThanOrEqual(tier);
          tier = row.tier;
          const tenths = [row.minutes.value, ...row.penalties.map(({ minutes }) => minutes)]
            .map((minutes) => Math.round(minutes * 10))
            .reduce((a, b) => a + b);
          expect(Math.round(row.score * 10)).toBe(tenths);
        });
      }),
      RUNS,
    );
  });

  it('never lets a closed facility win silently', () => {
    fc.assert(
      fc.property(rankArguments, (args) => {
        const { candidates, relaxed } = rank(args);
        for (const { facility: id, penalties, tier } of candidates) {
          const facility = args.facilities.find((one) => one.id === id)!;
          const running = facility.stops.filter(
            (stop) => stop.level === 'stop' && isRunning(stop, NOW),
          );
          expect(running.some(({ scope }) => scope === 'facility')).toBe(false);
          expect(facility.active).toBe(true);
          const closed =
            running.some(({ scope }) => scope === 'ed') ||
            viewUnit(facility, 'ed', NOW)?.status === 'closed';
          if (!closed) continue;
          expect(penalties.some(({ code }) => code === 'STOP')).toBe(true);
          if (!args.case.classification.lifeThreatening && tier > 0)
            expect(relaxed).toContain('STOP_NON_URGENT');
        }
      }),
      RUNS,
    );
  });

  it('leaves nobody behind while a rule can be relaxed', () => {
    fc.assert(
      fc.property(rankArguments, (args) => {
        const { candidates, rejected } = rank(args);
        if (candidates.length > 0) return;
        // What is rejected then for a relaxable rule breaks another that is not.
        for (const { facility: id } of rejected) {
          const facility = args.facilities.find((one) => one.id === id)!;
          const opened: FacilityState = {
            ...facility,
            stops: facility.stops.filter(({ scope }) => scope === 'facility'),
            units: [],
          };
          const alone = rank({ ...args, facilities: [opened] });
          const known = args.travelTimes.to[id] !== undefined;
          if (known && facility.sameCampusAs.length === 0)
            expect(alone.candidates.map((row) => row.facility)).toEqual([]);
        }
      }),
      RUNS,
    );
  });
});

describe('a hospital never ranks lower for being', () => {
  it('fresher: the same figures, observed later', () => {
    neverLower((old) => (old === null ? null : { ...old, observedAt: minutesAgo(0) }));
    neverLower((old) => {
      if (old === null) return null;
      const middle = Math.floor((NOW - Date.parse(old.observedAt)) / 120_000);
      return { ...old, observedAt: minutesAgo(middle) };
    });
  });

  it('emptier: one more free', () => {
    neverLower((old) => (old?.available == null ? null : { ...old, available: old.available + 1 }));
  });

  it('emptier and fresher at once', () => {
    neverLower((old) =>
      old?.available == null
        ? null
        : { ...old, available: old.available + 2, observedAt: minutesAgo(0) },
    );
  });

  it('heard at last, with room', () => {
    neverLower((old) =>
      old === null || old.validUntil !== null
        ? anObservation({ available: 2, observedAt: minutesAgo(0) })
        : null,
    );
  });

  it('rid of a stop', () => {
    fc.assert(
      fc.property(rankArguments, fc.nat(), (args, site) => {
        const facility = args.facilities[site % args.facilities.length]!;
        fc.pre(facility.stops.length > 0);
        const before = rankOf(args, facility.id);
        const after = rankOf(withFacility(args, { ...facility, stops: [] }), facility.id);
        if (before !== null) expect(after ?? Infinity).toBeLessThanOrEqual(before);
      }),
      RUNS,
    );
  });
});
