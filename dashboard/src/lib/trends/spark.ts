/** The short line of a cell: a step for each quarter, a gap where nothing was known. Pure. */

/** Units of the drawing, in which it is wide and high; it is stretched to its place. */
export const SPARK = { width: 100, height: 40 } as const;

/** From 0 to the most that was free, so that nothing free lies on the ground. Empty when nothing is known. */
export function sparkPath(values: readonly (number | null)[]): string {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const x = (index: number) => round((index / Math.max(1, values.length - 1)) * SPARK.width);
  const y = (value: number) => round(SPARK.height - (value / most) * SPARK.height);
  const parts: string[] = [];
  let pen = false;
  values.forEach((value, index) => {
    if (value === null) {
      pen = false;
      return;
    }
    parts.push(pen ? `V${y(value)}` : `M${x(index)} ${y(value)}`);
    pen = true;
    if (index < values.length - 1) parts.push(`H${x(index + 1)}`);
  });
  return parts.join('');
}

/** Where the line ends now, as shares of the drawing; null when that is not known. */
export function sparkEnd(values: readonly (number | null)[]): number | null {
  const last = values.at(-1) ?? null;
  if (last === null) return null;
  return 1 - last / Math.max(1, ...values.map((value) => value ?? 0));
}

const round = (value: number) => Math.round(value * 10) / 10;
