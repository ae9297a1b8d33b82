import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arcText } from '#lib/map/arc.ts';
import { boxAround, meet, placeBlocks } from '#lib/map/boxes.ts';
import { crowdOf } from '#lib/map/crowd.ts';
import { Kept, KeptList } from '#lib/map/kept.ts';
import { markBox, placeLabels, placeTags } from '#lib/map/labels.ts';
import { contour } from '#lib/map/layers/contour.ts';
import { sitesNow } from '#lib/map/layers/reach-now.ts';
import { rowOf } from '#lib/map/rows.ts';
import { emergencyDepartments } from '#lib/map/summary.ts';
import { levelOf } from '#lib/map/zoom.ts';
import { Facts, NOON } from './facts.ts';

const spot = fc.record({ x: fc.nat(400), y: fc.nat(400) });
const spots = fc
  .array(spot, { minLength: 1, maxLength: 30 })
  .map((all) => all.map((one, n) => ({ ...one, id: `m${n}` })));

describe('names beside marks', () => {
  it('cover no other mark, no other name, no obstacle, and stay in the frame', () => {
    const frame = { left: 0, top: 0, right: 400, bottom: 400 };
    const obstacle = boxAround(200, 200, 80, 40);
    fc.assert(
      fc.property(spots, (all) => {
        const things = all.map((one, n) => ({ ...one, width: 60, height: 28, gravity: n % 3 }));
        const sides = placeLabels(things, { obstacles: [obstacle], mark: 8, frame });
        const boxes = things.flatMap((thing) => {
          const side = sides.get(thing.id);
          if (side === undefined) return [];
          const dx = side.startsWith('left') ? -42 : side.startsWith('right') ? 42 : 0;
          const up = side === 'above' || side === 'below' ? 22 : 14;
          const dy = side.endsWith('above') ? -up : side.endsWith('below') ? up : 0;
          return [{ id: thing.id, box: boxAround(thing.x + dx, thing.y + dy, 60, 28) }];
        });
        for (const { id, box } of boxes) {
          expect(meet(box, obstacle)).toBe(false);
          expect(box.left >= 0 && box.right <= 400 && box.top >= 0 && box.bottom <= 400).toBe(true);
          for (const thing of things)
            if (thing.id !== id) expect(meet(box, markBox(thing, 8))).toBe(false);
          for (const other of boxes) if (other.id !== id) expect(meet(box, other.box)).toBe(false);
        }
      }),
    );
  });

  it('leave the tags of patients on the way a corner, or no tag', () => {
    fc.assert(
      fc.property(spots, (all) => {
        const tagged = all.map((one) => ({ ...one, tagged: true }));
        const tags = [...placeTags(tagged, 8)];
        for (const [id, tag] of tags) {
          for (const one of all) if (one.id !== id) expect(meet(tag, markBox(one, 8))).toBe(false);
          for (const [other, box] of tags) if (other !== id) expect(meet(tag, box)).toBe(false);
        }
      }),
    );
  });
});

describe('the words of a region', () => {
  const block = { id: 'west', x: 100, y: 100, width: 80, height: 34 };

  it('stand where they best stand when nothing is there', () => {
    expect(placeBlocks([block], [])).toEqual([{ id: 'west', x: 100, y: 100 }]);
  });

  it('move aside for marks and for each other, and are never left out', () => {
    const marks = [boxAround(100, 100, 16, 16), boxAround(120, 110, 16, 16)];
    const placed = placeBlocks([block, { ...block, id: 'oost' }], marks);
    const boxes = placed.map(({ x, y }) => boxAround(x, y, 80, 34));
    expect(placed).toHaveLength(2);
    for (const box of boxes) for (const mark of marks) expect(meet(box, mark)).toBe(false);
    expect(meet(boxes[0]!, boxes[1]!)).toBe(false);
  });

  it('stay within the map, unless what they are about is out of sight', () => {
    const frame = { left: 0, top: 0, right: 300, bottom: 300 };
    const [near] = placeBlocks([{ ...block, x: 5, y: 5 }], [], frame);
    expect(near!.x).toBeGreaterThanOrEqual(40);
    const [far] = placeBlocks([{ ...block, x: 900 }], [], frame);
    expect(far!.x).toBe(900);
  });

  it('cover as little as can be where no place is free', () => {
    const everywhere = boxAround(100, 100, 2000, 2000);
    expect(placeBlocks([block], [everywhere])).toHaveLength(1);
  });
});

describe('the minutes at an arc', () => {
  const points = Array.from({ length: 25 }, (_, n) => ({ x: n * 10, y: 50 }));

  it('stand at its top, or further along when that is taken', () => {
    expect(arcText(points, '22 min', [], false)).toMatchObject({ x: 120, y: 50 });
    const at = arcText(points, '22 min', [boxAround(120, 50, 16, 16)], false);
    expect(at).not.toBeNull();
    expect(meet(at!, boxAround(120, 50, 16, 16))).toBe(false);
  });

  it('are left out where they would hide something, but not those of the chosen hospital', () => {
    const everywhere = [boxAround(120, 50, 900, 900)];
    expect(arcText(points, '22 min', everywhere, false)).toBeNull();
    expect(arcText(points, '22 min', everywhere, true)).not.toBeNull();
    expect(arcText(points.slice(0, 2), '22 min', [], false)).toBeNull();
  });
});

