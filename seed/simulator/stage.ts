/**
 * The scene at the start: a country in the middle of its day, and at each demo account's desk something to do. All of it
 * goes through the public interfaces like everything after it; nothing is dated back.
 */
import type { Lasting, SimCase } from './case.ts';
import type { SimFacility } from './facility.ts';
import { ratesAt, type Influx } from './influx.ts';
import { CROWDING } from './stops.ts';

/** What is on the stage. */
export interface Stage {
  facilities: ReadonlyMap<string, SimFacility>;
  influx: Influx;
  lasting: Lasting;
  open(one: SimCase): void;
}

const MINUTE = 60_000;

/** Mean minutes that a case stays open, from call to handing over. */
export const CASE_LASTS_MINUTES = 38;

/** Occupied over staffed places that these emergency departments start with. */
const CROWDED: Readonly<Record<string, number>> = {
  'lumc-leiden': CROWDING.impending + 0.04,
  'rdgg-delft': CROWDING.stop + 0.05,
};
/** Others that start crowded: as many warn, as many are closed. */
const MORE_IMPENDING = 4;
const MORE_STOPS = 2;

/** Cases that wait at a desk or are on their way to one: place, minutes since the call, minutes until the decision. */
const SCENES: readonly {
  municipality: string;
  complaint: 'severe' | 'moderate' | 'other';
  since: number;
  waits: number;
  destined?: string;
}[] = [
  { municipality: 'Leiden', complaint: 'severe', since: 1, waits: 14 },
  { municipality: 'Zoetermeer', complaint: 'moderate', since: 2, waits: 12 },
  { municipality: 'Westland', complaint: 'other', since: 1, waits: 10 },
  { municipality: 'Katwijk', complaint: 'severe', since: 12, waits: 6, destined: 'lumc-leiden' },
  {
    municipality: 'Alphen aan den Rijn',
    complaint: 'severe',
    since: 15,
    waits: 7,
    destined: 'lumc-leiden',
  },
  { municipality: 'Leiden', complaint: 'other', since: 14, waits: 6, destined: 'lumc-leiden' },
  {
    municipality: "'s-Gravenhage",
    complaint: 'moderate',
    since: 12,
    waits: 5,
    destined: 'haga-leyweg',
  },
  {
    municipality: "'s-Gravenhage",
    complaint: 'other',
    since: 16,
    waits: 6,
    destined: 'haga-leyweg',
  },
  { municipality: 'Assen', complaint: 'severe', since: 1, waits: 13 },
  { municipality: 'Groningen', complaint: 'moderate', since: 2, waits: 11 },
];

export function setTheStage(stage: Stage, now: number, sim: number): void {
  crowdSome(stage, sim);
  const { influx, lasting } = stage;
  for (const scene of SCENES) {
    const patient = influx.patient(
      scene.complaint,
      ({ municipality }) => municipality.name === scene.municipality,
    );
    stage.open(
      influx.caseOf(patient, now - lasting(scene.since), lasting, scene.waits, scene.destined),
    );
  }
  // As many as would be open at this time of the day, each somewhere on its way.
  const rates = ratesAt(sim);
  const open = (rate: number) => influx.random.poisson(rate * CASE_LASTS_MINUTES);
  const start = (complaint: 'severe' | null) => {
    const since = influx.random.between(0, CASE_LASTS_MINUTES * 0.8);
    stage.open(influx.caseOf(influx.patient(complaint, null), now - lasting(since), lasting));
  };
  for (let n = open(rates.severe); n > 0; n -= 1) start('severe');
  for (let n = open(rates.urgent); n > 0; n -= 1) start(null);
}

function crowdSome({ facilities, influx }: Stage, sim: number): void {
  const { random } = influx;
  const candidates = [...facilities.values()].filter(
    (one) => one.traumaLevel !== 1 && one.region !== 'west' && one.habit !== 'forgetful',
  );
  for (let nth = 0; nth < MORE_IMPENDING + MORE_STOPS && candidates.length > 0; nth += 1) {
    const [one] = candidates.splice(random.whole(0, candidates.length - 1), 1);
    if (one) crowd(one, nth < MORE_STOPS ? CROWDING.stop + 0.05 : CROWDING.impending + 0.05);
  }
  for (const [id, crowding] of Object.entries(CROWDED)) {
    const one = facilities.get(id);
    if (one) crowd(one, crowding);
  }
  // One scanner is down somewhere.
  const broken = candidates[random.whole(0, candidates.length - 1)];
  if (broken) broken.outageAt = sim - MINUTE;
}

function crowd(facility: SimFacility, crowding: number): void {
  const ed = facility.units.find((unit) => unit.kind === 'ed');
  if (ed) ed.occupied = Math.ceil(ed.staffed * crowding);
}
