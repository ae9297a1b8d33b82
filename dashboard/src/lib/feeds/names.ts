/** Registers of identifiers as people call them. Pure. */
import { AGB, OID, OWN, URA, type Identifier } from '#domain/identifiers/identifiers.ts';
import type { FacilityState, Picture } from '#domain/picture.ts';
import type { Words } from '#lib/words/nl/index.ts';

/** The sender of HL7 v2 messages, MSH-3 and MSH-4 with a bar between: known by its connection, never by an identifier. */
export const HL7_SENDER = 'urn:spoedkaart:hl7-sender';

export const REGISTERS = ['agb', 'ura', 'oid', 'other'] as const;
export type Register = (typeof REGISTERS)[number];

const SYSTEMS: Record<Exclude<Register, 'other'>, string> = { agb: AGB, ura: URA, oid: OID };

export const systemOf = (register: Register, address: string): string =>
  register === 'other' ? address.trim() : SYSTEMS[register];

/** "AGB 06011024"; a register that we have no name for is said by its address. */
export function identifierText({ system, value }: Identifier, t: Words['feeds']): string {
  if (system === HL7_SENDER) return value.replace('|', ' · ');
  return `${registerText(system, t)} ${value}`;
}

export function registerText(system: string, t: Words['feeds']): string {
  if (system === OWN) return t.names.own;
  const known = REGISTERS.find((one) => one !== 'other' && SYSTEMS[one] === system);
  return known === undefined ? system : t.names.systems[known];
}

/** Application and facility of an HL7 sender; null for any other. */
export function hl7Sender(
  identifiers: readonly Identifier[],
): { application: string; sendingFacility: string } | null {
  const found = identifiers.find((one) => one.system === HL7_SENDER);
  if (found === undefined) return null;
  const [application = '', sendingFacility = ''] = found.value.split('|');
  return { application, sendingFacility };
}

/** Others that bear the name too: it decides nothing by itself. */
export function othersWith(
  one: Identifier,
  facility: Pick<FacilityState, 'id'>,
  picture: Picture,
): FacilityState[] {
  return Object.values(picture.facilities).filter(
    (other) =>
      other.id !== facility.id &&
      (other.identifiers ?? []).some(
        (name) => name.system === one.system && name.value === one.value,
      ),
  );
}

/** Facilities to choose from, by name. */
export const facilityOptions = (picture: Picture | null) =>
  Object.values(picture?.facilities ?? {})
    .map((one) => ({ value: one.id, label: one.shortName, detail: one.city }))
    .sort((a, b) => a.label.localeCompare(b.label, 'nl'));
