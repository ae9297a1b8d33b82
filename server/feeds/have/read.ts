/**
 * EDXL-HAVE translated: 1.0 bare, in EDXL-DE or in an Atom entry; of 2.0 identity and colour only, which claims no conformance.
 * Traps of real files are accepted with a remark. Source: OASIS HAVE 1.0; capacity model, 1.1 and 1.2.
 */
import { OWN, type Identifier } from '#domain/identifiers/identifiers.ts';
import type { UnitKind, UnitStatus } from '#domain/words.ts';
import { xsdInstant } from '../core/dutch-time.ts';
import {
  feedCount,
  NO_FIGURES,
  type Anomaly,
  type FeedFigures,
  type FeedItem,
  type FeedSubject,
} from '../core/item.ts';
import { keepable } from '../core/words.ts';
import { child, childrenOf, everyBelow, textOf, type Element } from '../core/xml.ts';
import { gatherBeds } from './beds.ts';
import { HAVE_1, HAVE_2, STATUS_OF_COLOUR, STATUS_OF_TRAFFIC } from './words.ts';

/** What a message says of one site as a whole. */
export interface SiteWord {
  place: string;
  subject: FeedSubject;
  /** Evacuating or closed; false: normal or compromised, which closes nothing. */
  closed: boolean;
  observedAt: string | null;
}

export interface HaveMessage {
  version: 1 | 2;
  items: FeedItem[];
  sites: SiteWord[];
  /** Of the message as a whole. */
  anomalies: Anomaly[];
  observedAt: string | null;
  /** An exercise, a test or a system message: nothing in it may touch the picture. */
  actual: boolean;
}

/** Null: no HAVE in it. */
export function readHave(root: Element): HaveMessage | null {
  const actual = isActual(root);
  const second = isNamed(root, 'HAVE', HAVE_2)
    ? [root]
    : everyBelow(root, 'HAVE').filter((one) => isNamed(one, 'HAVE', HAVE_2));
  if (second.length > 0) return { ...readSecond(second), actual };
  const hospitals = (
    isNamed(root, 'Hospital', HAVE_1) ? [root] : everyBelow(root, 'Hospital')
  ).filter((one) => sameNamespace(one.ns, HAVE_1));
  const empty = isNamed(root, 'HospitalStatus', HAVE_1);
  if (hospitals.length === 0 && !empty) return null;
  const read = hospitals.map((one, n) => readHospital(one, `Hospital[${n + 1}]`));
  const times = read.flatMap((one) => one.observedAt ?? []).sort();
  return {
    version: 1,
    items: read.flatMap((one) => one.items),
    sites: read.flatMap((one) => one.sites),
    anomalies: read.flatMap((one) => one.anomalies),
    observedAt: times.at(-1) ?? null,
    actual,
  };
}

/** At least one public program writes the namespace in other case. */
const sameNamespace = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const isNamed = (one: Element, name: string, ns: string) =>
  one.name === name && sameNamespace(one.ns, ns);

/** Outside a distribution element nothing says otherwise; inside one only `Actual` is live. */
function isActual(root: Element): boolean {
  const distributions =
    root.name === 'EDXLDistribution' ? [root] : everyBelow(root, 'EDXLDistribution');
  return distributions.every((one) => textOf(one, 'distributionStatus') === 'Actual');
}

interface ReadHospital {
  items: FeedItem[];
  sites: SiteWord[];
  anomalies: Anomaly[];
  observedAt: string | null;
}

function readHospital(hospital: Element, place: string): ReadHospital {
  const anomalies: Anomaly[] = [];
  const remark = (anomaly: Anomaly) => void anomalies.push(anomaly);
  const wrapped = child(hospital, 'Organization', 'OrganizationInformation');
  const information = wrapped ?? child(hospital, 'OrganizationInformation');
  if (wrapped === undefined && information !== undefined) remark('SPELLING');
  const subject = subjectOf(information);
  const observedAt = xsdInstant(textOf(hospital, 'LastUpdateTime'));
  if (observedAt === null) remark('BAD_TIME');

  const items = new Map<UnitKind, FeedItem>();
  const itemOf = (kind: UnitKind, at: string): FeedItem => {
    const known = items.get(kind);
    if (known !== undefined) return known;
    const made: FeedItem = {
      place: `${place}/${at}`,
      subject,
      kind,
      figures: { ...NO_FIGURES, observedAt },
      anomalies: [],
    };
    items.set(kind, made);
    return made;
  };
  readEmergency(child(hospital, 'EmergencyDepartmentStatus'), itemOf);
  gatherBeds(child(hospital, 'HospitalBedCapacityStatus'), itemOf, remark);

  const site = textOf(hospital, 'HospitalFacilityStatus', 'FacilityStatus');
  const sites: SiteWord[] =
    site === null
      ? []
      : [
          {
            place: `${place}/HospitalFacilityStatus`,
            subject,
            closed: site === 'Evacuating' || site === 'Closed',
            observedAt,
          },
        ];
  return { items: [...items.values()], sites, anomalies, observedAt };
}

