import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '#domain/clock.ts';
import { isFollowed, isOver } from '#domain/unusual/followed.ts';
import { isUnusual, medianOf, usualOf } from '#domain/unusual/usual.ts';
import { actor, DAY, found, line, looks, TEN, WEEK, weekly } from './unusual-looks.ts';

const kinds = ({ unusual }: ReturnType<typeof found>) =>
  unusual.map(({ kind, by, count }) => [kind, by.id, count]);
/** A role of which enough is known. */
const ROLE = ['rein', 'rosa', 'ruud'].map((id) => actor(id));
const roleWeeks = (count: number) =>
  weekly(8, (at, week) => ROLE.flatMap((by) => looks(count, at, `${by.id}${week}`, { by })));
const merged = (...all: ReturnType<typeof weekly>[]) =>
  Array.from({ length: 8 }, (_, n) => all.flatMap((weeks) => weeks[n] ?? []));

describe('a usual figure', () => {
  it('is a median that one wild week does not move', () => {
    expect([medianOf([]), medianOf([3]), medianOf([4, 1]), medianOf([1, 100, 2])]).toEqual([
      0, 3, 2.5, 2,
    ]);
    const calm = usualOf([4, 4, 5, 4, 5, 4, 4, 5], 4, 2);
    const wild = usualOf([4, 4, 5, 4, 5, 4, 4, 90], 4, 2);
    expect(calm).toEqual({ median: 4, limit: 10, of: 8 });
    expect(wild).toEqual(calm);
  });

  it('is not told of too few figures', () => {
    expect(usualOf([4, 4, 4], 4, 2)).toBe(null);
  });

  it('is exceeded for oneself and beside the role, from the floor on', () => {
    const usual = (median: number, limit: number) => ({ median, limit, of: 8 });
    const of = (count: number, own: ReturnType<typeof usual> | null, role: typeof own) =>
      isUnusual(count, { floor: 12, own, role });
    expect(of(11, usual(1, 2), null)).toBe(false);
    expect(of(12, usual(1, 2), null)).toBe(true);
    expect(of(12, usual(10, 16), null)).toBe(false);
    // More than it ever did, and what its role does all day.
    expect(of(20, usual(1, 7), usual(25, 40))).toBe(false);
    expect(of(30, usual(1, 7), usual(25, 40))).toBe(true);
    // Nothing known of itself: the role's limit; nothing known at all: the floor.
    expect([of(30, null, usual(25, 40)), of(41, null, usual(25, 40))]).toEqual([false, true]);
    expect(of(12, null, null)).toBe(true);
  });
});

describe('many cases in an hour', () => {
  it('are pointed at beside what the account and its role usually open', () => {
    const weeks = merged(
      weekly(8, (at, week) => looks(3, at, `a${week}`)),
      roleWeeks(4),
    );
    const { unusual } = found(looks(30, TEN, 'now'), weeks);
    expect(unusual).toMatchObject([
      {
        ...{ kind: 'many-cases', count: 30, floor: 12, moreLines: 0 },
        ...{ own: { median: 3, limit: 9, of: 8 }, role: { median: 4, limit: 10, of: 4 } },
      },
    ]);
    expect(unusual[0]?.lines).toHaveLength(30);
    expect(unusual[0]?.seen).toHaveLength(30);
  });

  it('are no news where it is usual', () => {
    const weeks = weekly(8, (at, week) => looks(28, at, `a${week}`));
    expect(kinds(found(looks(30, TEN, 'now'), weeks))).toEqual([]);
  });

  it('are counted once a case, by the hour, and only those opened one by one', () => {
    const weeks = weekly(8, (at, week) => looks(2, at, `a${week}`));
    const again = Array.from({ length: 40 }, (_, n) => line(TEN + n * MINUTE, 'same'));
    expect(kinds(found(again, weeks))).toEqual([]);
    const spread = looks(14, TEN, 'now').map((one, n) => ({ ...one, at: TEN + n * 30 * MINUTE }));
    expect(kinds(found(spread, weeks))).toEqual([]);
    // A moment looked back at shows many: the reader hears of one of them.
    expect(kinds(found(looks(30, TEN, 'now', { action: 'past', whole: 60 }), weeks))).toEqual([]);
  });

  it('of more than a hundred lines name a hundred and say how many more there are', () => {
    const many = Array.from({ length: 130 }, (_, n) => line(TEN + n * 1_000, `c${n}`));
    expect(found(many).unusual).toMatchObject([{ count: 130, moreLines: 30 }]);
  });

  it('say how many were outside the usual hours, which alone is nothing', () => {
    const weeks = weekly(8, (at, week) => looks(3, at, `a${week}`));
    const night = TEN - 8 * HOUR;
    expect(found(looks(30, night, 'now'), weeks).unusual).toMatchObject([{ outside: 30 }]);
    // Some of the weeks are of before the clock was put back: it looked from ten to twelve, and an hour beside that is no other.
    const late = (hours: number) => found(looks(30, TEN + hours * HOUR, 'now'), weeks).unusual;
    expect(late(2)).toMatchObject([{ outside: 0 }]);
    expect(late(3)).toMatchObject([{ outside: 30 }]);
    expect(kinds(found(looks(3, night, 'now'), weeks))).toEqual([]);
    expect(found(looks(30, night, 'now')).unusual).toMatchObject([{ outside: null }]);
  });
});

