/**
 * Simulated patients: where they are, what is the matter, and what the crew comes to know of it step by step. Nobody real; the
 * places are drawn by the number of inhabitants.
 */
import { PATTERNS } from './patterns.ts';
import type { Place } from '../geography.ts';
import type { CaseBody } from './actions.ts';
import type { Random } from './random.ts';

/** `severe` is what the ambulance suspects to be multitrauma; what it is called is the rule set's word. */
export type Complaint = 'severe' | 'moderate' | 'minor' | 'other';

export interface Patient {
  place: Place;
  complaint: Complaint;
  /** What is known, each time whole: at the call, then as the crew reports. */
  known: CaseBody[];
}

/** Around the middle of a place, degrees: at most 1.2 km, so that nobody is put at sea or abroad. */
const AROUND_DEGREES = 0.0075;

export function createPatient(place: Place, complaint: Complaint, random: Random): Patient {
  const position = {
    lat: round(place.position.lat + random.between(-AROUND_DEGREES, AROUND_DEGREES)),
    lon: round(place.position.lon + random.between(-AROUND_DEGREES, AROUND_DEGREES) * 1.4),
  };
  return {
    place,
    complaint,
    known: PATTERNS[complaint](random).map((part) => ({ ...part, position })),
  };
}

const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

/** Draws places by inhabitants, of the whole country or of some of it. */
export function placePicker(places: readonly Place[]): (random: Random) => Place {
  const upTo: number[] = [];
  let sum = 0;
  for (const place of places) upTo.push((sum += Math.max(1, place.population)));
  return (random) => {
    const wanted = random.next() * sum;
    let [low, high] = [0, places.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    const place = places[low];
    if (place === undefined) throw new RangeError('no places');
    return place;
  };
}
