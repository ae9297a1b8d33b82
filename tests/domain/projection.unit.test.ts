import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audienceOf } from '#domain/access/table.ts';
import { apply, applyAsSeen } from '#domain/apply.ts';
import { projectEntry, projectPicture, type Audience } from '#domain/audience/project.ts';
import { MINUTE } from '#domain/clock.ts';
import type { Entry } from '#domain/entries.ts';
import { EMPTY_PICTURE, type Picture } from '#domain/picture.ts';
import { pictureFrom, snapshotOf, NO_TEXTS } from '#wire/views.ts';
import { PEOPLE, Stream } from '../support/land.ts';
import { ANYBODY, aMove, play, type Move } from '../support/moves.ts';

const OPENED = { opened: ['case-0', 'case-2', 'case-5', 'case-9'] };
const AUDIENCES: [string, Audience][] = [
  ...Object.entries(PEOPLE).map(([name, who]): [string, Audience] => [name, audienceOf(who)]),
  // With the glass of some cases broken.
  ['another room, opened', { ...audienceOf(PEOPLE['dispatch-2']), ...OPENED }],
  ['a hospital, opened', { ...audienceOf(PEOPLE['hospital-1']), ...OPENED }],
];

/** Plays the moves on a new land; answers what the ledger then holds. */
function played(moves: readonly Move[]): { stream: Stream; entries: Entry[]; picture: Picture } {
  const stream = new Stream();
  moves.forEach((move, index) => {
    stream.now += move.wait * MINUTE;
    const decided = play(stream.picture, move, stream.now, index);
    if (decided.ok) stream.append(decided, ANYBODY);
  });
  return { stream, entries: stream.entries, picture: stream.picture };
}

const moves = fc.array(aMove, { minLength: 5, maxLength: 60, size: 'max' });

describe('the moves of these tests', () => {
  it('reach every kind of entry', () => {
    const kinds = new Set<string>();
    for (const sample of fc.sample(moves, { seed: 1, numRuns: 300 }))
      for (const { kind } of played(sample).entries) kinds.add(kind);
    expect([...kinds].sort()).toEqual([
      'access-changed',
      'advice-given',
      'case-acknowledged',
      'case-archived',
      'case-opened',
      'case-revised',
      'case-status-changed',
      'confirmation-asked',
      'decision-made',
      'facility-registered',
      'feed-alarm-cleared',
      'feed-alarm-raised',
      'glass-broken',
      'handover-saved',
      'installation-configured',
      'note-written',
      'override-explained',
      'policy-adopted',
      'quality-reported',
      'region-registered',
      'stop-ended',
      'stop-started',
      'unit-observed',
    ]);
  });
});

/** Found by chance: two hospitals of one account lose a case in the same millisecond; what was told last is what stays. */
const TWICE_LOST_AT_ONCE: Move[] = [
  { do: 'open', a: 0, b: 37, c: 57, wait: 0 },
  { do: 'choose', a: 0, b: 16, c: 44, wait: 0 },
  { do: 'open', a: 0, b: 0, c: 0, wait: 0 },
  { do: 'choose', a: 0, b: 0, c: 15, wait: 0 },
  { do: 'choose', a: 0, b: 0, c: 20, wait: 0 },
  { do: 'open', a: 0, b: 0, c: 0, wait: 0 },
  { do: 'open', a: 0, b: 0, c: 0, wait: 0 },
];

