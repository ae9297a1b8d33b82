/**
 * What wires, disks and other people's programs do to a message, by a seed. No mutation carries a word from one field to another: a
 * bare name where a ward belongs looks like a ward, and nothing could tell (numbers, dates and titles there are tested by hand).
 */
import type { Random } from '../../../seed/simulator/random.ts';

/** Counts that are none, and some that look like one. */
export const HOSTILE_NUMBERS = [
  ...['12.5', '12,5', '-3', '-0', '1e3', '1e400', 'NaN', 'Infinity', '99999999999999999999'],
  ...[
    '0x10',
    '',
    ' ',
    '١٢',
    '１２',
    '1_000',
    '1.000',
    '10000',
    'null',
    'true',
    '1/2',
    "'12",
    '=12',
  ],
];

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const flip: Mutation = (bytes, random) => {
  const out = Buffer.from(bytes);
  if (out.length === 0) return out;
  const at = random.whole(0, out.length - 1);
  out[at] = (out[at] ?? 0) ^ (1 << random.whole(0, 7));
  return out;
};

const remove: Mutation = (bytes, random) => {
  const from = random.whole(0, bytes.length);
  const to = Math.min(bytes.length, from + random.whole(1, 3));
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
};

const cut: Mutation = (bytes, random) => bytes.subarray(0, random.whole(0, bytes.length));

const NOISE = [0x00, 0x0a, 0x0b, 0x0d, 0x1c, 0x22, 0x26, 0x3b, 0x3c, 0x5c, 0x7c, 0x80, 0xc3, 0xff];
const insert: Mutation = (bytes, random) => {
  const at = random.whole(0, bytes.length);
  const noise = Array.from({ length: random.whole(1, 4) }, () => random.pick(NOISE));
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(noise), bytes.subarray(at)]);
};

const latin = (work: (text: string, random: Random) => string): Mutation => {
  return (bytes, random) => Buffer.from(work(bytes.toString('latin1'), random), 'latin1');
};

/** A whole line, segment or element once more. */
const repeatLine = latin((text, random) => {
  const lines = text.split(/(?<=[\r\n>,])/);
  const at = random.whole(0, Math.max(0, lines.length - 1));
  lines.splice(at, 0, lines[at] ?? '');
  return lines.join('');
});

const SIGNS = ['|', '^', '~', '\\', '&', ';', ',', '\t', ':', '"', '<', '>', '{', '['];
const swapSigns = latin((text, random) => {
  const [one, other] = [random.pick(SIGNS), random.pick(SIGNS)];
  return text.replaceAll(one, '\u0001').replaceAll(other, one).replaceAll('\u0001', other);
});

/** One number of at most four digits becomes something else: no date, no identifier. */
const spoilNumber: Mutation = (bytes, random) => {
  const text = bytes.toString('utf8');
  const found = [...text.matchAll(/(?<![\w.\-:/+])\d{1,4}(?![\w.\-:/+])/g)];
  if (found.length === 0) return bytes;
  const { index, 0: number } = random.pick(found);
  const hostile = random.pick(HOSTILE_NUMBERS);
  return Buffer.from(text.slice(0, index) + hostile + text.slice(index + number.length), 'utf8');
};

const reencode: Mutation = (bytes, random) => {
  const text = bytes.toString('utf8');
  return random.pick([
    Buffer.from(text, 'latin1'),
    Buffer.from(text, 'utf16le'),
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
    Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
    Buffer.from(bytes.toString('latin1'), 'utf8'),
  ]);
};

const deepen = latin((text, random) => {
  const depth = random.pick([3, 50, 5_000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['<a>', '</a>'],
    ['"', '"'],
  ] as const);
  const at = random.whole(0, text.length);
  return text.slice(0, at) + open.repeat(depth) + close.repeat(depth) + text.slice(at);
});

const MUTATIONS: readonly (readonly [Mutation, number])[] = [
  [flip, 3],
  [remove, 3],
  [cut, 2],
  [insert, 3],
  [repeatLine, 3],
  [swapSigns, 2],
  [spoilNumber, 6],
  [reencode, 1],
  [deepen, 1],
];

/** The message after one to three of them. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let out = bytes;
  for (let n = random.whole(1, 3); n > 0; n -= 1) out = random.weighted(MUTATIONS)(out, random);
  return out;
}

/** The bytes in chunks of any size. */
export function inChunks(bytes: Buffer, random: Random): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + random.whole(1, random.chance(0.2) ? 5 : 400));
    chunks.push(bytes.subarray(from, to));
    from = to;
  }
  return chunks;
}