describe('what cannot be compared', () => {
  it('is said: nothing known of the account nor of its role', () => {
    const calm = found(looks(2, TEN, 'now'));
    expect(calm).toMatchObject({ unusual: [], accounts: 1, uncompared: 1, weeks: 0, lines: 2 });
    const weeks = merged(
      weekly(3, (at, week) => looks(2, at, `a${week}`)),
      roleWeeks(2),
    );
    expect(found(looks(2, TEN, 'now'), weeks)).toMatchObject({ uncompared: 0, weeks: 8 });
    const young = weekly(3, (at, week) =>
      ROLE.flatMap((by) => looks(2, at, `${by.id}${week}`, { by })),
    );
    expect(found(looks(2, TEN, 'now'), young)).toMatchObject({ uncompared: 1, weeks: 3 });
    const other = actor('ada', { role: 'chair', organisation: 'west' });
    expect(found([line(TEN, 'c', { by: other })], weeks)).toMatchObject({ uncompared: 1 });
  });

  it('is pointed at from the floor on, without a usual figure', () => {
    expect(found(looks(12, TEN, 'now')).unusual).toMatchObject([{ own: null, role: null }]);
    expect(kinds(found(looks(11, TEN, 'now')))).toEqual([]);
  });
});

describe('looks at what ended long ago', () => {
  const by = actor('cor', { role: 'chair', organisation: 'west' });
  const old = new Map([['old', TEN - 40 * DAY]]);
  const said = { by, ground: 'coordinating-region' } as const;
  const weeks = weekly(8, (at) => [line(at, 'fresh', said)]);

  it('are pointed at where the ground is not that of care', () => {
    const period = [line(TEN, 'old', said), line(TEN + 1, 'young', said)];
    expect(kinds(found(period, weeks, {}, old))).toEqual([['late-looks', 'cor', 1]]);
    const care = [line(TEN, 'old', { ...said, ground: 'treating-hospital' })];
    expect(kinds(found(care, weeks, {}, old))).toEqual([]);
  });

  it('are not where the case is still open, or young', () => {
    const period = [line(TEN, 'old', said)];
    expect(kinds(found(period, weeks, { open: new Set(['old']) }, old))).toEqual([]);
    expect(kinds(found(period, weeks, {}, new Map([['old', TEN - 29 * DAY]])))).toEqual([]);
  });

  it('are no news of somebody who looks back each week', () => {
    const back = new Map(
      Array.from({ length: 9 }, (_, n) => [`old${n}`, TEN - 60 * WEEK] as const),
    );
    const each = weekly(8, (at, week) => [line(at, `old${week}`, said)]);
    expect(kinds(found([line(TEN, 'old0', said)], each, {}, back))).toEqual([]);
  });
});

