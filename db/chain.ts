/**
 * The form in which an entry is hashed: canonical JSON (RFC 8785) of the entry without its own hash; `prev`, the hash of the
 * entry before it, is part of it, so that a change anywhere breaks the chain from there on. Pure functions.
 */
import { hash } from 'node:crypto';
import type { Entry } from '#domain/entries.ts';

/** What JSON writes as it stands. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * The canonical text of a JSON value (RFC 8785): keys in UTF-16 order, no white space, ECMAScript numbers. A property that is
 * undefined is left out, as JSON does. Written here because it is on the path of every append and must refuse what is not JSON; the tests
 * hold it against the `canonicalize` package.
 * @throws TypeError for what is not JSON: undefined, functions, NaN, infinities, big integers, dates, lone surrogates.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`not JSON: ${value}`);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value);
    default:
      throw new TypeError(`not JSON: ${typeof value}`);
  }
}

function quoted(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('not JSON: lone surrogate');
  return JSON.stringify(text);
}

function canonicalArray(values: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < values.length; i += 1) {
    text += i === 0 ? canonical(values[i]) : `,${canonical(values[i])}`;
  }
  return `${text}]`;
}

function canonicalObject(value: object): string {
  refuseDates(value);
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const part = (value as Record<string, unknown>)[key];
    if (part === undefined) continue;
    text += `${text === '' ? '' : ','}${quoted(key)}:${canonical(part)}`;
  }
  return `{${text}}`;
}

/** A JSON value as it will be read again, and its canonical text. */
export interface PlainJson {
  value: unknown;
  text: string;
}

/** Keys that an object does not keep in the order of insertion, or at all. */
const ODD_KEY = /^(?:\d|__proto__$)/;

class OddKey extends Error {}

/**
 * A copy of the value with its keys in canonical order, and the copy's canonical text; quicker than to write the text and read
 * it again. Text that people typed is taken as it comes: a lone surrogate becomes U+FFFD, as it does wherever text is turned
 * into UTF-8.
 * @throws TypeError as `canonical` does, except for lone surrogates.
 */
export function plainJson(value: unknown): PlainJson {
  try {
    const copy = sortedCopy(value);
    return { value: copy, text: JSON.stringify(copy) };
  } catch (error) {
    if (!(error instanceof OddKey)) throw error;
    const text = canonical(wellFormed(value));
    return { value: JSON.parse(text), text };
  }
}

function sortedCopy(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? value : value.toWellFormed();
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`not JSON: ${value}`);
      // Minus zero is written as 0.
      return value === 0 ? 0 : value;
    case 'object': {
      if (value === null) return null;
      if (Array.isArray(value)) return Array.from(value, sortedCopy);
      refuseDates(value);
      const copy: Record<string, unknown> = {};
      for (const key of sortedKeys(Object.keys(value))) {
        const part = (value as Record<string, unknown>)[key];
        if (part !== undefined) copy[key] = sortedCopy(part);
      }
      return copy;
    }
    default:
      throw new TypeError(`not JSON: ${typeof value}`);
  }
}

/** Entries have few shapes: the order of their keys is found once. By the first key and their number. */
const shapes = new Map<string, { keys: readonly string[]; sorted: readonly string[] }>();
const SHAPES_LIMIT = 1_000;

/** @throws OddKey */
function sortedKeys(keys: readonly string[]): readonly string[] {
  const shape = `${keys.length}${keys[0] ?? ''}`;
  const known = shapes.get(shape);
  if (known !== undefined && keys.every((key, n) => key === known.keys[n])) return known.sorted;
  if (keys.some((key) => ODD_KEY.test(key) || !key.isWellFormed())) throw new OddKey();
  const sorted = keys.toSorted();
  if (shapes.size >= SHAPES_LIMIT) shapes.clear();
  shapes.set(shape, { keys, sorted });
  return sorted;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return Array.from(value, wellFormed);
  if (value === null || typeof value !== 'object') return value;
  refuseDates(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key.toWellFormed(), wellFormed(part)]),
  );
}

/** What has its own way into JSON would be read again as something else. */
function refuseDates(value: object): void {
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') {
    throw new TypeError('not JSON: an object that is not plain');
  }
}

/** The parts of an entry, those that are JSON as their canonical text: what is stored is what was hashed. */
export interface EntryParts {
  seq: number;
  at: string;
  kind: string;
  /** Canonical text. */
  by: string;
  subject: string;
  version: number;
  /** Canonical text. */
  also: string;
  v: number;
  /** Canonical text. */
  body: string;
  prev: string;
}

/** SHA-256, lower-case hexadecimal, of the UTF-8 text or of the bytes. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** The canonical text of the entry, put together from the texts of its parts (keys stand in canonical order). */
export function entryText(p: EntryParts): string {
  return (
    `{"also":${p.also},"at":${JSON.stringify(p.at)},"body":${p.body},"by":${p.by},` +
    `"kind":${JSON.stringify(p.kind)},"prev":${JSON.stringify(p.prev)},"seq":${p.seq},` +
    `"subject":${JSON.stringify(p.subject)},"v":${p.v},"version":${p.version}}`
  );
}

/** Hash of an entry from its parts. */
export function hashParts(parts: EntryParts): string {
  return sha256(entryText(parts));
}

/** Hash of an entry as it is read: equals `entry.hash` in an intact ledger. Usable by anybody who exports the ledger. */
export function hashEntry(entry: Entry): string {
  const { hash: _own, ...rest } = entry;
  return sha256(canonical(rest));
}
