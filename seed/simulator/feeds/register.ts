/**
 * Who lies in which bed of a simulated hospital: its counts, lived by the simulation, told as admissions, transfers and discharges.
 * A visit is a number and nothing else; there is no patient. Deterministic by seed.
 */
import type { UnitKind } from '../../../server/domain/words.ts';
import { randomStream, type Random } from '../random.ts';

/** Events of HL7 v2 that are told: admit, transfer, discharge, register, update, and the cancels of admit and discharge. */
export type AdtEvent = 'A01' | 'A02' | 'A03' | 'A04' | 'A08' | 'A11' | 'A13';

export interface Movement {
  event: AdtEvent;
  visit: string;
  /** PV1-3, `pointOfCare^room^bed`; of a discharge: where the patient was. */
  place: string;
  /** PV1-6. */
  prior: string;
  /** PV1-2: E at the emergency department, I elsewhere. */
  patientClass: 'E' | 'I';
  /** When it happened, milliseconds; later than every earlier one. */
  at: number;
}

/** How the hospital's system names the rooms of a unit: point of care, and the room's first letters. */
const WARDS: Partial<Record<UnitKind, readonly [pointOfCare: string, room: string]>> = {
  ed: ['SEH', 'K'],
  'trauma-bay': ['TRK', 'T'],
  icu: ['IC', 'I'],
  picu: ['PICU', 'P'],
  nicu: ['NICU', 'N'],
  'medium-care': ['MC', 'M'],
  'acute-ward': ['AOA', 'A'],
  ward: ['KLIN', 'W'],
  'pediatric-ward': ['KIND', 'J'],
  ccu: ['EHH', 'H'],
  'stroke-unit': ['NEU', 'S'],
  burns: ['BRW', 'B'],
  obstetrics: ['VERL', 'V'],
};

/** Points of care of the units, for the map of places that such a hospital hands over when it is connected. */
export function wardsOf(kinds: readonly UnitKind[]): { pointOfCare: string; unit: UnitKind }[] {
  return kinds.flatMap((unit) => {
    const ward = WARDS[unit];
    return ward === undefined ? [] : [{ pointOfCare: ward[0], unit }];
  });
}

/** Where patients go on to from a unit. */
const FLOWS: Partial<Record<UnitKind, readonly UnitKind[]>> = {
  ed: ['icu', 'acute-ward', 'medium-care', 'ccu', 'stroke-unit', 'pediatric-ward', 'picu', 'ward'],
  'trauma-bay': ['icu', 'medium-care', 'acute-ward', 'ward', 'ed'],
  icu: ['medium-care', 'ward'],
  picu: ['pediatric-ward'],
  nicu: ['pediatric-ward'],
  'medium-care': ['ward', 'icu'],
  'acute-ward': ['ward', 'icu', 'medium-care'],
  ward: ['icu', 'medium-care'],
  ccu: ['ward'],
  'stroke-unit': ['ward'],
  burns: ['icu'],
};

/** A day ward that nobody mapped to a unit: seen, and shown to whoever keeps the map. */
const UNMAPPED = 'DAGB^D1^1';
/** Of the reports so many tell of something that was undone at once. */
const UNDONE = 0.02;

type Untimed = Omit<Movement, 'at'>;

interface Visit {
  number: string;
  bed: number;
}

export class Register {
  readonly #facility: string;
  readonly #random: Random;
  readonly #held = new Map<UnitKind, Visit[]>();
  #visits = 0;
  #at = 0;

  constructor(facility: string, seed: number) {
    this.#facility = facility;
    this.#random = randomStream(seed, `register:${facility}`);
  }

  /** Patients whom it holds in the unit. */
  count(unit: UnitKind): number {
    return this.#held.get(unit)?.length ?? 0;
  }

