/** What the two servers of the benchmark are, and what is sent to them: the same bytes to both. */
import { adtMessage } from '../../seed/simulator/feeds/adt.ts';
import { measureReport } from '../../seed/simulator/feeds/fhir.ts';
import type { Address } from '../../seed/simulator/feeds/mllp-line.ts';
import type { Movement } from '../../seed/simulator/feeds/register.ts';
import { observation } from '../support/country.ts';

/** Facilities of one FHIR report. */
export const FACILITIES = 90;

export interface Ready {
  line: Address;
  /** Facilities whose systems may send movements. */
  senders: string[];
  /** Where reports are posted. */
  url: string;
  key: string;
  facilities: string[];
}

/** What happens to each visit, so that nobody stays. */
const STAY: readonly Movement['event'][] = ['A01', 'A02', 'A08', 'A03'];

/** The nth message of a line: visits come, move, are looked at and leave. `at`: milliseconds. */
export function movement(line: number, sender: string, nth: number, at: number): string {
  const event = STAY[nth % STAY.length] ?? 'A01';
  const visit = `${line}-${Math.floor(nth / STAY.length)}`;
  const place = event === 'A01' ? `AOA^A${line}^1` : `KLIN^W${line}^1`;
  const moved = { event, visit, place, prior: '', patientClass: 'I', at } as const;
  return adtMessage({ facility: sender }, `${line}-${nth}`, moved);
}

/** The nth report of all facilities, each figure another one than before. */
export function reportOfAll(facilities: readonly string[], nth: number): string {
  const observedAt = new Date().toISOString();
  const entry = facilities.map((facility, f) => {
    const told = (['icu', 'medium-care', 'ward', 'obstetrics'] as const).map((unit, u) => {
      const { staffed, physical, occupied, available } = observation(20 + u, nth + f + u);
      const counts = { staffed: staffed ?? 0, physical: physical ?? 0 };
      const beds = { occupied: occupied ?? 0, available: available ?? 0 };
      return { unit, body: { ...counts, ...beds, status: 'open' as const, observedAt } };
    });
    return {
      resource: JSON.parse(measureReport(facility, told, `${nth}-${f}`)) as object,
      request: { method: 'POST', url: 'MeasureReport' },
    };
  });
  return JSON.stringify({ resourceType: 'Bundle', type: 'batch', timestamp: observedAt, entry });
}
