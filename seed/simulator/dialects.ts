/**
 * In which way each simulated hospital tells what it knows, and what that way can say. Stated data of the demonstration: no real
 * hospital is meant by it. Dealt by seed, so that every region hears several ways.
 */
import type { FacilityProfile } from '../../server/domain/picture.ts';
import type { UnitKind } from '../../server/domain/words.ts';
import type { ObservationBody } from './actions.ts';
import { randomStream } from './random.ts';

/**
 * `api`: its own program by our API; `hand`: its people tap. The others are dialects of feeds: HL7 v2 movements over MLLP; a FHIR
 * report, or all beds as FHIR Locations; EDXL-HAVE 1.0 bare or in EDXL-DE; a spreadsheet sent, or left in the drop folder.
 */
export type Dialect =
  'api' | 'hand' | 'hl7v2' | 'fhir' | 'fhir-beds' | 'have' | 'have-de' | 'csv' | 'csv-drop';

/** Ways that differ only in their wrapping are one for whoever looks at a board. */
const FAMILY: Record<Dialect, string> = {
  ...{ api: 'api', hand: 'hand', hl7v2: 'hl7v2', csv: 'csv', 'csv-drop': 'csv' },
  ...{ fhir: 'fhir', 'fhir-beds': 'fhir', have: 'have', 'have-de': 'have' },
};

/** How often each is dealt, relative to the others. */
const SHARES: readonly (readonly [Dialect, number])[] = [
  ['hl7v2', 3],
  ['hand', 3],
  ['fhir', 2],
  ['have', 2],
  ['csv', 2],
  ['fhir-beds', 1],
  ['have-de', 1],
  ['csv-drop', 1],
];

/** A hospital of two sites whose system speaks for both, and calls the second one by a number that nobody here knows. */
export const STRANGER = {
  facility: 'zuyderland-heerlen',
  second: 'zuyderland-sittard-geleen',
  /** An invented AGB code. */
  identifier: 'urn:oid:2.16.840.1.113883.2.4.6.1/06990001',
} as const;

/** A hospital that a visitor may try every way with: its own figures come by hand, and seldom. */
export const TRY_FACILITY = 'haga-zoetermeer';

/** Those whose way is not dealt: people of the demo accounts tap there, or a scene needs it. */
const FIXED: Readonly<Record<string, Dialect>> = {
  'lumc-leiden': 'fhir',
  'haga-leyweg': 'hand',
  [TRY_FACILITY]: 'hand',
  [STRANGER.facility]: 'have',
  [STRANGER.second]: 'hand',
};

/** The way of each facility: in a region no family of ways comes twice before each came once. */
export function dealDialects(
  profiles: readonly FacilityProfile[],
  seed: number,
): Map<string, Dialect> {
  const random = randomStream(seed, 'dialects');
  const dealt = new Map<string, Dialect>();
  const national = new Map<Dialect, number>();
  const give = (facility: string, dialect: Dialect, regional: Map<string, number>) => {
    dealt.set(facility, dialect);
    national.set(dialect, (national.get(dialect) ?? 0) + 1);
    regional.set(FAMILY[dialect], (regional.get(FAMILY[dialect]) ?? 0) + 1);
  };
  for (const [, members] of Map.groupBy(profiles, (one) => one.region)) {
    const regional = new Map<string, number>();
    const open = members.filter(({ id }) => {
      const fixed = FIXED[id];
      if (fixed !== undefined) give(id, fixed, regional);
      return fixed === undefined;
    });
    while (open.length > 0) {
      const [one] = open.splice(random.whole(0, open.length - 1), 1);
      if (one === undefined) break;
      const cost = ([dialect, share]: (typeof SHARES)[number]) =>
        1000 * (regional.get(FAMILY[dialect]) ?? 0) +
        (national.get(dialect) ?? 0) / share +
        random.next() / 100;
      const [cheapest] = SHARES.map((row) => ({ dialect: row[0], cost: cost(row) })).sort(
        (a, b) => a.cost - b.cost,
      );
      if (cheapest) give(one.id, cheapest.dialect, regional);
    }
  }
  return dealt;
}

/** Figures of a unit as a picture can show them. */
export type Shown = Record<'staffed' | 'physical' | 'occupied' | 'available', number | null>;

/** Kinds that the US SAFR codes give both an occupied and an unoccupied count. */
const IN_REPORTS: ReadonlySet<UnitKind> = new Set<UnitKind>([
  ...(['icu', 'picu', 'nicu', 'medium-care', 'ward'] as const),
  ...(['pediatric-ward', 'burns', 'obstetrics'] as const),
]);
/** Places for planned work are staffed by the hour, which no movement of a patient tells. */
const NOT_IN_MOVEMENTS: ReadonlySet<UnitKind> = new Set<UnitKind>(['operating-room', 'cath-lab']);
/** HAVE 1.0 has no type of bed for these. */
const NOT_IN_HAVE: ReadonlySet<UnitKind> = new Set<UnitKind>(['obstetrics', 'cath-lab']);

/** Whether the dialect can give counts of the kind at all; where it cannot, the hospital tells them by our API. */
export function speaksOf(dialect: Dialect, kind: UnitKind): boolean {
  switch (dialect) {
    case 'hl7v2':
      return !NOT_IN_MOVEMENTS.has(kind);
    case 'fhir':
      return IN_REPORTS.has(kind);
    case 'have':
    case 'have-de':
      return !NOT_IN_HAVE.has(kind);
    case 'api':
    case 'hand':
    case 'fhir-beds':
    case 'csv':
    case 'csv-drop':
      return true;
  }
}

/**
 * What of a unit's figures comes across. HL7 v2: occupied; staffed is set up once, and free places follow. A SAFR report has no
 * physical places, and its staffed ones are the occupied and the free together, so that more patients than staffed places stretch
 * them. Locations count the places there are (with patients beyond them, more), and HAVE has free and physical places only: of
 * both the staffed ones are told by the API.
 */
export function comesAcross(dialect: Dialect, kind: UnitKind, said: ObservationBody): Shown {
  const { staffed, physical, occupied, available } = said;
  if (!speaksOf(dialect, kind)) return { staffed, physical, occupied, available };
  switch (dialect) {
    case 'hl7v2':
      return { staffed, physical: null, occupied, available };
    case 'fhir':
      return { staffed: Math.max(staffed, occupied), physical: null, occupied, available };
    case 'fhir-beds':
      return { staffed, physical: Math.max(physical, occupied), occupied, available };
    case 'have':
    case 'have-de':
      return { staffed, physical, occupied: null, available };
    case 'api':
    case 'hand':
    case 'csv':
    case 'csv-drop':
      return { staffed, physical, occupied, available };
  }
}

/**
 * What is left to be told by the API of a unit that the dialect speaks of: whether it is open, how many places are staffed, and how
 * crowded an emergency department is. No dialect but our own and the spreadsheet says without doubt that a full unit is open.
 */
export function leftToTell(
  dialect: Dialect,
  { staffed, status, nedocs, offloadMinutes, observedAt }: ObservationBody,
): Partial<ObservationBody> {
  const spreadsheet = dialect === 'csv' || dialect === 'csv-drop';
  const have = dialect === 'have' || dialect === 'have-de';
  return {
    ...(spreadsheet ? {} : { status }),
    ...(have || dialect === 'fhir-beds' ? { staffed } : {}),
    ...(nedocs === undefined ? {} : { nedocs }),
    ...(offloadMinutes === undefined || have ? {} : { offloadMinutes }),
    observedAt,
  };
}