describe('what an audience sees', () => {
  it.each(AUDIENCES)('%s: projecting and applying change places', (_name, audience) => {
    fc.assert(
      fc.property(moves, (list) => {
        let whole = EMPTY_PICTURE;
        let seen = projectPicture(whole, audience);
        for (const entry of played(list).entries) {
          const next = apply(whole, entry);
          const shown = projectEntry(entry, whole, next, audience);
          if (shown !== null)
            seen = applyAsSeen(seen, JSON.parse(JSON.stringify(shown)) as typeof shown);
          // A hidden entry only moves the seq and the time, which every message carries.
          let expected = projectPicture(next, audience);
          if (shown === null) expected = { ...expected, seq: seen.seq, at: seen.at };
          if (!isDeepStrictEqual(seen, expected)) expect(seen).toEqual(expected);
          whole = next;
        }
      }),
      { numRuns: 40, examples: [[TWICE_LOST_AT_ONCE]] },
    );
  });

  it.each(AUDIENCES)('%s: nothing that is sent names a case it may not see', (_name, audience) => {
    fc.assert(
      fc.property(moves, (list) => {
        let whole = EMPTY_PICTURE;
        const everSeen = new Set<string>();
        for (const entry of played(list).entries) {
          const next = apply(whole, entry);
          const shown = projectEntry(entry, whole, next, audience);
          const picture = projectPicture(next, audience);
          for (const id of Object.keys(picture.cases)) everSeen.add(id);
          const sent = JSON.stringify([
            shown,
            snapshotOf(picture, { now: 0, inbound: audience.inbound, texts: NO_TEXTS }),
          ]);
          for (const id of Object.keys(next.cases))
            if (!everSeen.has(id)) expect(sent).not.toContain(`"${id}"`);
          whole = next;
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each(AUDIENCES)(
    '%s: nothing of the feed alarms of a hospital that is not theirs is sent',
    (_name, audience) => {
      const { facilities, regions } = audience;
      fc.assert(
        fc.property(moves, (list) => {
          let whole = EMPTY_PICTURE;
          for (const entry of played(list).entries) {
            const next = apply(whole, entry);
            const shown = projectEntry(entry, whole, next, audience);
            const seen = projectPicture(next, audience);
            const sees = (id: string) =>
              facilities.includes(id) ||
              regions === 'nation' ||
              regions.includes(next.facilities[id]?.region ?? '');
            if (entry.kind === 'feed-alarm-raised' || entry.kind === 'feed-alarm-cleared')
              expect(shown !== null).toBe(sees(entry.body.facility));
            for (const one of Object.values(seen.facilities))
              if (!sees(one.id)) expect(one).not.toHaveProperty('feedAlarms');
            whole = next;
          }
        }),
        { numRuns: 40 },
      );
    },
  );

  it('is in the snapshot whole, and a replica is built from it', () => {
    fc.assert(
      fc.property(moves, (list) => {
        const { picture, stream } = played(list);
        for (const [, audience] of AUDIENCES) {
          const seen = projectPicture(picture, audience);
          const options = { now: stream.now, inbound: audience.inbound, texts: NO_TEXTS };
          const sent = JSON.stringify(snapshotOf(seen, options));
          expect(pictureFrom(JSON.parse(sent) as ReturnType<typeof snapshotOf>)).toEqual(seen);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the picture', () => {
  it('resumed from any snapshot, in any batching, is that of one pass', () => {
    fc.assert(
      fc.property(moves, fc.array(fc.nat(80), { maxLength: 6 }), (list, cuts) => {
        const { entries, picture } = played(list);
        let resumed = EMPTY_PICTURE;
        let from = 0;
        for (const cut of [...cuts].sort((a, b) => a - b).concat(entries.length)) {
          resumed = entries.slice(from, cut).reduce(apply, resumed);
          resumed = JSON.parse(JSON.stringify(resumed)) as Picture;
          from = Math.max(from, cut);
        }
        expect(resumed).toEqual(picture);
        expect(entries.reduce(apply, EMPTY_PICTURE)).toEqual(picture);
      }),
    );
  });

  it('is not changed by an entry that it holds already', () => {
    fc.assert(
      fc.property(moves, (list) => {
        const { entries, picture } = played(list);
        for (const entry of entries) expect(apply(picture, entry)).toBe(picture);
      }),
    );
  });

  it('never lets an observation that arrives late replace a newer one', () => {
    fc.assert(
      fc.property(moves, (list) => {
        let picture = EMPTY_PICTURE;
        for (const entry of played(list).entries) {
          const next = apply(picture, entry);
          if (entry.kind === 'unit-observed') {
            const { facility, kind, observation } = entry.body;
            const of = (one: Picture) =>
              one.facilities[facility]?.units
                .find((unit) => unit.kind === kind)
                ?.observations.find((row) => row.channel === observation.channel);
            const [before, after] = [of(picture), of(next)];
            if (before !== undefined)
              expect((after?.observedAt ?? '') >= before.observedAt).toBe(true);
            if (before !== undefined && observation.observedAt < before.observedAt)
              expect(after).toBe(before);
          }
          picture = next;
        }
      }),
    );
  });
});
