/**
 * HL7 v2 as far as we read it. Segments about persons (PID, NK1, IN1, DG1, OBX, Z…) are passed over before anything is made of
 * them; of PV1 only places, class and times are read, and the visit number, which leaves this file only as a keyed hash.
 * Source: HL7 v2.5, chapter 3; capacity model, 3.1, 3.2 and 3.4.
 */

/** Characters of the message itself. */
export interface Delimiters {
  field: string;
  component: string;
  repetition: string;
  escape: string;
  subcomponent: string;
}

/** A place as the sender's system names it; a part that it leaves out is empty. */
export interface Place {
  pointOfCare: string;
  room: string;
  bed: string;
  facility: string;
}

export interface Visit {
  /** PV1-19, else PID-18: goes into a keyed hash and nowhere else. */
  number: string;
  /** PV1-2, as the sender writes it. */
  patientClass: string;
  place: Place | null;
  prior: Place | null;
  /** MRG-5 beside it: the number that the visit had before. */
  mergedFrom: string;
}

export interface Header {
  delimiters: Delimiters;
  sendingApplication: string;
  sendingFacility: string;
  receivingApplication: string;
  receivingFacility: string;
  /** MSH-7, as it stands. */
  time: string;
  type: string;
  event: string;
  controlId: string;
  processingId: string;
  version: string;
  acceptAck: string;
  applicationAck: string;
}

export interface AdtMessage {
  header: Header;
  /** EVN-2 and EVN-6, as they stand. */
  recordedAt: string;
  occurredAt: string;
  visits: Visit[];
  /** NPU: beds and their states by table 0116. */
  beds: { place: Place; status: string }[];
  /** ZBE-4 and ZBE-7 of the French and German profile: the act and the unit. */
  movement: { action: string; unit: string } | null;
}

/** The message cannot be read; `segment` and `field` say where, never what. */
export class Hl7Error extends Error {
  override name = 'Hl7Error';
  /** Table 0357: 100 sequence, 101 required field, 102 data type, 103 table value. */
  readonly code: number;
  readonly where: string;
  /** As far as it was read, for the answer. */
  readonly header: Header | null;

  constructor(code: number, where: string, header: Header | null) {
    super(`${where} (${code})`);
    this.code = code;
    this.where = where;
    this.header = header;
  }
}

const CHARSETS: ReadonlyMap<string, string> = new Map([
  ['UNICODE UTF-8', 'utf-8'],
  ['UTF-8', 'utf-8'],
  ['8859/1', 'iso-8859-1'],
  ['8859/15', 'iso-8859-15'],
  ['ISO-8859-1', 'iso-8859-1'],
  ['WINDOWS-1252', 'windows-1252'],
]);

/** Reads text of a message: by MSH-18, without one UTF-8 and, where that does not fit, Latin-1. */
type Decode = (bytes: Uint8Array) => string;

/** @throws Hl7Error where bytes are not what the message claims */
function decoderOf(claimed: string): Decode {
  const named = CHARSETS.get(claimed.trim().toUpperCase());
  return (bytes) => {
    try {
      return new TextDecoder(named ?? 'utf-8', { fatal: true }).decode(bytes);
    } catch {
      if (named === undefined) return Buffer.from(bytes).toString('latin1');
      throw new Hl7Error(102, 'MSH-18', null);
    }
  };
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The segments as they stand in the bytes; CR, LF or both between them. */
function* segmentsOf(bytes: Buffer): Generator<Buffer> {
  let from = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    const end = at === bytes.length || bytes[at] === CARRIAGE_RETURN || bytes[at] === LINE_FEED;
    if (!end) continue;
    if (at > from) yield bytes.subarray(from, at);
    from = at + 1;
  }
}

/** @throws Hl7Error when there is no header or a field that every message must have is missing. */
export function readMessage(bytes: Buffer): AdtMessage {
  const segments = segmentsOf(bytes);
  const { value: first } = segments.next() as { value: Buffer | undefined };
  if (first === undefined || first.length < 8 || nameOf(first) !== 'MSH')
    throw new Hl7Error(100, 'MSH', null);
  const signs = first.subarray(3, 8).toString('latin1');
  const [field = '|', component = '^', repetition = '~', escape = '\\', subcomponent = '&'] = signs;
  const delimiters = { field, component, repetition, escape, subcomponent };
  const claimed = first.toString('latin1').split(field)[17]?.split(repetition)[0] ?? '';
  const decode = decoderOf(claimed);
  const header = readHeader(decode(first), delimiters);
  if (header.type === '') throw new Hl7Error(101, 'MSH-9', header);
  if (header.controlId === '') throw new Hl7Error(101, 'MSH-10', header);

  const message: AdtMessage = {
    header,
    recordedAt: '',
    occurredAt: '',
    visits: [],
    beds: [],
    movement: null,
  };
  // PID-18 and MRG-5 stand before the PV1 that they belong to.
  let account = '';
  let mergedFrom = '';
  for (const segment of segments) {
    const name = nameOf(segment);
    // Of the others not a byte becomes text, and of these only the fields that are asked for.
    if (!READ.has(name)) continue;
    const at = (n: number) => decode(fieldAt(segment, n, field.charCodeAt(0)));
    switch (name) {
      case 'EVN':
        message.recordedAt = textAt(at(2), delimiters);
        message.occurredAt = textAt(at(6), delimiters);
        break;
      case 'PID':
        account = firstComponent(at(18), delimiters);
        break;
      case 'MRG':
        mergedFrom = firstComponent(at(5), delimiters);
        break;
      case 'PV1':
        message.visits.push({
          number: firstComponent(at(19), delimiters) || account,
          patientClass: textAt(at(2), delimiters).slice(0, MOST_NAME),
          place: placeAt(at(3), delimiters),
          prior: placeAt(at(6), delimiters),
          mergedFrom,
        });
        account = '';
        mergedFrom = '';
        break;
      case 'NPU': {
        const place = placeAt(at(1), delimiters);
        if (place === null) throw new Hl7Error(101, 'NPU-1', header);
        message.beds.push({ place, status: firstComponent(at(2), delimiters).slice(0, MOST_NAME) });
        break;
      }
      case 'ZBE':
        message.movement = {
          action: textAt(at(4), delimiters).toUpperCase().slice(0, MOST_NAME),
          unit: firstComponent(at(7), delimiters).slice(0, MOST_NAME),
        };
        break;
    }
  }
  return message;
}

