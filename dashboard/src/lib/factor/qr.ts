/** What a page shows of the codes of an app: the secret to copy by hand, and its picture to scan. Pure. */
import { encode } from 'uqr';

/** White around the picture, modules: four, or cameras do not find it (ISO/IEC 18004, section 9.1). */
export const QUIET = 4;
const GROUP = 4;

/** The secret of an `otpauth:` address in groups of four, as it is typed over; empty where there is none. */
export function secretOf(uri: string): string {
  const secret = new URLSearchParams(uri.split('?')[1] ?? '').get('secret') ?? '';
  return secret.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join(' ') ?? '';
}

export interface Drawn {
  /** Modules on each side, the white around included. */
  size: number;
  /** Path of the dark modules, one unit a module. */
  path: string;
}

/** A QR code as one path. */
export function qrOf(text: string): Drawn {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET });
  const runs = data.flatMap((row, y) => {
    const found: string[] = [];
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue;
      const from = x;
      while (row[x + 1] === true) x += 1;
      found.push(`M${from} ${y}h${x + 1 - from}v1H${from}z`);
    }
    return found;
  });
  return { size, path: runs.join('') };
}
