/**
 * The form in which an entry is hashed: canonical JSON (RFC 8785) of the entry without its own hash; `prev`, the hash of the
 * entry before it, is part of it, so that a change anywhere breaks the chain from there on. Pure functions.
 */
import { hash } from 'node:crypto';
import type { Entry } from '#domain/entries.ts';

/** What JSON writes as it stands. */
const PLAIN = /^[ !#-[\]-~]*$/;

class LoneSurrogate extends TypeError {}

/**
 * The canonical text of a JSON value (RFC 8785): keys in UTF-16 order, no white space, ECMAScript numbers. A property that is
 * undefined is left out, as JSON does. Written here because it is on the path of every append: three times as quick as the
 * `canonicalize` package, which the tests hold it against.
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
  if (!text.isWellFormed()) throw new LoneSurrogate('not JSON: lone surrogate');
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
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    throw new TypeError('not JSON: an object that is not plain');
  }
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const part = (value as Record<string, unknown>)[key];
    if (part === undefined) continue;
    text += `${text === '' ? '' : ','}${quoted(key)}:${canonical(part)}`;
  }
  return `{${text}}`;
}

/**
 * As `canonical`, for text that people typed: a lone surrogate becomes U+FFFD, as it does wherever text is turned into UTF-8.
 * @throws TypeError as `canonical` does, except for lone surrogates.
 */
export function canonicalWellFormed(value: unknown): string {
  try {
    return canonical(value);
  } catch (error) {
    if (error instanceof LoneSurrogate) return canonical(wellFormed(value));
    throw error;
  }
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key.toWellFormed(), wellFormed(part)]),
  );
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