describe('a broken glass', () => {
  const by = actor('hans', { organisation: 'haga-leyweg' });
  const glass = line(TEN, 'c', {
    by,
    action: 'break-glass',
    ground: 'break-glass',
    asked: { glass: 'g' },
  });

  it('is pointed at when its hour is over and nothing followed', () => {
    expect(found([glass]).unusual).toMatchObject([
      { kind: 'glass-unfollowed', count: 1, before: 0, canAct: true, lines: [glass.seq] },
    ]);
    expect(kinds(found([glass], [], { now: TEN + 59 * MINUTE }))).toEqual([]);
    expect(kinds(found([glass], [], { followed: new Set([glass.seq]) }))).toEqual([]);
  });

  it('of somebody who can do nothing for a case is said to be so, beside how often it came before', () => {
    const admin = actor('ada', { role: 'administrator', organisation: null });
    const one = { ...glass, by: admin };
    const before = weekly(2, (at) => [{ ...one, at }]);
    expect(found([one], before).unusual).toMatchObject([{ canAct: false, before: 2 }]);
  });

  it('is followed by a step of that organisation within a day, or by a decision for it', () => {
    const entry = (minutes: number, organisation: string, facility?: string) =>
      ({
        kind: facility === undefined ? 'case-status-changed' : 'decision-made',
        at: new Date(TEN + minutes * MINUTE).toISOString(),
        by: { ...by, organisation },
        body: facility === undefined ? { step: 'arrived' } : { decision: { facility } },
      }) as unknown as Parameters<typeof isFollowed>[2][number];
    expect(isFollowed(by, TEN, [entry(20, 'haga-leyweg')])).toBe(true);
    expect(isFollowed(by, TEN, [entry(20, 'mk-den-haag', 'haga-leyweg')])).toBe(true);
    expect(isFollowed(by, TEN, [entry(-1, 'haga-leyweg'), entry(20, 'mk-den-haag')])).toBe(false);
    expect(isFollowed(by, TEN, [entry(24 * 60 + 1, 'haga-leyweg')])).toBe(false);
    expect(isFollowed({ ...by, organisation: null }, TEN, [entry(1, 'x')])).toBe(false);
  });

  it('a case is over by its last step', () => {
    const step = (kind: string, body: object) =>
      ({ kind, at: '', by, body }) as unknown as NonNullable<Parameters<typeof isOver>[0]>;
    expect(isOver(undefined)).toBe(false);
    expect(isOver(step('case-status-changed', { step: 'en-route' }))).toBe(false);
    expect(isOver(step('case-status-changed', { step: 'handed-over' }))).toBe(true);
    expect(isOver(step('case-archived', {}))).toBe(true);
  });
});

describe('refusals in a row', () => {
  const refused = (minutes: number, code = 'UNKNOWN_CASE') =>
    line(TEN + minutes * MINUTE, null, { action: 'break-glass', asked: { refused: code } });
  const taken = (minutes: number) => line(TEN + minutes * MINUTE, 'c', { action: 'break-glass' });
  const rows = (...lines: ReturnType<typeof line>[]) =>
    kinds(found(lines)).filter(([kind]) => kind === 'refusals');

  it('are three within an hour of each other, without one that was given between them', () => {
    expect(rows(refused(0), refused(20))).toEqual([]);
    expect(rows(refused(0), refused(20), refused(80))).toEqual([['refusals', 'anna', 3]]);
    expect(rows(refused(0), refused(20), refused(81))).toEqual([]);
    expect(rows(refused(0), refused(1), taken(2), refused(3))).toEqual([]);
  });

  it('are of cases that do not exist, not of sentences that were refused', () => {
    expect(rows(refused(0), refused(1, 'PERSON_DATA'), refused(2, 'GLASS_NOT_NEEDED'))).toEqual([]);
  });
});

describe('exports', () => {
  const file = (minutes: number, path: string, session = 's') => ({
    ...line(TEN + minutes * MINUTE, `c${minutes}`, { action: 'export', asked: { path }, whole: 9 }),
    session,
  });

  it('are pointed at by the day, the pages of one file being one', () => {
    const pages = Array.from({ length: 30 }, (_, n) => file(n, '/decisions'));
    expect(kinds(found(pages))).toEqual([]);
    const files = Array.from({ length: 6 }, (_, n) => file(n, `/decisions/${n}`));
    expect(kinds(found(files))).toEqual([['exports', 'anna', 6]]);
    const usual = weekly(8, (at) => files.map((one, n) => ({ ...one, at: at + n * MINUTE })));
    expect(kinds(found(files, usual))).toEqual([]);
  });
});

describe('the list', () => {
  it('has the newest first, and leaves out what the server does itself', () => {
    const period = [
      ...looks(12, TEN, 'one', { by: actor('b') }),
      ...looks(12, TEN + DAY, 'two', { by: actor('a') }),
      ...looks(20, TEN, 'srv', { by: actor('server', { kind: 'system', role: 'system' }) }),
    ];
    expect(kinds(found(period)).map(([, id]) => id)).toEqual(['a', 'b']);
    expect(found(period)).toMatchObject({ lines: 24, accounts: 2 });
  });
});
