/** The replica of the past: from any moment, forward only, it shows what the ledger had then. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audienceOf } from '#domain/access/table.ts';
import { apply } from '#domain/apply.ts';
import { projectEntry, projectPicture, type Audience } from '#domain/audience/project.ts';
import { iso, MINUTE, ms } from '#domain/clock.ts';
import type { Entry } from '#domain/entries.ts';
import { EMPTY_PICTURE, type Picture } from '#domain/picture.ts';
import type { SnapshotMessage } from '#wire/live.ts';
import { NO_TEXTS, pictureFrom, snapshotOf } from '#wire/views.ts';
import { PastReplica, type LedgerPage } from '#lib/past/replay.ts';
import { PEOPLE, Stream } from '../support/land.ts';
import { ANYBODY, aMove, play, type Move } from '../support/moves.ts';

const AUDIENCES: [string, Audience][] = Object.entries(PEOPLE).map(([name, who]) => [
  name,
  audienceOf(who),
]);
const moves = fc.array(aMove, { minLength: 5, maxLength: 40, size: 'max' });

interface Told {
  entries: Entry[];
  /** After each entry; the first is empty. */
  pictures: Picture[];
}

function told(list: readonly Move[]): Told {
  const stream = new Stream();
  list.forEach((move, index) => {
    stream.now += move.wait * MINUTE;
    const decided = play(stream.picture, move, stream.now, index);
    if (decided.ok) stream.append(decided, ANYBODY);
  });
  const pictures: Picture[] = [EMPTY_PICTURE];
  for (const entry of stream.entries) pictures.push(apply(pictures.at(-1) ?? EMPTY_PICTURE, entry));
  return { entries: stream.entries, pictures };
}

/** As it comes over the wire. */
const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function snapshot({ pictures }: Told, seq: number, audience: Audience): SnapshotMessage {
  const picture = pictures[seq] ?? EMPTY_PICTURE;
  const options = { now: ms(picture.at), inbound: audience.inbound, texts: NO_TEXTS };
  return sent({
    seq,
    now: picture.at,
    picture: snapshotOf(projectPicture(picture, audience), options),
  });
}

function page(told: Told, after: number, limit: number, audience: Audience): LedgerPage {
  const whole = told.entries.slice(after, after + limit);
  const entries = whole.flatMap((entry) => {
    const [before, next] = [told.pictures[entry.seq - 1], told.pictures[entry.seq]];
    if (before === undefined || next === undefined) throw new RangeError('no such picture');
    return projectEntry(entry, before, next, audience) ?? [];
  });
  return sent({ after, seq: whole.at(-1)?.seq ?? after, entries });
}

/** Seq of the last entry at or before the moment. */
const seqAt = ({ entries }: Told, moment: number) =>
  entries.findLast((entry) => ms(entry.at) <= moment)?.seq ?? 0;

describe('playing forward', () => {
  it.each(AUDIENCES)(
    '%s: from any place shows at any later one what its snapshot shows',
    (_name, audience) => {
      fc.assert(
        fc.property(
          moves,
          fc.nat(1_000),
          fc.array(fc.nat(90), { minLength: 1, maxLength: 6 }),
          fc.integer({ min: 1, max: 9 }),
          (list, start, steps, limit) => {
            const history = told(list);
            const head = history.entries.length;
            const replica = new PastReplica(snapshot(history, 1 + (start % head), audience));
            const end = ms(history.entries.at(-1)?.at ?? '') + 100 * MINUTE;
            let moment = replica.moment;
            for (const minutes of steps) {
              moment = Math.min(end - 1, moment + minutes * MINUTE);
              while (!replica.reaches(moment))
                replica.take(page(history, replica.seq, limit, audience), end);
              expect(replica.advance(moment)).toBe(moment);
              const then = snapshot(
                history,
                Math.max(seqAt(history, moment), 1 + (start % head)),
                audience,
              );
              // A hidden entry moves nothing but the place in the ledger.
              const { seq, at } = then.picture;
              if (moment > ms(snapshot(history, 1 + (start % head), audience).now))
                expect({ ...replica.picture, seq, at }).toEqual(pictureFrom(then.picture));
            }
          },
        ),
        { numRuns: 25 },
      );
    },
  );
});

const NOW = Date.parse('2026-11-18T13:00:00.000Z');
function replicaAt(moment: number): PastReplica {
  const picture = { ...EMPTY_PICTURE, seq: 3, at: iso(moment) };
  const options = { now: moment, inbound: true, texts: NO_TEXTS };
  return new PastReplica({ seq: 3, now: iso(moment), picture: snapshotOf(picture, options) });
}
const anEntry = (seq: number, at: number) =>
  ({
    seq,
    at: iso(at),
    kind: 'policy-adopted',
    version: seq,
    body: { policy: null },
  }) as unknown as LedgerPage['entries'][number];

describe('a replica of the past', () => {
  it('stands at its snapshot and reaches no further until it was told more', () => {
    const replica = replicaAt(NOW);
    expect(replica.reaches(NOW)).toBe(true);
    expect(replica.reaches(NOW + 1)).toBe(false);
    expect(replica.advance(NOW + MINUTE)).toBe(NOW);
  });

  it('holds an entry back until its moment has come', () => {
    const replica = replicaAt(NOW);
    replica.take({ after: 3, seq: 4, entries: [anEntry(4, NOW + 5_000)] }, NOW + MINUTE);
    replica.advance(NOW + 4_000);
    expect(replica.picture.policyVersion).toBe(0);
    // More may have happened in the very same millisecond: that is not reached yet.
    expect(replica.reaches(NOW + 5_000)).toBe(false);
    replica.take({ after: 4, seq: 4, entries: [] }, NOW + MINUTE);
    expect(replica.advance(NOW + 5_000)).toBe(NOW + 5_000);
    expect(replica.picture.policyVersion).toBe(4);
  });

  it('never goes back, and passes over a page that does not follow', () => {
    const replica = replicaAt(NOW);
    replica.take({ after: 9, seq: 12, entries: [anEntry(12, NOW + 1)] }, NOW + MINUTE);
    expect(replica.seq).toBe(3);
    replica.take({ after: 3, seq: 3, entries: [] }, NOW + MINUTE);
    replica.advance(NOW + 30_000);
    expect(replica.advance(NOW)).toBe(NOW + 30_000);
    expect(replica.reaches(NOW)).toBe(false);
  });
});
