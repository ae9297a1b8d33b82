import { describe, expect, it } from 'vitest';
import { audienceOf, type Principal } from '#domain/access/table.ts';
import { apply } from '#domain/apply.ts';
import type { EntriesMessage, SnapshotMessage } from '#wire/live.ts';
import { EVENT_LOOP } from '../../db/clockwork.ts';
import type { Change } from '../../server/desk/live-picture.ts';
import { Audiences, type Follower, type LiveNamespace } from '../../server/live/audiences.ts';
import { NO_METERS, type FollowedPicture } from '../../server/live/ports.ts';
import { PEOPLE, Stream } from '../support/land.ts';
import { ANYBODY, play, type Move } from '../support/moves.ts';

interface Sent {
  to: string[];
  event: string;
  message: EntriesMessage | SnapshotMessage;
}

/** Audiences over a picture that a test moves by hand, with sockets that only remember. */
function hall() {
  const stream = new Stream();
  const listeners = new Set<(changes: readonly Change[]) => void>();
  const live: FollowedPicture = {
    get picture() {
      return stream.picture;
    },
    now: () => stream.now,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changesAfter: (seq) => (seq === stream.picture.seq ? [] : null),
    refresh: () => Promise.resolve(),
  };
  const sent: Sent[] = [];
  const to = (rooms: string | string[]) => ({
    emit: (event: string, message: Sent['message']) =>
      sent.push({ to: [rooms].flat(), event, message }),
  });
  const errors: object[] = [];
  const log = {
    debug: () => undefined,
    warn: () => undefined,
    error: (facts: object) => errors.push(facts),
  };
  const audiences = new Audiences({ to } as unknown as LiveNamespace, {
    live,
    texts: { atHand: () => null },
    log,
    meters: NO_METERS,
    // Telling takes no time here, so that nobody rests.
    clockwork: { ...EVENT_LOOP, elapsed: () => 0 },
  });
  let serial = 0;
  return {
    stream,
    sent,
    errors,
    audiences,
    act: (move: Partial<Move> & Pick<Move, 'do'>): Change[] => {
      let before = stream.picture;
      serial += 1;
      const decided = play(before, { a: 0, b: 0, c: 0, wait: 0, ...move }, stream.now, serial);
      if (!decided.ok) throw new Error(decided.code);
      const changes = stream.append(decided, ANYBODY).map((entry) => {
        const after = apply(before, entry);
        const change = { entry, before, after };
        before = after;
        return change;
      });
      for (const listener of listeners) listener(changes);
      return changes;
    },
    tell: (changes: Change[]): void => {
      for (const listener of listeners) listener(changes);
    },
    follow: (id: string, who: Principal, after?: number) => {
      const follower: Follower = {
        id,
        connected: true,
        emit: (event, message) => sent.push({ to: [id], event, message }),
        join: () => undefined,
        leave: () => undefined,
      };
      return audiences.follow(follower, audienceOf(who), after);
    },
  };
}

const turn = () => new Promise((done) => setImmediate(done));
const room = (sent: readonly Sent[]) =>
  sent.filter(({ to, event }) => event === 'entries' && to[0]?.startsWith('audience:') === true);
const spans = (sent: readonly Sent[]) =>
  room(sent).map(({ message }) => [(message as EntriesMessage).after, message.seq]);

describe('the chain of a room', () => {
  it('is told what is pending before somebody enters', async () => {
    const { stream, sent, act, follow } = hall();
    await follow('one', PEOPLE.viewer);
    const { seq } = stream.picture;
    act({ do: 'observe', c: 7 });
    // In the same turn, before the room was told.
    await follow('two', PEOPLE.viewer, seq + 1);
    act({ do: 'observe', b: 1, c: 7 });
    await turn();
    expect(spans(sent)).toEqual([
      [seq, seq + 1],
      [seq + 1, seq + 2],
    ]);
    expect(room(sent).map(({ message }) => (message as EntriesMessage).entries.length)).toEqual([
      1, 1,
    ]);
  });

  it('is closed over hidden entries before somebody enters', async () => {
    const { stream, sent, act, follow } = hall();
    await follow('one', PEOPLE.viewer);
    const { seq } = stream.picture;
    act({ do: 'open' });
    await turn();
    expect(spans(sent)).toEqual([]);
    await follow('two', PEOPLE.viewer);
    expect(spans(sent)).toEqual([[seq, seq + 1]]);
  });

  it('shows a hole where an entry could not be projected, and the fault is logged', async () => {
    const { stream, sent, errors, act, tell, follow } = hall();
    await follow('one', PEOPLE.viewer);
    const { seq } = stream.picture;
    const [change] = act({ do: 'open' });
    const { after, before } = change as Change;
    // A picture that is no picture: projecting from it throws.
    const broken = { ...after, seq: seq + 2, cases: null as unknown as typeof after.cases };
    tell([{ entry: { ...(change as Change).entry, seq: seq + 2 }, before, after: broken }]);
    await turn();
    expect(errors).toHaveLength(1);
    stream.picture = { ...stream.picture, seq: seq + 2 };
    const next = act({ do: 'observe', c: 7 }).map((one) => ({
      ...one,
      entry: { ...one.entry, seq: seq + 3 },
    }));
    tell(next);
    await turn();
    expect(spans(sent).at(-1)?.[0]).toBeGreaterThan(seq);
  });

  it('of a room that everybody left is forgotten', async () => {
    const { sent, act, follow, audiences } = hall();
    await follow('one', PEOPLE.viewer);
    audiences.left('one');
    act({ do: 'observe', c: 7 });
    audiences.heartbeat();
    await turn();
    expect(room(sent)).toEqual([]);
  });
});

describe('snapshots', () => {
  it('asked for at once by many of one audience are projected and serialised once', async () => {
    const { sent, follow } = hall();
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, index) => follow(`viewer-${index}`, PEOPLE.viewer)),
    );
    await follow('other', PEOPLE['chair-nation']);
    const snapshots = sent.filter(({ event }) => event === 'snapshot');
    expect(snapshots.map(({ to }) => to.length)).toEqual([200, 1]);
    expect(replies.every(({ mode }) => mode === 'snapshot')).toBe(true);
  });

  it('are not sent to whoever left while waiting', async () => {
    const { sent, follow, audiences } = hall();
    const waiting = follow('one', PEOPLE.viewer);
    audiences.left('one');
    await waiting;
    await follow('two', PEOPLE.viewer);
    expect(sent.filter(({ event }) => event === 'snapshot').map(({ to }) => to)).toEqual([['two']]);
  });
});
