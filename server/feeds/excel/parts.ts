/**
 * What is inside an Excel file, unpacked under limits before anything reads it: an Excel file is a zip of XML, and both can be made
 * to harm. Macros, links to other files, document types and encrypted files are refused. Source: APPNOTE.TXT 4.3 (zip), ECMA-376.
 */
import { crc32, inflateRawSync } from 'node:zlib';

/** `MALFORMED_XLSX`: it is none. `XLSX_REFUSED`: it is one, and holds what is not read here; `detail` says what. */
export class XlsxError extends Error {
  override name = 'XlsxError';
  readonly code: 'MALFORMED_XLSX' | 'XLSX_REFUSED';
  readonly detail: string;

  constructor(code: 'MALFORMED_XLSX' | 'XLSX_REFUSED', detail: string) {
    super(detail);
    this.code = code;
    this.detail = detail;
  }
}

export const MOST_XLSX_BYTES = 2 * 1024 * 1024;
/** Of all parts together, unpacked: five thousand rows of the template are some 3 MB. */
const MOST_UNPACKED_BYTES = 24 * 1024 * 1024;
const MOST_PARTS = 200;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const DEFLATED = 8;
/** The head of a file of Excel 97, and of one that a password locks. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

const malformed = (detail: string) => new XlsxError('MALFORMED_XLSX', detail);
const refused = (detail: string) => new XlsxError('XLSX_REFUSED', detail);

/** Every part by its path. @throws XlsxError */
export function partsOf(bytes: Buffer): Map<string, Buffer> {
  if (bytes.length > MOST_XLSX_BYTES) throw refused(`more than ${MOST_XLSX_BYTES} bytes`);
  if (bytes.subarray(0, 4).equals(OLE))
    throw refused('an old or a locked file: save it as .xlsx without a password');
  try {
    return unpack(bytes);
  } catch (error) {
    if (error instanceof XlsxError) throw error;
    // A place that lies outside the file, or data that cannot be unpacked.
    throw malformed('it is damaged');
  }
}

function unpack(bytes: Buffer): Map<string, Buffer> {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_PARTS) throw refused(`more than ${MOST_PARTS} parts`);
  let at = bytes.readUInt32LE(end + 16);
  let left = MOST_UNPACKED_BYTES;
  const parts = new Map<string, Buffer>();
  for (let n = 0; n < count; n += 1) {
    if (bytes.readUInt32LE(at) !== CENTRAL) throw malformed('its list of parts is damaged');
    const flags = bytes.readUInt16LE(at + 8);
    const method = bytes.readUInt16LE(at + 10);
    const [packed, size] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    const [nameLength, extra, comment] = [28, 30, 32].map((field) =>
      bytes.readUInt16LE(at + field),
    );
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0)).replace(/^\/+/, '');
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
    if ((flags & 1) === 1) throw refused('a part is locked');
    if (UNWANTED.test(name)) throw refused('macros, or links to other files');
    if (parts.has(name)) throw refused('a part twice');
    if (size > left) throw refused(`more than ${MOST_UNPACKED_BYTES} bytes when unpacked`);
    if (method !== 0 && method !== DEFLATED)
      throw refused('a way of packing that is not read here');
    const data = dataAt(bytes, local, packed);
    // What a part says of its size need not be true: unpacking ends where it says, whatever follows.
    const whole = method === 0 ? data : inflateRawSync(data, { maxOutputLength: size + 1 });
    if (whole.length !== size) throw malformed('a part is not as long as it says');
    left -= size;
    if (/\.(?:xml|rels)$/i.test(name) && /<!(?:DOCTYPE|ENTITY)/i.test(whole.toString('latin1')))
      throw refused('a document type');
    parts.set(name, whole);
  }
  return parts;
}

const UNWANTED = /vbaProject|macrosheets|externalLinks|embeddings|activeX|customUI/i;

/** The record that stands last; behind it there may be a comment of at most 65,535 bytes. */
function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - 22 - 65_535);
  for (let at = bytes.length - 22; at >= first; at -= 1)
    if (bytes.readUInt32LE(at) === END) return at;
  throw malformed('it is no Excel file');
}

function dataAt(bytes: Buffer, local: number, packed: number): Buffer {
  if (bytes.readUInt32LE(local) !== LOCAL) throw malformed('a part is not where it should be');
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (from + packed > bytes.length) throw malformed('it is cut off');
  return bytes.subarray(from, from + packed);
}

/**
 * The parts of XML in a new file, unpacked. Whoever reads a zip may go by its list of parts or by what stands before each part, and a
 * file made to harm has the two differ: the reader behind us gets what was looked through and nothing else.
 */
export function packed(parts: ReadonlyMap<string, Buffer>): Buffer {
  const bodies: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [name, data] of parts) {
    if (!/\.(?:xml|rels)$/i.test(name)) continue;
    const title = Buffer.from(name, 'utf8');
    // Version 2.0, no flags, stored, no time; then what its length and sum are, and how long its name is.
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    bodies.push(word(LOCAL), head, title, data);
    list.push(word(CENTRAL), Buffer.from([20, 0]), head, place, title);
    offset += 30 + title.length + data.length;
  }
  const central = Buffer.concat(list);
  const end = Buffer.alloc(18);
  const count = list.length / 5;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, central, word(END), end]);
}

function word(value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32LE(value);
  return four;
}