const nameOf = (segment: Buffer) => segment.subarray(0, 3).toString('latin1');

const READ: ReadonlySet<string> = new Set(['EVN', 'PID', 'MRG', 'PV1', 'NPU', 'ZBE']);

function readHeader(line: string, delimiters: Delimiters): Header {
  // MSH-1 is the separator itself, so that its fields count from one less.
  const at = (n: number) => line.split(delimiters.field)[n - 1] ?? '';
  const [type = '', event = ''] = at(9).split(delimiters.component);
  return {
    delimiters,
    sendingApplication: at(3).slice(0, MOST_NAME),
    sendingFacility: at(4).slice(0, MOST_NAME),
    receivingApplication: at(5).slice(0, MOST_NAME),
    receivingFacility: at(6).slice(0, MOST_NAME),
    time: at(7).trim(),
    type: type.trim(),
    event: event.trim(),
    controlId: at(10).trim().slice(0, MOST_NAME),
    processingId: (at(11).split(delimiters.component)[0] ?? '').trim(),
    version: (at(12).split(delimiters.component)[0] ?? '').trim(),
    acceptAck: at(15).trim().toUpperCase(),
    applicationAck: at(16).trim().toUpperCase(),
  };
}

const MOST_NAME = 200;

/** Bytes of a field of a segment that is no MSH. */
function fieldAt(segment: Buffer, n: number, separator: number): Buffer {
  let from = -1;
  for (let passed = 0; passed < n; passed += 1) {
    from = segment.indexOf(separator, from + 1);
    if (from < 0) return segment.subarray(0, 0);
  }
  const to = segment.indexOf(separator, from + 1);
  return segment.subarray(from + 1, to < 0 ? undefined : to);
}

/** The first repetition of a field. */
const firstOf = (text: string, { repetition }: Delimiters) => text.split(repetition)[0] ?? '';

const textAt = (text: string, delimiters: Delimiters) =>
  unescaped(firstOf(text, delimiters), delimiters).trim();

const firstComponent = (text: string, delimiters: Delimiters) =>
  unescaped(firstOf(text, delimiters).split(delimiters.component)[0] ?? '', delimiters).trim();

/** PL: `pointOfCare^room^bed^facility`. Nothing for an empty field and for `""`, which deletes. */
function placeAt(text: string, delimiters: Delimiters): Place | null {
  const parts = firstOf(text, delimiters)
    .split(delimiters.component)
    .map((part) => unescaped(part.split(delimiters.subcomponent)[0] ?? '', delimiters).trim())
    .map((part) => (part === '""' ? '' : part.slice(0, MOST_NAME)));
  const [pointOfCare = '', room = '', bed = '', facility = ''] = parts;
  return pointOfCare === '' && room === '' && bed === ''
    ? null
    : { pointOfCare, room, bed, facility };
}

/** Escapes of the standard; one that is not known stays as it is. */
function unescaped(
  text: string,
  { field, component, subcomponent, repetition, escape }: Delimiters,
): string {
  if (escape === '' || !text.includes(escape)) return text;
  const parts = text.split(escape);
  let out = parts[0] ?? '';
  for (let n = 1; n < parts.length; n += 1) {
    const word = parts[n] ?? '';
    const closed = n < parts.length - 1;
    const plain = closed ? escapeOf(word) : undefined;
    if (plain === undefined) {
      out += escape + word;
      continue;
    }
    out += plain + (parts[n + 1] ?? '');
    n += 1;
  }
  return out;

  function escapeOf(word: string): string | undefined {
    if (word === 'F') return field;
    if (word === 'S') return component;
    if (word === 'T') return subcomponent;
    if (word === 'R') return repetition;
    if (word === 'E') return escape;
    if (word === '.br') return ' ';
    if (/^X(?:[0-9A-F]{2})+$/i.test(word))
      return Buffer.from(word.slice(1), 'hex').toString('latin1');
    return undefined;
  }
}
