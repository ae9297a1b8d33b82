/** Places for words on a map, so that nothing covers a mark or another word. Pure; pixels of the map as it is zoomed. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const meet = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export function boxAround(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

/** The first of the candidates that meets nothing; null when all do. */
export function firstFree<B extends Box>(candidates: Iterable<B>, taken: readonly Box[]): B | null {
  for (const box of candidates) if (!taken.some((other) => meet(box, other))) return box;
  return null;
}

/** A block of words that belongs to an area and may be moved away from where it would best stand. */
export interface Block {
  id: string;
  /** Where its middle would best stand. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedBlock {
  id: string;
  x: number;
  y: number;
}

/** Pixels between two rings of candidates, rings that are tried, and candidates on a ring. */
const RING = 8;
const RINGS = 20;
const ON_RING = 24;
/** Candidates among which the one that covers least is taken when none is free. */
const NEAR = 1 + 8 * ON_RING;
/** Pixels kept free around a block. */
const AIR = 2;

/** Every block as near to its best place as the marks, the frame and the blocks before it allow; it is never left out. */
export function placeBlocks(
  blocks: readonly Block[],
  obstacles: readonly Box[],
  frame: Box | null = null,
): PlacedBlock[] {
  const taken = [...obstacles];
  return blocks.map(({ id, x, y, width, height }) => {
    const candidates = rings(x, y).map(([cx, cy]) =>
      boxAround(cx, cy, width + 2 * AIR, height + 2 * AIR),
    );
    // What is about a place out of sight stays there.
    const isInSight =
      frame === null || (x > frame.left && x < frame.right && y > frame.top && y < frame.bottom);
    const inFrame = candidates.filter((box) => frame === null || !isInSight || within(box, frame));
    const box =
      firstFree(inFrame, taken) ??
      leastCovering(inFrame.slice(0, NEAR), taken) ??
      boxAround(x, y, width, height);
    taken.push(box);
    const [cx, cy] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    return { id, x: Math.round(cx), y: Math.round(cy) };
  });
}

function leastCovering(candidates: readonly Box[], taken: readonly Box[]): Box | null {
  const covered = (box: Box) =>
    taken.reduce((sum, other) => {
      const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      return wide > 0 && high > 0 ? sum + wide * high : sum;
    }, 0);
  let best: Box | null = null;
  let least = Infinity;
  for (const box of candidates) {
    const here = covered(box);
    if (here < least) [best, least] = [box, here];
  }
  return best;
}

export function within(box: Box, frame: Box): boolean {
  return (
    box.left >= frame.left &&
    box.right <= frame.right &&
    box.top >= frame.top &&
    box.bottom <= frame.bottom
  );
}

function rings(x: number, y: number): [number, number][] {
  const places: [number, number][] = [[x, y]];
  for (let ring = 1; ring <= RINGS; ring += 1)
    for (let step = 0; step < ON_RING; step += 1) {
      const angle = (2 * Math.PI * step) / ON_RING;
      places.push([x + ring * RING * Math.cos(angle), y + ring * RING * Math.sin(angle)]);
    }
  return places;
}
