/**
 * Wards and beds as Locations. A ward says whether it is open; a bed's state changes one bed in the book of beds. The answer to a
 * search for all beds of a place, whole, is a census. Source: FHIR 4.0.1, Location; table v2-0116; capacity model, 2.3.
 */
import { UNIT_KINDS, type UnitKind, type UnitStatus } from '#domain/words.ts';
import { NO_FIGURES, type Anomaly, type FeedItem, type FeedSubject } from '../core/item.ts';
import type { BedState } from '#domain/occupancy/unit-count.ts';
import type { BedWord } from '../core/beds.ts';
import { unitKindOf, type Coding } from './codes.ts';
import { instantOf, type LocationIn, type ReferenceIn } from './resources.ts';
import { identifiersOf, subjectOf, type Referred } from './subjects.ts';

/** Table 0116 by its letters; C is closed, K is contaminated (a public document has them the wrong way round). */
const STATES: ReadonlyMap<string, BedState> = new Map([
  ['C', 'closed'],
  ['H', 'blocked'],
  ['I', 'blocked'],
  ['K', 'blocked'],
  ['O', 'occupied'],
  ['U', 'free'],
]);

export const isBed = ({ physicalType }: LocationIn): boolean =>
  physicalType?.coding?.some(({ code }) => code === 'bd') ?? false;

/** What a ward or a site says: that it is closed, or that it is not. */
export function itemOfWard(
  location: LocationIn,
  referred: Referred,
  at = 'Location',
): { items: FeedItem[]; anomalies: Anomaly[] } {
  const kind = kindOf(location.type.flatMap((one) => one.coding ?? []));
  if (kind === null) return { items: [], anomalies: ['UNKNOWN_CODE'] };
  const letter = location.operationalStatus?.code;
  const anomalies: Anomaly[] = letter !== undefined && !STATES.has(letter) ? ['UNKNOWN_CODE'] : [];
  const figures = {
    ...NO_FIGURES,
    status: wardStatus(location),
    observedAt: instantOf(location.meta?.lastUpdated),
  };
  const subject = subjectOfLocation(location, referred);
  return { items: [{ place: at, subject, kind, figures, anomalies }], anomalies: [] };
}

function wardStatus({ status, operationalStatus }: LocationIn): UnitStatus | null {
  if (operationalStatus?.code === 'C') return 'closed';
  if (status === 'suspended' || status === 'inactive') return 'closed';
  return status === 'active' ? 'open' : null;
}

const kindOf = (codings: readonly Coding[]): UnitKind | null => unitKindOf(codings, UNIT_KINDS);

/** One bed's word for the book of beds; null when nothing names the bed. */
export function bedOf(location: LocationIn, referred: Referred, at = 'Location'): BedWord | null {
  const named = location.identifier.find((one) => one.value !== undefined)?.value ?? location.id;
  if (named === undefined) return null;
  const letter = location.operationalStatus?.code;
  const suspended = location.status === 'suspended';
  return {
    place: at,
    subject: subjectOfLocation(location, referred),
    bed: { pointOfCare: placeName(location.partOf, referred), room: '', bed: named },
    state: suspended ? 'blocked' : letter === undefined ? null : (STATES.get(letter) ?? null),
    inUse: location.status !== 'inactive',
    unit: kindOf(location.type.flatMap((one) => one.coding ?? [])) ?? wardKind(location, referred),
    at: instantOf(location.meta?.lastUpdated),
  };
}

/** The name of the ward that a bed is part of; empty when it is part of none. */
function placeName(partOf: ReferenceIn | undefined, referred: Referred): string {
  const named = referred.find(partOf?.reference);
  const value = named?.identifier.find((one) => one.value !== undefined)?.value;
  return value ?? partOf?.identifier?.value ?? partOf?.reference?.replace(/^.*\//, '') ?? '';
}

function wardKind(location: LocationIn, referred: Referred): UnitKind | null {
  const ward = referred.find(location.partOf?.reference);
  return ward === null ? null : kindOf(ward.types);
}

/** The site before the ward before the bed: a bed's own identifier names the bed and no hospital. */
function subjectOfLocation(location: LocationIn, referred: Referred): FeedSubject {
  return subjectOf(
    referred.identifiers(location.managingOrganization),
    referred.identifiers(location.partOf),
    isBed(location) ? [] : identifiersOf(location.identifier),
  );
}

/**
 * Counts of a whole place from all of its beds, by kind of unit. Suspended beds count as not staffed only where a hospital keeps
 * them so, which nothing in the message tells: they are blocked, and staffed stays unknown.
 */
export function censusOf(beds: readonly BedWord[], observedAt: string | null): FeedItem[] {
  const byUnit = new Map<string, { subject: FeedSubject; kind: UnitKind; beds: BedWord[] }>();
  for (const bed of beds) {
    if (bed.unit === null) continue;
    const key = `${JSON.stringify(bed.subject)}/${bed.unit}`;
    const known = byUnit.get(key) ?? { subject: bed.subject, kind: bed.unit, beds: [] };
    known.beds.push(bed);
    byUnit.set(key, known);
  }
  return [...byUnit.values()].map(({ subject, kind, beds: all }) => {
    const inUse = all.filter((bed) => bed.inUse);
    const known = inUse.every((bed) => bed.state !== null);
    const count = (state: BedState) => inUse.filter((bed) => bed.state === state).length;
    return {
      place: all[0]?.place ?? 'Bundle',
      subject,
      kind,
      figures: {
        ...NO_FIGURES,
        physical: inUse.length,
        occupied: known ? count('occupied') : null,
        available: known ? count('free') : null,
        observedAt,
      },
      anomalies: [],
    };
  });
}
