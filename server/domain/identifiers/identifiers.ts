/**
 * By which names others know our sites. A location has a list of (system, value): AGB and URA are given per organisation and
 * often stand for several locations, OIDs and vendors' ids for one. Source: capacity model, 4.2 "Identifiers".
 */
import { z } from 'zod';
import { subjects } from '../entries.ts';
import type { FacilityProfile, FacilityState, Picture } from '../picture.ts';
import { refuse, type Decision } from '../refusal.ts';

/** A name in somebody's register of names. */
export interface Identifier {
  /** URI of the register, in the one spelling of `canonicalSystem`. */
  system: string;
  value: string;
}

/** Vektis' register of care providers: 8 digits, a hospital's begin with 06. */
export const AGB = 'http://fhir.nl/fhir/NamingSystem/agb-z';
/** Register of UZI subscribers: 8 digits with leading zeros. */
export const URA = 'http://fhir.nl/fhir/NamingSystem/ura';
/** Object identifiers of single locations, such as those of the national coordination platform. */
export const OID = 'urn:ietf:rfc:3986';
/** Our own ids of facilities. */
export const OWN = 'urn:spoedkaart:facility';

/** Other spellings of a register; whoever sends one means the same. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['agb', AGB],
  ['agb-z', AGB],
  ['urn:oid:2.16.840.1.113883.2.4.6.1', AGB],
  ['2.16.840.1.113883.2.4.6.1', AGB],
  ['ura', URA],
  ['urn:oid:2.16.528.1.1007.3.3', URA],
  ['2.16.528.1.1007.3.3', URA],
  ['oid', OID],
  ['spoedkaart', OWN],
]);

/** Digits of the registers that count so; a number that lost its leading zeros in a spreadsheet gets them back. */
const DIGITS: ReadonlyMap<string, number> = new Map([
  [AGB, 8],
  [URA, 8],
]);

/** The one spelling of a register's address. */
export function canonicalSystem(system: string): string {
  const plain = system.trim();
  return SPELLINGS.get(plain.toLowerCase()) ?? plain;
}

/** The identifier as it is kept and compared. An OID loses its `urn:oid:`. */
export function canonical({ system, value }: Identifier): Identifier {
  const register = canonicalSystem(system);
  const bare = value.trim().replace(/^urn:oid:/i, '');
  const digits = DIGITS.get(register);
  const whole = digits !== undefined && /^\d+$/.test(bare) ? bare.padStart(digits, '0') : bare;
  return { system: register, value: whole };
}

const sameIdentifier = (a: Identifier, b: Identifier) =>
  a.system === b.system && a.value === b.value;

/** Short, printable, without white space inside: what an identifier can be. */
export const identifierSchema = z
  .strictObject({
    system: z.string().trim().min(1).max(200).regex(/^\S+$/),
    value: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/),
  })
  .transform(canonical);

/** At most so many names of one location. */
export const MOST_IDENTIFIERS = 20;
export const identifiersSchema = z.array(identifierSchema).max(MOST_IDENTIFIERS);

/** Whom a message speaks for. */
export type Resolution =
  | { kind: 'found'; facility: string }
  /** Nobody here bears any of these names. */
  | { kind: 'unknown' }
  /** The names fit several locations, and nothing tells which. */
  | { kind: 'ambiguous'; facilities: string[] };

/**
 * The one facility that the names point to. A name that several locations share decides nothing by itself; another name in the
 * same message may. `name`: last resort, the exact official or short name of one location.
 */
export function resolveFacility(
  picture: Picture,
  given: readonly Identifier[],
  name: string | null = null,
): Resolution {
  const names = given.map(canonical);
  let left: string[] | null = null;
  for (const one of names) {
    const bearers = Object.values(picture.facilities).flatMap((facility) =>
      bears(facility, one) ? [facility.id] : [],
    );
    if (bearers.length === 0) continue;
    const both: string[] = left === null ? bearers : left.filter((id) => bearers.includes(id));
    // Two names of two different locations: the message contradicts itself.
    if (both.length === 0)
      return { kind: 'ambiguous', facilities: [...new Set([...(left ?? []), ...bearers])].sort() };
    left = both;
  }
  if (left === null && name !== null) left = bearersOfName(picture, name);
  const [only, ...others] = left ?? [];
  if (only === undefined) return { kind: 'unknown' };
  return others.length === 0
    ? { kind: 'found', facility: only }
    : { kind: 'ambiguous', facilities: [only, ...others].sort() };
}

function bears(facility: FacilityState, one: Identifier): boolean {
  if (one.system === OWN) return facility.id === one.value;
  return facility.identifiers?.some((own) => sameIdentifier(own, one)) ?? false;
}

function bearersOfName(picture: Picture, name: string): string[] {
  const wanted = name.trim();
  return Object.values(picture.facilities)
    .filter((one) => one.name === wanted || one.shortName === wanted)
    .map((one) => one.id);
}

export interface IdentifyCommand {
  facility: string;
  /** The whole list: it takes the place of the one before. */
  identifiers: readonly Identifier[];
  /** Version of the facility that was seen; null when it does not matter. */
  ifVersion: number | null;
}

/** The entry that gives a facility these names. Naming a location twice, or another one too, is allowed: an AGB stands for many. */
export function identify(picture: Picture, command: IdentifyCommand): Decision {
  const facility = picture.facilities[command.facility];
  if (facility === undefined) return refuse('UNKNOWN_FACILITY');
  if (command.ifVersion !== null && command.ifVersion !== facility.version)
    return refuse('VERSION_MISMATCH', null, { version: facility.version });
  const identifiers: Identifier[] = [];
  for (const one of command.identifiers.map(canonical))
    if (!identifiers.some((known) => sameIdentifier(known, one))) identifiers.push(one);
  const subject = subjects.facility(facility.id);
  return {
    ok: true,
    entries: [
      {
        kind: 'facility-registered',
        subject,
        body: { profile: { ...profileOf(facility), identifiers } },
      },
    ],
    guards: [{ subject, version: facility.version }],
  };
}

/** What does not change from hour to hour about the facility: what an entry that registers it anew must repeat. */
export function profileOf(facility: FacilityState): FacilityProfile {
  const {
    version: _version,
    units,
    stops: _stops,
    claims: _claims,
    gone: _gone,
    asked: _asked,
    feedAlarms: _feedAlarms,
    ...rest
  } = facility;
  return { ...rest, unitKinds: units.map((unit) => unit.kind) };
}