describe('the part that is shown larger', () => {
  const at = (id: string, lat: number, lon: number, weight = 0) => ({ id, lat, lon, weight });
  const city = [at('a', 52, 4.4), at('b', 52.02, 4.42), at('c', 51.95, 4.45), at('d', 52.1, 4.3)];
  const land = [at('x', 53.2, 6.5), at('y', 52.7, 6.2)];

  it('is where marks stand closest', () => {
    const crowd = crowdOf([...land, ...city], 1, null);
    expect(crowd?.ids).toEqual(['d', 'b', 'a', 'c']);
    expect(crowd?.bounds).toEqual([
      [51.95, 4.3],
      [52.1, 4.45],
    ]);
  });

  it('stays where it is until another part is worth much more', () => {
    const other = city.map((one) => at(`${one.id}2`, one.lat - 0.5, one.lon + 1));
    const stopped = other.map((one, n) => (n === 0 ? { ...one, weight: 1 } : one));
    expect(crowdOf([...city, ...stopped], 1, 'a')?.id).toBe('a');
    expect(crowdOf([...city, ...stopped], 1, null)?.id).not.toBe('a');
    const grave = other.map((one) => ({ ...one, weight: 3 }));
    expect(crowdOf([...city, ...grave], 1, 'a')?.ids).toContain('a2');
  });

  it('is none where there is no crowd', () => {
    expect(crowdOf([at('a', 52, 4)], 1, null)).toBeNull();
    expect(crowdOf([], 1, null)).toBeNull();
  });
});

describe('what is kept', () => {
  it('is made anew only when what it rests on changed, and stays when it says the same', () => {
    const kept = new Kept<{ n: number }>((a, b) => a.n === b.n);
    let made = 0;
    const get = (on: unknown, n: number) =>
      kept.get('a', [on], () => {
        made += 1;
        return { n };
      });
    const first = get(1, 7);
    expect(get(1, 8)).toBe(first);
    expect(made).toBe(1);
    expect(get(2, 7)).toBe(first);
    expect(get(3, 9)).toEqual({ n: 9 });
    kept.keepOnly(new Set());
    expect(get(3, 9)).not.toBe(first);
  });

  it('is the same list while its items are', () => {
    const list = new KeptList<object>();
    const one = {};
    const first = list.of([one]);
    expect(list.of([one])).toBe(first);
    expect(list.of([{}])).not.toBe(first);
  });
});

describe('the level of zoom', () => {
  it('counts from the zoom at which this map shows the whole country', () => {
    expect(levelOf(7.2, 7.2)).toBe('nation');
    expect(levelOf(8.6, 7.2)).toBe('region');
    expect(levelOf(8.6, 8.2)).toBe('nation');
    expect(levelOf(11, 7.2)).toBe('units');
  });
});

describe('lines of equal time', () => {
  /** Minutes grow with the distance from the middle of an 11 by 11 grid. */
  const grid = (hole = -1) => ({
    south: 52,
    west: 5,
    latStep: 0.1,
    lonStep: 0.1,
    columns: 11,
    minutes: Array.from({ length: 121 }, (_, n) =>
      n === hole ? null : 10 * Math.hypot(Math.floor(n / 11) - 5, (n % 11) - 5),
    ),
  });

  it('are one closed stroke around the middle, at the distance of the minutes', () => {
    const strokes = contour(grid(), 30);
    expect(strokes).toHaveLength(1);
    const [stroke] = strokes;
    expect(stroke?.[0]).toEqual(stroke?.at(-1));
    for (const [lat, lon] of stroke ?? [])
      expect(Math.hypot(lat - 52.5, lon - 5.5)).toBeCloseTo(0.3, 1);
  });

  it('are open where nothing is known, and none where nothing is so far', () => {
    const [stroke] = contour(grid(5 * 11 + 8), 30);
    expect(stroke?.[0]).not.toEqual(stroke?.at(-1));
    expect(contour(grid(), 900)).toEqual([]);
  });
});

describe('the level-1 sites of this moment', () => {
  const all = new Facts().region('west');
  for (const id of ['a', 'b', 'c', 'd'])
    all.facility(id, 'west', { traumaLevel: 1 }).observed(id, 'ed', { status: 'open' });
  all
    .stopped('a')
    .stopped('b', { id: 's2', scope: 'facility' })
    .stopped('c', { id: 's3', scope: 'icu' });
  all.facility('e', 'west', { traumaLevel: 1 });
  const rows = emergencyDepartments(all.picture, NOON).map((one) => rowOf(one, NOON));
  const times = { sites: ['a', 'b', 'c', 'e'] };

  it('are left out by a stop of their department in one reading, by an evacuation in both', () => {
    expect(sitesNow(times, rows, 'open', NOON).shut).toEqual(['a', 'b']);
    expect(sitesNow(times, rows, 'all', NOON).shut).toEqual(['b']);
  });

  it('are told apart where their status is not known', () => {
    expect(sitesNow(times, rows, 'open', NOON).unsure).toBe(1);
  });
});
