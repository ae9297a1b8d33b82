import { describe, expect, it } from 'vitest';
import { iso } from '#domain/clock.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import type { Picture } from '#domain/picture.ts';
import type { EntriesMessage, PieceMessage, SnapshotMessage } from '#wire/live.ts';
import { NO_TEXTS, snapshotOf } from '#wire/views.ts';
import { Replica } from '#lib/live/replica.ts';
import { tellInPieces } from '../../server/live/pieces.ts';
import { entryAfter, Facts, NOON, observation } from './facts.ts';

const DEVICE = NOON - 90_000;

const start = () => new Facts().region('west', 'West').facility('lumc', 'west');

function snapshot(picture: Picture, now = NOON): SnapshotMessage {
  const options = { now, inbound: true, texts: NO_TEXTS };
  return { seq: picture.seq, now: iso(now), picture: snapshotOf(picture, options) };
}

/** So many that they come in several pieces. */
function country(): Facts {
  let facts = start();
  for (let nth = 0; nth < 40; nth += 1) facts = facts.facility(`site-${nth}`, 'west');
  return facts;
}

/** As the server tells it. */
function inPieces(picture: Picture, of = 1) {
  const pieces: PieceMessage[] = [];
  const snapshots: SnapshotMessage[] = [];
  const emit = (event: string, message: unknown) =>
    event === 'piece'
      ? pieces.push(message as PieceMessage)
      : snapshots.push(message as SnapshotMessage);
  tellInPieces({ emit }, of, { seq: picture.seq, now: iso(NOON) }, picture);
  return { pieces, snapshot: snapshots[0] as SnapshotMessage };
}

function icu(seq: number, available: number): AudienceEntry {
  const body = {
    facility: 'lumc',
    kind: 'icu' as const,
    observation: observation({ available, staffed: 12 }),
  };
  return entryAfter(seq, 'unit-observed', body) as AudienceEntry;
}

const message = (after: number, seq: number, entries: AudienceEntry[] = []): EntriesMessage => ({
  after,
  seq,
  now: iso(NOON),
  entries,
});

const freeIcu = (replica: Replica) =>
  replica.picture?.facilities['lumc']?.units.find((unit) => unit.kind === 'icu')?.observations[0]
    ?.available;

function following() {
  const { picture } = start();
  const replica = new Replica();
  const token = replica.open();
  replica.onSnapshot(snapshot(picture), token, DEVICE);
  return { replica, token, seq: picture.seq };
}

