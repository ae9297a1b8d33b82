/**
 * How many patients call for an ambulance, and where. Numbers: severe trauma 4,500 to 5,300 a year (routing rules 1); urgent
 * transports (A1 and A2) about 2,700 a day nationally. Of the urgent ones the demonstration shows a share, and severe trauma
 * more often than it is, so that each screen has life and none is a heap.
 */
import type { Place } from '../geography.ts';
import { createCase, type Lasting, type SimCase } from './case.ts';
import { createPatient, placePicker, type Complaint, type Patient } from './patients.ts';
import { randomStream, type Random } from './random.ts';
import { arrivalsAt, injuriesAt } from './rhythm.ts';
import type { Country } from './world.ts';

export const RATES = {
  severeTraumaAYear: 5_000,
  /** Severe trauma is shown so many times as often as it happens. */
  severeTraumaBoost: 10,
  urgentTransportsADay: 2_700,
  /** Share of the urgent transports that is shown. */
  shareShown: 0.5,
} as const;

/** What urgent transports are about besides severe trauma. An assumption. */
const COMPLAINTS: readonly (readonly [Complaint, number])[] = [
  ['moderate', 0.06],
  ['minor', 0.16],
  ['other', 0.78],
];

const MINUTE = 60_000;
const DAY_MINUTES = 1440;

/** Rooms where cases wait longer for a decision, so that a person at the desk finds some open. */
const UNHURRIED_ROOMS: ReadonlySet<string> = new Set(['mk-den-haag', 'mk-noord-nederland']);

export interface Influx {
  readonly random: Random;
  /** New patients between two simulated times. */
  arrivals(from: number, to: number): Patient[];
  /** One more, at a place of the given municipality codes or regions (null: anywhere). */
  patient(complaint: Complaint | null, where: ((place: Place) => boolean) | null): Patient;
  caseOf(
    patient: Patient,
    opened: number,
    lasting: Lasting,
    waits?: number,
    destined?: string,
  ): SimCase;
}

/** Mean of each kind in a minute at a simulated time. */
export function ratesAt(at: number): { severe: number; urgent: number } {
  const { severeTraumaAYear, severeTraumaBoost, urgentTransportsADay, shareShown } = RATES;
  return {
    severe: ((severeTraumaAYear * severeTraumaBoost) / 365 / DAY_MINUTES) * injuriesAt(at),
    urgent: ((urgentTransportsADay * shareShown) / DAY_MINUTES) * arrivalsAt(at),
  };
}

export function createInflux(country: Country, seed: number): Influx {
  const random = randomStream(seed, 'influx');
  const anywhere = placePicker(country.places);
  const roomOf = new Map(
    country.rooms.flatMap((room) => room.safetyRegions.map((code) => [code, room.id] as const)),
  );
  let count = 0;
  const complaint = () => random.weighted(COMPLAINTS);

  return {
    random,
    arrivals(from, to) {
      const minutes = (to - from) / MINUTE;
      if (minutes <= 0) return [];
      const rates = ratesAt(from);
      const arrived: Patient[] = [];
      for (let n = random.poisson(rates.severe * minutes); n > 0; n -= 1)
        arrived.push(createPatient(anywhere(random), 'severe', random));
      for (let n = random.poisson(rates.urgent * minutes); n > 0; n -= 1)
        arrived.push(createPatient(anywhere(random), complaint(), random));
      return arrived;
    },
    patient(wanted, where) {
      const pick = where === null ? anywhere : placePicker(country.places.filter(where));
      return createPatient(pick(random), wanted ?? complaint(), random);
    },
    caseOf(patient, opened, lasting, waits, destined) {
      count += 1;
      const room = roomOf.get(patient.place.municipality.safetyRegion);
      if (room === undefined)
        throw new Error(`no dispatch room for ${patient.place.municipality.safetyRegion}`);
      const own = randomStream(seed, `case:${count}`);
      const unhurried = UNHURRIED_ROOMS.has(room) && own.chance(0.5);
      return createCase(
        { number: count, room, patient, destined: destined ?? null, random: own },
        opened,
        waits ?? (unhurried ? own.between(9, 16) : own.between(3, 7)),
        lasting,
      );
    },
  };
}
