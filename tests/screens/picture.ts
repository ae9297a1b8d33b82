/** Pictures that are kept: half as large and in fewer tones, so that all of them together stay small. */
import { PNG } from 'pngjs';
import pixelmatch from 'pixelmatch';

/** A kept picture has one pixel for so many squared. */
const SCALE = 2;
/** Steps of a channel's 256 that are one tone in a kept picture. */
const TONE = 8;
/** Difference of colour that an eye would see, of pixelmatch: 0 to 1. */
const SEEN = 0.12;

/** The small picture of a screenshot: each pixel the mean of four, in 32 tones a channel. */
export function small(png: Buffer): PNG {
  const large = PNG.sync.read(png);
  const width = Math.floor(large.width / SCALE);
  const height = Math.floor(large.height / SCALE);
  const made = new PNG({ width, height });
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const to = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let dy = 0; dy < SCALE; dy += 1)
          for (let dx = 0; dx < SCALE; dx += 1)
            sum += large.data[((y * SCALE + dy) * large.width + x * SCALE + dx) * 4 + channel] ?? 0;
        const mean = sum / SCALE ** 2;
        made.data[to + channel] = Math.min(255, Math.round(mean / TONE) * TONE);
      }
      made.data[to + 3] = 255;
    }
  return made;
}

export const encode = (picture: PNG): Buffer =>
  PNG.sync.write(picture, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });

export const decode = (bytes: Buffer): PNG => PNG.sync.read(bytes);

export interface Difference {
  /** Pixels of the small picture that an eye would see changed. */
  pixels: number;
  /** The same as a share of all, 0 to 1; 1 when the sizes differ. */
  share: number;
  /** What changed, drawn over the new one; null when the sizes differ. */
  drawn: PNG | null;
}

/** What changed from the kept picture to the new one. Edges that are drawn otherwise by a hair do not count. */
export function difference(kept: PNG, now: PNG): Difference {
  const { width, height } = now;
  if (kept.width !== width || kept.height !== height)
    return { pixels: width * height, share: 1, drawn: null };
  const drawn = new PNG({ width, height });
  const pixels = pixelmatch(kept.data, now.data, drawn.data, width, height, { threshold: SEEN });
  return { pixels, share: pixels / (width * height), drawn };
}