describe('a replica', () => {
  it('has nothing before a snapshot, and asks for one when entries come first', () => {
    const replica = new Replica();
    const token = replica.open();
    expect(replica.onEntries(message(0, 1), token, DEVICE)).toBe('gap');
    expect(replica.picture).toBeNull();
  });

  it('holds the picture of the snapshot as the server has it', () => {
    const { picture } = start();
    const replica = new Replica();
    replica.onSnapshot(snapshot(picture), replica.open(), DEVICE);
    expect(replica.picture).toEqual({ ...picture, casesOpened: 0 });
    expect(replica.seq).toBe(picture.seq);
  });

  it.each(['as they are told', 'the other way round'])(
    'holds nothing of a snapshot in pieces until the whole of it is there, %s',
    (order) => {
      const { picture } = country();
      const replica = new Replica();
      const token = replica.open();
      const { pieces, snapshot: end } = inPieces(picture);
      const told = [
        ...pieces.map((piece) => () => replica.onPiece(piece, token, DEVICE)),
        () => replica.onSnapshot(end, token, DEVICE),
      ];
      if (order !== 'as they are told') told.reverse();
      const last = told.pop();
      for (const tell of told) {
        expect(tell()).toBe('part');
        expect(replica.picture).toBeNull();
      }
      expect(last?.()).toBe('applied');
      expect(replica.picture).toEqual({ ...picture, casesOpened: 0 });
      // A whole one after it is whole by itself.
      replica.onSnapshot(snapshot(start().picture), token, DEVICE);
      expect(Object.keys(replica.picture?.facilities ?? {})).toEqual(['lumc']);
    },
  );

  it('keeps what it has when a piece was lost, and misses it at the next message', () => {
    const { replica, token, seq } = following();
    const before = replica.picture;
    const { pieces, snapshot: end } = inPieces(country().picture);
    for (const piece of pieces.slice(1)) replica.onPiece(piece, token, DEVICE);
    expect(replica.onSnapshot(end, token, DEVICE)).toBe('part');
    expect(replica.picture).toBe(before);
    expect(replica.onEntries(message(seq + 1, seq + 2), token, DEVICE)).toBe('gap');
  });

  it('never mixes pieces of two snapshots, nor of two connections', () => {
    const old = inPieces(country().picture, 1);
    const { picture } = country().facility('haga', 'west');
    const now = inPieces(picture, 2);
    const replica = new Replica();
    const gone = replica.open();
    for (const piece of now.pieces) replica.onPiece(piece, gone, DEVICE);
    const token = replica.open();
    for (const piece of now.pieces) expect(replica.onPiece(piece, gone, DEVICE)).toBe('stale');
    for (const piece of old.pieces) replica.onPiece(piece, token, DEVICE);
    expect(replica.onSnapshot(now.snapshot, token, DEVICE)).toBe('part');
    // Late: a newer one is under way.
    expect(replica.onSnapshot(old.snapshot, token, DEVICE)).toBe('part');
    for (const piece of old.pieces) replica.onPiece(piece, token, DEVICE);
    expect(replica.picture).toBeNull();
    for (const piece of now.pieces) replica.onPiece(piece, token, DEVICE);
    expect(replica.picture).toEqual({ ...picture, casesOpened: 0 });
  });

  it('applies entries in order and says which', () => {
    const { replica, token, seq } = following();
    const told: number[] = [];
    const entries = [icu(seq, 5), icu(seq + 1, 4)];
    const outcome = replica.onEntries(message(seq, seq + 2, entries), token, DEVICE, (one) =>
      told.push(one.seq),
    );
    expect(outcome).toBe('applied');
    expect(freeIcu(replica)).toBe(4);
    expect(told).toEqual([seq + 1, seq + 2]);
    expect(replica.seq).toBe(seq + 2);
  });

  it('covers what it was not shown: the next message follows on the seq and not on the entries', () => {
    const { replica, token, seq } = following();
    expect(replica.onEntries(message(seq, seq + 7), token, DEVICE)).toBe('applied');
    expect(replica.onEntries(message(seq + 7, seq + 8, [icu(seq + 7, 3)]), token, DEVICE)).toBe(
      'applied',
    );
    expect(freeIcu(replica)).toBe(3);
  });

  it('applies nothing over a gap and reports it once, until what was missed comes', () => {
    const { replica, token, seq } = following();
    expect(replica.onEntries(message(seq + 3, seq + 4, [icu(seq + 3, 1)]), token, DEVICE)).toBe(
      'gap',
    );
    expect(replica.onEntries(message(seq + 4, seq + 5), token, DEVICE)).toBe('stale');
    expect(freeIcu(replica)).toBeUndefined();
    const missed = [icu(seq, 9), icu(seq + 3, 1)];
    expect(replica.onEntries(message(seq, seq + 5, missed), token, DEVICE)).toBe('applied');
    expect(freeIcu(replica)).toBe(1);
  });

  it('knows from each message whether the server can keep what is written', () => {
    const { replica, token, seq } = following();
    expect(replica.storage).toBeNull();
    const storage = { fault: 'full', since: '2026-11-18T13:00:00.000Z' } as const;
    replica.onEntries({ ...message(seq, seq), storage }, token, DEVICE);
    expect(replica.storage).toEqual(storage);
    replica.onEntries(message(seq, seq), token, DEVICE);
    expect(replica.storage).toBeNull();
  });

  it('leaves its picture alone at a message that it had', () => {
    const { replica, token, seq } = following();
    replica.onEntries(message(seq, seq + 1, [icu(seq, 5)]), token, DEVICE);
    const before = replica.picture;
    expect(replica.onEntries(message(seq, seq + 1, [icu(seq, 5)]), token, DEVICE)).toBe(
      'duplicate',
    );
    expect(replica.picture).toBe(before);
  });

  it('takes the new part of a message that overlaps', () => {
    const { replica, token, seq } = following();
    replica.onEntries(message(seq, seq + 1, [icu(seq, 5)]), token, DEVICE);
    const told: number[] = [];
    replica.onEntries(message(seq, seq + 2, [icu(seq, 5), icu(seq + 1, 2)]), token, DEVICE, (one) =>
      told.push(one.seq),
    );
    expect(freeIcu(replica)).toBe(2);
    expect(told).toEqual([seq + 2]);
  });

  it('ignores an earlier connection that still talks', () => {
    const { replica, token, seq } = following();
    replica.open();
    expect(replica.onEntries(message(seq, seq + 1, [icu(seq, 5)]), token, DEVICE)).toBe('stale');
    expect(replica.onSnapshot(snapshot(start().picture, NOON + 60_000), token, DEVICE)).toBe(
      'stale',
    );
    expect(freeIcu(replica)).toBeUndefined();
    expect(replica.heardAt).toBe(NOON);
  });

  it('starts over from a snapshot of a server that is behind it', () => {
    const { replica, token, seq } = following();
    replica.onEntries(message(seq, seq + 9), token, DEVICE);
    expect(replica.onSnapshot(snapshot(start().picture), replica.open(), DEVICE)).toBe('applied');
    expect(replica.seq).toBe(seq);
  });

  it("reckons on the server's clock, however wrong the device's is", () => {
    const { replica, token, seq } = following();
    expect(replica.serverNow(DEVICE + 5_000)).toBe(NOON + 5_000);
    const later = { ...message(seq, seq), now: iso(NOON + 10_000) };
    replica.onEntries(later, token, DEVICE);
    expect(replica.serverNow(DEVICE)).toBe(NOON + 10_000);
  });
});
