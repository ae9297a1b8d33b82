/**
 * ADT events in the domain's words. What an event does to a visit or a bed is table 3.3 of the capacity model; what this server does
 * not use is passed over with a remark, never refused. Source: HL7 v2.5, chapter 3.
 */
import type { BedState } from '#domain/occupancy/unit-count.ts';
import type { VisitEvent } from '#domain/occupancy/visit.ts';
import type { Anomaly } from '../core/item.ts';
import type { AdtMessage, Place, Visit } from './message.ts';
import { hl7Moment } from './time.ts';

/** What a site does in its own way. */
export interface SiteHabits {
  /** The place of an A08 is a move where it differs from the known one. */
  moveOnUpdate: boolean;
  /** Its own codes of beds' states; those of table 0116 besides. */
  bedCodes: Readonly<Record<string, BedState>>;
  /** Its own words for the class of an ED patient, lower case, besides E. */
  emergencyClasses: readonly string[];
}

export const USUAL_HABITS: SiteHabits = {
  moveOnUpdate: false,
  bedCodes: {},
  emergencyClasses: ['emergency', 'spoed', 'seh'],
};

/** One act of a message. Visits are still numbers here: whoever stores it makes a keyed hash of them first. */
export type Act =
  | { do: 'visit'; number: string; event: VisitEvent; place: Place | null }
  | { do: 'bed'; place: Place; state: BedState; at: number }
  /** The visit has another number from now on. */
  | { do: 'rename'; from: string; to: string };

export interface Translated {
  acts: Act[];
  anomalies: Anomaly[];
  /** When it happened, milliseconds. */
  at: number;
}

/** Events that are known and change no bed: expected ones, tracking, and what belongs to them. */
const EXPECTED: ReadonlySet<string> = new Set([
  ...['A05', 'A09', 'A10', 'A14', 'A15', 'A16', 'A25', 'A26', 'A27', 'A32', 'A33', 'A38'],
  ...['A28', 'A29', 'A31'],
]);

const RENAMES: ReadonlySet<string> = new Set([
  ...['A18', 'A34', 'A35', 'A36', 'A40', 'A41', 'A42', 'A43', 'A44', 'A45', 'A46', 'A47'],
  ...['A48', 'A49', 'A50', 'A51'],
]);

/** Table 0116, user-defined: these are the suggested values. C is closed, K is contaminated. */
const BED_CODES: Readonly<Record<string, BedState>> = {
  C: 'closed',
  H: 'blocked',
  I: 'blocked',
  K: 'blocked',
  O: 'occupied',
  U: 'free',
};

const codeOf = (codes: Readonly<Record<string, BedState>>, code: string): BedState | undefined =>
  Object.hasOwn(codes, code) ? codes[code] : undefined;

/** @param now milliseconds: a message without any time happened when it came. */
export function translate(message: AdtMessage, habits: SiteHabits, now: number): Translated {
  const anomalies: Anomaly[] = [];
  const written = hl7Moment(message.header.time);
  const occurred = hl7Moment(message.occurredAt) ?? hl7Moment(message.recordedAt) ?? written;
  if (occurred === null) anomalies.push('BAD_TIME');
  const at = occurred ?? now;
  const order = written ?? now;
  const { event } = message.header;
  const acts: Act[] = [];

  if (event === 'A20' || message.beds.length > 0) {
    for (const { place, status } of message.beds) {
      const state = codeOf(habits.bedCodes, status) ?? codeOf(BED_CODES, status.toUpperCase());
      if (state === undefined) anomalies.push('UNKNOWN_CODE');
      else acts.push({ do: 'bed', place, state, at });
    }
    if (event === 'A20') return { acts, anomalies, at };
  }
  if (RENAMES.has(event)) {
    for (const { number, mergedFrom } of message.visits)
      if (mergedFrom !== '' && number !== '' && mergedFrom !== number)
        acts.push({ do: 'rename', from: mergedFrom, to: number });
    return { acts, anomalies, at };
  }
  if (EXPECTED.has(event)) return { acts, anomalies, at };

  for (const visit of message.visits) {
    const made = visitEvent(event, visit, message, habits, { at, order });
    if (made === 'unknown') anomalies.push('UNKNOWN_CODE');
    else if (made !== 'nothing') {
      if (visit.number === '') anomalies.push('UNMAPPED_PLACE');
      else
        acts.push({
          do: 'visit',
          number: visit.number,
          event: made,
          place: placeOf(visit, message),
        });
    }
  }
  return { acts, anomalies, at };
}

/** A German or French movement segment names the unit where PV1-3 is empty. */
function placeOf({ place }: Visit, { movement }: AdtMessage): Place | null {
  if (place !== null || movement === null || movement.unit === '') return place;
  return { pointOfCare: movement.unit, room: '', bed: '', facility: '' };
}

/** One string for a place: what visits and beds are kept under. */
export const placeKey = ({ pointOfCare, room, bed }: Pick<Place, 'pointOfCare' | 'room' | 'bed'>) =>
  [pointOfCare, room, bed].join('^');

function visitEvent(
  event: string,
  visit: Visit,
  message: AdtMessage,
  habits: SiteHabits,
  when: { at: number; order: number },
): VisitEvent | 'nothing' | 'unknown' {
  const found = placeOf(visit, message);
  const place = found === null ? null : placeKey(found);
  switch (event) {
    case 'A01':
      return { ...when, kind: 'admitted', place };
    case 'A04':
      return isEmergency(visit, habits) ? { ...when, kind: 'admitted', place } : 'nothing';
    case 'A02':
    case 'A17':
      return { ...when, kind: 'moved', place };
    case 'A03':
      return { ...when, kind: 'left' };
    case 'A06':
      return { ...when, kind: 'moved', place };
    case 'A07':
      return place === null ? { ...when, kind: 'left' } : { ...when, kind: 'moved', place };
    case 'A08':
      return { ...when, kind: 'updated', place, moves: habits.moveOnUpdate };
    case 'A11':
      return { ...when, kind: 'admission-cancelled' };
    case 'A12':
      return { ...when, kind: 'move-cancelled', place };
    case 'A13':
      return { ...when, kind: 'departure-cancelled', place };
    case 'A21':
      return { ...when, kind: 'on-leave', keepsBed: place !== null };
    case 'A22':
      return { ...when, kind: 'returned', place };
    // Cancels of leave and return: back to what was before.
    case 'A52':
      return { ...when, kind: 'returned', place };
    case 'A53':
      return { ...when, kind: 'on-leave', keepsBed: place !== null };
    default:
      return 'unknown';
  }
}

function isEmergency({ patientClass }: Visit, { emergencyClasses }: SiteHabits): boolean {
  const word = patientClass.toLowerCase();
  return word === 'e' || emergencyClasses.includes(word);
}
