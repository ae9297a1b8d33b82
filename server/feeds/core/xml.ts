/**
 * XML of strangers, read without harm: no document type, no entities but the five of XML itself, limits on size, depth and number of
 * elements; names with their namespace, so that a prefix means what it was declared to mean. Source: OWASP, XML security.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface Element {
  /** Namespace; empty for none. */
  ns: string;
  name: string;
  /** By local name. */
  attributes: Record<string, string>;
  children: Element[];
  /** Own text, trimmed. */
  text: string;
}

export class XmlError extends Error {
  override name = 'XmlError';
  readonly code: 'MALFORMED_XML' | 'XML_REFUSED';

  constructor(code: 'MALFORMED_XML' | 'XML_REFUSED', message: string) {
    super(message);
    this.code = code;
  }
}

export const MOST_XML_BYTES = 1024 * 1024;
const MOST_DEPTH = 40;
const MOST_ELEMENTS = 50_000;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: false,
  commentPropName: '#comment',
});

/** Names that the declaration of the document may give; anything else is not guessed at. */
const ENCODINGS = /^(?:utf-?8|utf-16(?:le|be)?|iso-8859-(?:1|15)|windows-1252|us-ascii)$/i;

/** Text of the bytes by the byte order mark or the document's own declaration; UTF-8 without either. @throws XmlError */
export function decodeXml(bytes: Uint8Array): string {
  if (bytes.byteLength > MOST_XML_BYTES)
    throw new XmlError('XML_REFUSED', `more than ${MOST_XML_BYTES} bytes`);
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const bom16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : null;
  const bom16be = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["']([\w.-]{1,40})["']/.exec(
    head,
  )?.[1];
  const name = bom16 ?? bom16be ?? declared ?? 'utf-8';
  if (!ENCODINGS.test(name)) throw new XmlError('XML_REFUSED', 'an encoding that is not read here');
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch {
    throw new XmlError('MALFORMED_XML', 'the bytes are not of the encoding that they claim');
  }
}

/** The root element. @throws XmlError */
export function parseXml(text: string): Element {
  // Before anything is parsed: what is not read cannot be expanded.
  if (/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(text))
    throw new XmlError('XML_REFUSED', 'a document type is not read here');
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new XmlError('MALFORMED_XML', `line ${valid.err.line}`);
  let nodes: Node[];
  try {
    nodes = parser.parse(text) as Node[];
  } catch {
    throw new XmlError('MALFORMED_XML', 'it cannot be read');
  }
  const budget = { left: MOST_ELEMENTS };
  const roots = nodes.filter(isElement);
  const [root] = roots;
  if (root === undefined || roots.length > 1)
    throw new XmlError('MALFORMED_XML', 'there is not one root element');
  return elementOf(root, { own: XML_NAMES, above: null }, 0, budget);
}

/** Prefixes that an element declares, and those around it: nothing is copied, for there may be thousands of both. */
interface Scope {
  own: ReadonlyMap<string, string>;
  above: Scope | null;
}

const XML_NAMES: ReadonlyMap<string, string> = new Map([
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
]);

function namespaceOf(prefix: string, scope: Scope): string {
  for (let at: Scope | null = scope; at !== null; at = at.above) {
    const found = at.own.get(prefix);
    if (found !== undefined) return found;
  }
  return '';
}

/** As the parser gives it: one key with the children, perhaps `:@` with the attributes. */
type Node = Record<string, unknown>;

const nameOf = (node: Node) => Object.keys(node).find((key) => key !== ':@') ?? '';
const isElement = (node: Node) => !/^[#?]/.test(nameOf(node));

function elementOf(node: Node, around: Scope, depth: number, budget: { left: number }): Element {
  if (depth > MOST_DEPTH) throw new XmlError('XML_REFUSED', `deeper than ${MOST_DEPTH}`);
  if ((budget.left -= 1) < 0)
    throw new XmlError('XML_REFUSED', `more than ${MOST_ELEMENTS} elements`);
  const qualified = nameOf(node);
  const given = (node[':@'] ?? {}) as Record<string, string>;
  const declared = new Map<string, string>();
  const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, value] of Object.entries(given)) {
    if (key === 'xmlns') declared.set('', unescape(value));
    else if (key.startsWith('xmlns:')) declared.set(key.slice(6), unescape(value));
    else attributes[localOf(key)] = unescape(value);
  }
  const scope = declared.size === 0 ? around : { own: declared, above: around };
  const colon = qualified.indexOf(':');
  const prefix = colon < 0 ? '' : qualified.slice(0, colon);
  const children: Element[] = [];
  let text = '';
  for (const child of node[qualified] as Node[]) {
    const name = nameOf(child);
    if (name === '#text') text += unescape(String(child['#text']));
    else if (isElement(child)) children.push(elementOf(child, scope, depth + 1, budget));
  }
  return {
    ns: namespaceOf(prefix, scope),
    name: localOf(qualified),
    attributes,
    children,
    text: text.trim(),
  };
}

const localOf = (name: string) => name.slice(name.indexOf(':') + 1);

const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The five entities of XML and references by number; any other stays as it was written. */
function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,10}));/gi,
    (whole, hex, decimal, name) => {
      if (typeof name === 'string') return NAMED.get(name) ?? whole;
      const code = typeof hex === 'string' ? parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** The first child of the name, whatever its namespace. */
export function child(of: Element | undefined, ...path: string[]): Element | undefined {
  let at = of;
  for (const name of path) at = at?.children.find((one) => one.name === name);
  return at;
}

export const childrenOf = (of: Element | undefined, name: string): Element[] =>
  of?.children.filter((one) => one.name === name) ?? [];

/** Text of the first child of the name; null when it is missing or empty. */
export function textOf(of: Element | undefined, ...path: string[]): string | null {
  const text = child(of, ...path)?.text ?? '';
  return text === '' ? null : text;
}

/** Every element of the name below, in the order of the document; not those inside one that was found. */
export function everyBelow(of: Element, name: string): Element[] {
  return of.children.flatMap((one) => (one.name === name ? [one] : everyBelow(one, name)));
}
