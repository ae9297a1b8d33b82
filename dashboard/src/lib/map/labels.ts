/**
 * Where the names beside the marks go: each at the first free side, the gravest first; a name without room is left out, for
 * the list has it too. Pure; all sizes in pixels of the map as it is zoomed.
 */
import { boxAround, firstFree, meet, within, type Box } from './boxes.ts';

/** In the order in which they are tried. */
export const SIDES = [
  'right',
  'left',
  'below',
  'above',
  'right-below',
  'right-above',
  'left-below',
  'left-above',
] as const;
export type Side = (typeof SIDES)[number];

export interface Labelled {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Placed first when lower. */
  gravity: number;
}

/** Half the size of a mark with its ring, and the room between it and its name. */
export const MARK = 12;
const GAP = 4;

type SideBox = Box & { side: Side };

function boxAt(side: Side, { x, y, width, height }: Labelled, mark: number): SideBox {
  const left = side.startsWith('left')
    ? x - mark - GAP - width
    : side.startsWith('right')
      ? x + mark + GAP
      : x - width / 2;
  const top = side.endsWith('below')
    ? y + (side === 'below' ? mark : 0)
    : side.endsWith('above')
      ? y - (side === 'above' ? mark : 0) - height
      : y - height / 2;
  return { side, left, top, right: left + width, bottom: top + height };
}

export function markBox({ x, y }: { x: number; y: number }, mark = MARK): Box {
  return { left: x - mark, right: x + mark, top: y - mark, bottom: y + mark };
}

export interface Surroundings {
  /** What else is on the map already. */
  obstacles?: readonly Box[];
  /** Half the size of a mark. */
  mark?: number;
  /** Beyond it nothing is read; null: no edge. */
  frame?: Box | null;
}

/** The side for each thing that gets its name. Nothing covers a mark, another name or an obstacle. */
export function placeLabels(
  things: readonly Labelled[],
  { obstacles = [], mark = MARK, frame = null }: Surroundings = {},
): Map<string, Side> {
  const marks = things.map((thing) => ({ id: thing.id, box: markBox(thing, mark) }));
  const taken: Box[] = [...obstacles];
  const placed = new Map<string, Side>();
  const order = [...things].sort((a, b) => a.gravity - b.gravity || (a.id < b.id ? -1 : 1));
  for (const thing of order) {
    const clear = SIDES.map((side) => boxAt(side, thing, mark)).filter(
      (box) =>
        (frame === null || within(box, frame)) &&
        !marks.some((other) => other.id !== thing.id && meet(box, other.box)),
    );
    const box = firstFree(clear, taken);
    if (box === null) continue;
    taken.push(box);
    placed.set(thing.id, box.side);
  }
  return placed;
}

export const CORNERS = ['right-above', 'left-above', 'right-below', 'left-below'] as const;
export type Corner = (typeof CORNERS)[number];

/** A small tag at a corner of its mark: size, and how far its middle is from the mark's, pixels. */
const TAG = { width: 18, height: 13, away: 11 };

/** The corner for the tag of each thing that has one, clear of the other marks and tags; without a free corner there is no tag. */
export function placeTags(
  things: readonly { id: string; x: number; y: number; tagged: boolean }[],
  mark: number,
): Map<string, Box & { corner: Corner }> {
  const marks = things.map((thing) => ({ id: thing.id, box: markBox(thing, mark) }));
  const placed = new Map<string, Box & { corner: Corner }>();
  for (const { id, x, y, tagged } of things) {
    if (!tagged) continue;
    const corners = CORNERS.map((corner) => ({
      corner,
      ...boxAround(
        x + (corner.startsWith('right') ? TAG.away : -TAG.away),
        y + (corner.endsWith('below') ? TAG.away : -TAG.away),
        TAG.width,
        TAG.height,
      ),
    }));
    const clear = corners.filter(
      (box) => !marks.some((one) => one.id !== id && meet(box, one.box)),
    );
    const box = firstFree(clear, [...placed.values()]);
    if (box !== null) placed.set(id, box);
  }
  return placed;
}
