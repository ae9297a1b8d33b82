/** An answer of LPZ, by the mapping, as items. What is missing is unknown; nothing of it is guessed. Pure. */
import { OID } from '#domain/identifiers/identifiers.ts';
import type { UnitKind } from '#domain/words.ts';
import { xsdInstant } from '../core/dutch-time.ts';
import {
  feedCount,
  NO_FIGURES,
  type Anomaly,
  type FeedFigures,
  type FeedItem,
} from '../core/item.ts';
import { keepable } from '../core/words.ts';
import type { LpzMapping } from './mapping.ts';

/** Locations in one answer; the Netherlands has some 120 with a hospital. */
const MOST_LOCATIONS = 2_000;
const MOST_AVAILABILITIES = 500;

export interface LpzAnswer {
  items: FeedItem[];
  /** Of the answer as a whole, or of what became no item. */
  anomalies: Anomaly[];
  /** The newest time in it, ISO UTC; null where it gives none. */
  observedAt: string | null;
}

/** Null for what has not the outer shape: nothing of it is used then. */
export function readLpz(answer: unknown, mapping: LpzMapping): LpzAnswer | null {
  const locations = mapping.locations === null ? answer : at(answer, mapping.locations);
  if (!Array.isArray(locations) || locations.length > MOST_LOCATIONS) return null;
  const items: FeedItem[] = [];
  const anomalies: Anomaly[] = [];
  for (const [n, location] of locations.entries()) {
    const oid = at(location, mapping.oid);
    const availabilities = at(location, mapping.availabilities);
    if (typeof oid !== 'string' || oid.trim() === '' || !Array.isArray(availabilities)) {
      anomalies.push('UNKNOWN_CODE');
      continue;
    }
    const subject = { identifiers: [{ system: OID, value: oid }], name: null };
    const seen = new Map<UnitKind, FeedItem | null>();
    for (const [m, one] of availabilities.slice(0, MOST_AVAILABILITIES).entries()) {
      const kind = kindOf(one, mapping);
      if (kind === undefined) anomalies.push('UNKNOWN_CODE');
      if (kind === undefined || kind === null) continue;
      const remarks: Anomaly[] = [];
      const figures = figuresOf(one, mapping, (remark) => remarks.push(remark));
      // A time that was promised and is missing leaves the age unknown: the figure is not used.
      if (figures === null) {
        anomalies.push('BAD_TIME');
        continue;
      }
      const place = `[${n}].${mapping.availabilities}[${m}]`;
      // Two departments for one unit cannot be told apart, nor added up: which of them counts is for the mapping to say.
      seen.set(kind, seen.has(kind) ? null : { place, subject, kind, figures, anomalies: remarks });
    }
    for (const item of seen.values())
      if (item === null) anomalies.push('AMBIGUOUS');
      else items.push(item);
  }
  const times = items.flatMap(({ figures }) => figures.observedAt ?? []).sort();
  return { items, anomalies, observedAt: times.at(-1) ?? null };
}

/** Undefined: a word that the mapping does not know. */
function kindOf(one: unknown, { department }: LpzMapping): UnitKind | null | undefined {
  const said = wordAt(one, department.at);
  return said === null ? undefined : department.words.get(said);
}

function figuresOf(
  one: unknown,
  mapping: LpzMapping,
  remark: (anomaly: Anomaly) => void,
): FeedFigures | null {
  const count = (path: string | null) => (path === null ? null : feedCount(at(one, path), remark));
  const time = (path: string) => {
    const said = at(one, path);
    return typeof said === 'string' ? xsdInstant(said) : null;
  };
  const observedAt = typeof mapping.observedAt === 'string' ? time(mapping.observedAt) : null;
  if (observedAt === null && typeof mapping.observedAt === 'string') return null;
  const { status, reason, expectedEnd } = mapping;
  const word = status === null ? null : wordAt(one, status.at);
  const meant = word === null ? undefined : status?.words.get(word);
  if (word !== null && meant === undefined) remark('UNKNOWN_CODE');
  const end = expectedEnd === null ? null : time(expectedEnd);
  if (expectedEnd !== null && end === null && at(one, expectedEnd) != null) remark('BAD_TIME');
  const why = reason === null ? null : at(one, reason);
  return {
    ...NO_FIGURES,
    staffed: count(mapping.open),
    occupied: count(mapping.occupied),
    available: count(mapping.available),
    nedocs: count(mapping.nedocs),
    status: meant ?? null,
    reason: typeof why === 'string' ? keepable(why, remark) : null,
    validUntil: end,
    observedAt,
  };
}

function wordAt(one: unknown, path: string): string | null {
  const said = at(one, path);
  const text = typeof said === 'number' || typeof said === 'boolean' ? String(said) : said;
  return typeof text === 'string' && text.trim() !== '' ? text.trim().toLowerCase() : null;
}

/** Own properties only: a name such as `constructor` leads nowhere. */
function at(value: unknown, path: string): unknown {
  let here = value;
  for (const name of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string, unknown>)[name];
  }
  return here;
}
