/** Everything that happens at least once, in the small land: the same moves each time, decided by the real deciders. */
import { ENTRY_KINDS, type Entry } from '#domain/entries.ts';
import { ANYBODY, MOVES, play, type Move } from '../support/moves.ts';
import { Stream } from '../support/land.ts';
import { MINUTE } from '#domain/clock.ts';

/** Numbers that look like chance and are the same everywhere (Park and Miller, "minimal standard"). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** @param done says when there is enough. */
export function entriesOf(seed: number, most: number, done: (seen: Entry[]) => boolean): Entry[] {
  const stream = new Stream();
  const next = numbers(seed);
  for (let nth = 0; nth < most && !done(stream.entries); nth += 1) {
    const kind = MOVES[next(MOVES.length)] ?? 'observe';
    const move: Move = { do: kind, a: next(61), b: next(61), c: next(61), wait: next(9) };
    stream.now += move.wait * MINUTE;
    const decided = play(stream.picture, move, stream.now, nth + 1);
    if (decided.ok) stream.append(decided, ANYBODY);
  }
  return stream.entries;
}

export const hasAllKinds = (entries: readonly Entry[]) =>
  new Set(entries.map(({ kind }) => kind)).size === ENTRY_KINDS.length;

/** What a body is made of: each path in it with the types that stand there, sorted. Names of facilities and the like are `*`. */
export function shapeOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) {
    const of = value.flatMap((one) => shapeOf(one, `${path}[]`));
    return [...new Set([`${path}: list`, ...of])].sort();
  }
  if (typeof value === 'object' && value !== null) {
    const of = Object.entries(value).flatMap(([name, one]) =>
      shapeOf(one, `${path}.${/^[a-z][A-Za-z0-9]*$/.test(name) ? name : '*'}`),
    );
    return [...new Set([`${path}: object`, ...of])].sort();
  }
  return [`${path}: ${value === null ? 'null' : typeof value}`];
}

/** Of each kind the shapes of all its bodies together. */
export function shapesOf(entries: readonly Entry[]): Record<string, string[]> {
  const shapes: Record<string, string[]> = {};
  for (const kind of ENTRY_KINDS) {
    const all = entries.filter((one) => one.kind === kind).flatMap(({ body }) => shapeOf(body));
    shapes[kind] = [...new Set(all)].sort();
  }
  return shapes;
}
