/**
 * Free text of feeds: short, one line, and never about a person. What looks like a citizen number, a birth date, a telephone number
 * or an address is not kept, whole sentence and all. Source: capacity model, rule 9.
 */
import { identifierSchema, type Identifier } from '#domain/identifiers/identifiers.ts';
import { isSomebodysName, mayNameSomebody } from '#domain/person-data.ts';
import type { Anomaly } from './item.ts';

const MOST = 500;

/** The text as it may be kept, on one line and cut to length; null when nothing of it may. */
export function keepable(text: string | null, remark: (anomaly: Anomaly) => void): string | null {
  // eslint-disable-next-line no-control-regex -- control characters are just what must go
  const plain = (text ?? '').replace(/[\x00-\x1f\x7f\s]+/g, ' ').trim();
  if (plain === '') return null;
  if (mayNameSomebody(plain)) {
    remark('PERSON_DATA');
    return null;
  }
  if (plain.length <= MOST) return plain;
  remark('CUT');
  return plain.slice(0, MOST).trimEnd();
}

/** Registers of persons, by their name, their OID or the assigner of HL7 v2. */
const PERSON_REGISTER = /(?:\bbsn\b|NLMINBIZA|2\.16\.840\.1\.113883\.2\.4\.6\.3$|\bPatient\b)/i;

/** Those of a sender's names that may be kept while it waits: short, printable, and nobody's own. */
export function keepableIdentifiers(names: readonly Identifier[]): Identifier[] {
  return names
    .slice(0, MOST_NAMES)
    .filter(
      ({ system, value }) =>
        identifierSchema.safeParse({ system, value }).success &&
        !PERSON_REGISTER.test(system) &&
        !isSomebodysName(system) &&
        !isSomebodysName(value),
    );
}

const MOST_NAMES = 20;
const LONGEST_NAME = 200;

/** A sender's name for itself as it may be kept while it waits; null when it is somebody's. */
export function keepableName(name: string | null): string | null {
  return keepable(name, () => undefined)?.slice(0, LONGEST_NAME) ?? null;
}
