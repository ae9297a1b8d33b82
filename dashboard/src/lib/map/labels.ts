/**
 * Where the names beside the marks go: each at the first free side, the gravest first; a name without room is left out, for
 * the list has it too. Pure; all sizes in pixels of the map as it is zoomed.
 */

export const SIDES = ['right', 'left', 'below', 'above'] as const;
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

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Half the size of a mark with its ring, and the room between it and its name. */
const MARK = 12;
const GAP = 4;

function boxAt(side: Side, { x, y, width, height }: Labelled): Box {
  switch (side) {
    case 'right':
      return {
        left: x + MARK + GAP,
        right: x + MARK + GAP + width,
        top: y - height / 2,
        bottom: y + height / 2,
      };
    case 'left':
      return {
        left: x - MARK - GAP - width,
        right: x - MARK - GAP,
        top: y - height / 2,
        bottom: y + height / 2,
      };
    case 'below':
      return {
        left: x - width / 2,
        right: x + width / 2,
        top: y + MARK,
        bottom: y + MARK + height,
      };
    case 'above':
      return {
        left: x - width / 2,
        right: x + width / 2,
        top: y - MARK - height,
        bottom: y - MARK,
      };
  }
}

const meet = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const within = (box: Box, area: Box) =>
  box.left >= area.left &&
  box.right <= area.right &&
  box.top >= area.top &&
  box.bottom <= area.bottom;

/**
 * The side for each thing that gets its name. Nothing covers a mark or another name.
 * @param area names stay inside it; absent: a name may run out of the map.
 */
export function placeLabels(things: readonly Labelled[], area?: Box): Map<string, Side> {
  const marks = things.map(({ id, x, y }) => ({
    id,
    box: { left: x - MARK, right: x + MARK, top: y - MARK, bottom: y + MARK },
  }));
  const taken: Box[] = [];
  const placed = new Map<string, Side>();
  const order = [...things].sort((a, b) => a.gravity - b.gravity || (a.id < b.id ? -1 : 1));
  for (const thing of order) {
    for (const side of SIDES) {
      const box = boxAt(side, thing);
      if (area !== undefined && !within(box, area)) continue;
      if (taken.some((other) => meet(box, other))) continue;
      if (marks.some((mark) => mark.id !== thing.id && meet(box, mark.box))) continue;
      taken.push(box);
      placed.set(thing.id, side);
      break;
    }
  }
  return placed;
}
