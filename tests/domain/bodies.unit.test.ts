/** Bodies of every version that was ever written go on being read, and today's do not change unnoticed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apply } from '#domain/apply.ts';
import { BODIES, liftedBody, UnreadableEntry, versionOf, type Bodies } from '#domain/bodies.ts';
import { ENTRY_KINDS, type Entry } from '#domain/entries.ts';
import { EMPTY_PICTURE, type Picture } from '#domain/picture.ts';
import { entriesOf, shapesOf } from '../golden/body-moves.ts';

const FOLDER = join(import.meta.dirname, '..', 'golden', 'bodies');
const read = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
const recorded = readdirSync(FOLDER).filter((name) => name.startsWith('entries-'));
const entriesIn = (name: string) => read(name) as Entry[];

describe('golden bodies', () => {
  it.each(recorded)('%s is read as it always was', (name) => {
    const lifted = entriesIn(name).map(
      (entry) => ({ ...entry, body: liftedBody(entry, entry.body) }) as Entry,
    );
    const picture = read(name.replace('entries', 'picture')) as Picture;
    // As kept: what is absent is absent.
    expect(JSON.parse(JSON.stringify(lifted.reduce(apply, EMPTY_PICTURE)))).toEqual(picture);
  });

  it('are there of every kind, in every version that it ever had', () => {
    const there = new Set(
      recorded.flatMap((name) => entriesIn(name).map(({ kind, v }) => `${kind} ${v}`)),
    );
    for (const kind of ENTRY_KINDS)
      for (let version = 1; version <= versionOf(kind); version += 1)
        expect(there).toContain(`${kind} ${version}`);
  });

  it('have the form in which bodies are written today', () => {
    const today = shapesOf(entriesOf(1, 1_500, () => false));
    expect(
      today,
      'the form of a body changed: read docs/decisions/0014, then node tests/golden/record-bodies.ts',
    ).toEqual(read('shapes.json'));
  });
});

describe('a body of an older version', () => {
  const bodies: Bodies = {
    ...BODIES,
    'stop-ended': [
      (body) => ({ ...(body as object), second: true }),
      (body) => ({ ...(body as object), third: 'second' in (body as object) }),
    ],
  };
  const entry = (v: number) => ({ seq: 7, kind: 'stop-ended', v });

  it('is lifted step by step, and one of today is left as it is', () => {
    expect(versionOf('stop-ended', bodies)).toBe(3);
    expect(liftedBody(entry(1), {}, bodies)).toEqual({ second: true, third: true });
    expect(liftedBody(entry(2), {}, bodies)).toEqual({ third: false });
    const body = { as: 'it is' };
    expect(liftedBody(entry(3), body, bodies)).toBe(body);
  });

  it('of a version or a kind that is not known is refused by name and number', () => {
    expect(() => liftedBody(entry(4), {}, bodies)).toThrow(UnreadableEntry);
    expect(() => liftedBody(entry(4), {}, bodies)).toThrow(
      /entry 7 .*\(stop-ended\) has version 4, and version 3 is the last/,
    );
    for (const kind of ['moon-landed', 'toString'])
      expect(() => liftedBody({ seq: 9, kind, v: 1 }, {})).toThrow(/entry 9 .*its kind/);
  });
});