function readEmergency(
  status: Element | undefined,
  itemOf: (kind: UnitKind, at: string) => FeedItem,
): void {
  if (status === undefined) return;
  const traffic = child(status, 'EMSTraffic');
  const word = textOf(traffic, 'EMSTrafficStatus');
  const minutes = textOf(status, 'EMSAmbulanceStatus', 'EMSOffloadMinutes');
  if (word === null && minutes === null) return;
  const item = itemOf('ed', 'EmergencyDepartmentStatus');
  const remark = (anomaly: Anomaly) => void item.anomalies.push(anomaly);
  if (word !== null) item.figures.status = trafficOf(word, remark);
  const offload = feedCount(minutes, remark);
  item.figures.offloadMinutes = offload !== null && offload <= MOST_OFFLOAD ? offload : null;
  const said =
    textOf(traffic, 'EMSTrafficReason') ??
    textOf(traffic, 'CommentText') ??
    textOf(status, 'CommentText');
  put(item.figures, keepable(said, remark));
}

const MOST_OFFLOAD = 600;
const LONGEST_REASON = 80;

/** A short text is the reason; a longer one stands beside it as a note. */
function put(figures: FeedFigures, text: string | null): void {
  if (text === null) return;
  if (text.length <= LONGEST_REASON) figures.reason = text;
  else figures.note = text;
}

function trafficOf(word: string, remark: (anomaly: Anomaly) => void): UnitStatus | null {
  const known = STATUS_OF_TRAFFIC.get(word);
  if (known !== undefined) return known;
  // In the wild: Unknown, and others that no standard has. None of them is open.
  remark('SPELLING');
  return 'unknown';
}

/** Identifiers first; the name only where there are none. */
function subjectOf(information: Element | undefined): FeedSubject {
  const identifiers = childrenOf(child(information, 'Identifiers'), 'Identifier').flatMap((one) => {
    const value = textOf(one, 'IdentifierElement') ?? (one.text === '' ? null : one.text);
    return value === null ? [] : [identifierOf(value, one.attributes.Type ?? 'Identifier')];
  });
  const elements = childrenOf(child(information, 'OrganisationName'), 'NameElement');
  const name = elements
    .map((one) => one.text)
    .join(' ')
    .trim();
  return { identifiers, name: identifiers.length > 0 || name === '' ? null : name };
}

/** `urn:oid:…/value` and `http://…/value` name their register; a bare OID is a name by itself. */
export function identifierOf(text: string, type: string): Identifier {
  const plain = text.trim();
  if (/^urn:oid:[\d.]+$/i.test(plain)) return { system: 'oid', value: plain };
  const [, register, value] = /^((?:urn:|https?:\/\/)\S+)[/|]([^/|\s]+)$/.exec(plain) ?? [];
  if (register !== undefined && value !== undefined) return { system: register, value };
  return { system: `urn:xpil:${type}`, value: plain };
}

/** Identity and colour of each facility. */
function readSecond(roots: readonly Element[]): Omit<HaveMessage, 'actual'> {
  const facilities = roots.flatMap((root) => childrenOf(root, 'facility'));
  const items = facilities.flatMap((facility, n): FeedItem[] => {
    const information = child(facility, 'facilityInformation');
    const id = textOf(information, 'facilityID');
    const colour = textOf(facility, 'facilityColourStatus', 'colourCode', 'Value');
    if (colour === null) return [];
    const status = STATUS_OF_COLOUR.get(colour.toLowerCase());
    return [
      {
        place: `facility[${n + 1}]`,
        subject: {
          identifiers:
            id === null ? [] : [identifierOf(id, 'facilityID'), { system: OWN, value: id }],
          name: id === null ? textOf(information, 'facilityName') : null,
        },
        kind: 'ed',
        figures: { ...NO_FIGURES, status: status ?? 'unknown' },
        anomalies: status === undefined ? ['UNKNOWN_CODE'] : [],
      },
    ];
  });
  return { version: 2, items, sites: [], anomalies: [], observedAt: null };
}