  /** The movements that lead from what was told before to these counts, by the given moment, milliseconds. */
  tell(counts: readonly { unit: UnitKind; occupied: number }[], by: number): Movement[] {
    const random = this.#random;
    const made: Untimed[] = [];
    if (this.#visits === 0 && random.chance(0.5)) made.push(this.#dayWard());
    const known = counts.filter(({ unit }) => WARDS[unit] !== undefined);
    const over = new Map(known.map(({ unit, occupied }) => [unit, this.count(unit) - occupied]));
    for (const [from, spare] of over)
      for (let n = spare; n > 0; n -= 1) {
        const to = FLOWS[from]?.find((unit) => (over.get(unit) ?? 0) < 0);
        if (to === undefined) made.push(this.#discharge(from));
        else {
          made.push(this.#transfer(from, to));
          over.set(to, (over.get(to) ?? 0) + 1);
        }
      }
    for (const [unit, spare] of over)
      for (let n = spare; n < 0; n += 1) made.push(this.#admit(unit));
    const [some] = known;
    if (some !== undefined && random.chance(UNDONE)) made.push(...this.#undone(some.unit));
    // A system that has nothing to tell still corrects a file now and then: the line is not dead.
    if (made.length === 0 && some !== undefined) made.push(...this.#update(some.unit));
    return this.#timed(made, by);
  }

  #admit(unit: UnitKind): Untimed {
    return this.#said(isEmergency(unit) ? 'A04' : 'A01', unit, this.#lay(unit, this.#newVisit()));
  }

  #discharge(unit: UnitKind): Untimed {
    return this.#said('A03', unit, this.#takeOut(unit));
  }

  #transfer(from: UnitKind, to: UnitKind): Untimed {
    const left = this.#takeOut(from);
    const said = this.#said('A02', to, this.#lay(to, left.number));
    return { ...said, prior: placeOf(from, left.bed) };
  }

  /** An admission or a discharge that was a mistake: in the end nothing changed. */
  #undone(unit: UnitKind): Untimed[] {
    const held = this.#heldIn(unit);
    const last = held.at(-1);
    if (last !== undefined && this.#random.chance(0.5))
      return [this.#said('A03', unit, last), this.#said('A13', unit, last)];
    const admitted = this.#admit(unit);
    held.pop();
    return [admitted, { ...admitted, event: 'A11' }];
  }

  #update(unit: UnitKind): Untimed[] {
    const held = this.#heldIn(unit);
    return held.length === 0 ? [] : [this.#said('A08', unit, this.#random.pick(held))];
  }

  #dayWard(): Untimed {
    return {
      event: 'A01',
      visit: this.#newVisit(),
      place: UNMAPPED,
      prior: '',
      patientClass: 'I',
    };
  }

  #newVisit(): string {
    this.#visits += 1;
    return `${this.#facility}-${String(this.#visits).padStart(6, '0')}`;
  }

  /** Into the first bed that is free. */
  #lay(unit: UnitKind, number: string): Visit {
    const held = this.#heldIn(unit);
    const taken = new Set(held.map((one) => one.bed));
    let bed = 1;
    while (taken.has(bed)) bed += 1;
    const visit = { number, bed };
    held.push(visit);
    return visit;
  }

  /** @throws RangeError when nobody is there */
  #takeOut(unit: UnitKind): Visit {
    const held = this.#heldIn(unit);
    const [left] = held.splice(this.#random.whole(0, held.length - 1), 1);
    if (left === undefined) throw new RangeError(`nobody is in ${unit}`);
    return left;
  }

  #heldIn(unit: UnitKind): Visit[] {
    const held = this.#held.get(unit) ?? [];
    this.#held.set(unit, held);
    return held;
  }

  #said(event: AdtEvent, unit: UnitKind, { number, bed }: Visit): Untimed {
    return {
      event,
      visit: number,
      place: placeOf(unit, bed),
      prior: '',
      patientClass: isEmergency(unit) ? 'E' : 'I',
    };
  }

  /** Spread over the time since the last report, a minute at most, each later than the one before. */
  #timed(made: readonly Untimed[], by: number): Movement[] {
    const from = Math.max(this.#at, by - 60_000);
    const between = Math.max(1, Math.floor((by - from) / (made.length + 1)));
    return made.map((movement, nth) => {
      this.#at = Math.max(this.#at + 1, from + between * (nth + 1));
      return { ...movement, at: this.#at };
    });
  }
}

const isEmergency = (unit: UnitKind) => unit === 'ed' || unit === 'trauma-bay';

function placeOf(unit: UnitKind, bed: number): string {
  const [pointOfCare, room] = WARDS[unit] ?? ['', ''];
  return `${pointOfCare}^${room}${bed}^1`;
}
