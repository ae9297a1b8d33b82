/** A drawing as a file of points, for programs that take no SVG. Drawn by the browser itself; nothing leaves the device. */
import { SVG_GRID } from './svg.ts';

/** Points to a unit of the grid: sharp on paper. */
const SCALE = 2;

/** Null when the browser cannot. */
export async function pngOf(svg: string): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch {
    return null;
  }
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [SVG_GRID.width * SCALE, SVG_GRID.height * SCALE];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
