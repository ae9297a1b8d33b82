/**
 * The picture: everything that is true now, as plain data. It is what one gets by reading the ledger from the first entry
 * with `apply`, on the server and in every browser alike. All of it is JSON: a snapshot is the picture itself.
 *
 * Times are ISO 8601 UTC with milliseconds and a Z, so that text order is time order. Absent is null, never 0.
 * Nothing here depends on the present moment: ages, trust, ended stops and expired claims are reckoned by the views.
 */
import type {
  Acknowledgement,
  AgeBand,
  Capability,
  CaseStatus,
  Category,
  Channel,
  FacilityKind,
  GlassCode,
  OverrideReason,
  Role,
  Sex,
  StopLevel,
  StopReason,
  StopScope,
  UnitFlag,
  UnitKind,
  UnitStatus,
  Urgency,
} from './words.ts';
import type { Identifier } from './identifiers/identifiers.ts';
import type { Findings, ExternalRisk } from './cases/findings.ts';
import type { Classification } from './cases/classification.ts';
import type { Policy } from './routing/policy.ts';
import type { TravelTimes } from './routing/travel.ts';

/** ISO 8601 UTC, milliseconds, Z: `2026-11-18T13:07:42.000Z`. */
export type Iso = string;

/** WGS84 degrees. */
export interface Position {
  lat: number;
  lon: number;
}

/** Who caused an entry: an account, an API key, a feed or the system itself; never a patient, never a name. */
export interface Actor {
  id: string;
  kind: 'account' | 'key' | 'feed' | 'system';
  role: Role | 'system';
  /** Facility, region, dispatch room or other organisation that the actor speaks for; null for the system and the nation. */
  organisation: string | null;
}

/** Free text is kept beside the ledger so that it can be erased; the ledger holds its id and a salted hash. */
export interface TextRef {
  id: string;
  hash: string;
}

/** A ROAZ region. */
export interface Region {
  id: string;
  name: string;
  networkName: string;
  neighbours: string[];
  version: number;
}

/** Local hours (Europe/Amsterdam) in which ambulances are received; days 1 = Monday. */
export interface AmbulanceHours {
  from: string;
  to: string;
  days: number[];
}

/** What one channel last said of one unit. An observation is whole: what it left out is null. */
export interface Observation {
  channel: Channel;
  by: Actor;
  staffed: number | null;
  physical: number | null;
  occupied: number | null;
  available: number | null;
  status: UnitStatus | null;
  /** One of the reasons of a stop; a reason in other words is `reasonText`. */
  reason: string | null;
  reasonText?: TextRef | null;
  validUntil: Iso | null;
  /** The source's own time. */
  observedAt: Iso;
  /** Our time of receipt; ages count from here under CLOCK_SKEW. */
  receivedAt: Iso;
  note: TextRef | null;
  flags: UnitFlag[];
  /** Reported ambulance offload delay, minutes; `ed` only. */
  offloadMinutes: number | null;
  /** Reported NEDOCS crowding score, 0 to 200 and beyond; `ed` only. */
  nedocs: number | null;
}

/** A unit with what each channel said of it last. */
export interface UnitState {
  kind: UnitKind;
  /** Version of the subject `unit:<facility>/<kind>`. */
  version: number;
  /** The current observation of each channel that ever reported. */
  observations: Observation[];
}

/** A stop; it runs from `from` until `until`, or until it was ended. */
export interface StopState {
  id: string;
  scope: StopScope;
  level: StopLevel;
  reason: StopReason;
  note: TextRef | null;
  from: Iso;
  until: Iso;
  /** Ended before its time; null while it runs or ended by itself. */
  endedAt: Iso | null;
  by: Actor;
}

/** A hold on scarce units of one facility for one case. */
export interface ClaimState {
  id: string;
  /** Null for an audience that may not see the case. */
  case: string | null;
  unitKinds: UnitKind[];
  /** Kinds that the category needs and that had none free when it was chosen: wanted, not held. */
  lacking: UnitKind[];
  /** Null for an audience that may not see who is inbound. */
  etaAt: Iso | null;
  /** The estimate's earliest and latest arrival; absent or null where nobody may say or the way could not be reckoned. */
  etaRange?: EtaRange | null;
  expiresAt: Iso;
  arrivedAt: Iso | null;
}

export interface EtaRange {
  from: Iso;
  to: Iso;
}

/** What does not change from hour to hour about a facility. */
export interface FacilityProfile {
  id: string;
  name: string;
  shortName: string;
  region: string;
  kind: FacilityKind;
  city: string;
  position: Position;
  /** 1, 2, 3 by the criteria of the Dutch trauma society; null is no trauma hospital. */
  traumaLevel: 1 | 2 | 3 | null;
  /** One of the ten coordinating centres. */
  designatedTraumaCentre: boolean;
  childrenOnly: boolean;
  sameCampusAs: string[];
  /** Null: receives ambulances at any hour (kind hospital-ed) or never (hospital-no-ed). */
  ambulanceHours: AmbulanceHours | null;
  hostFacilityId: string | null;
  capabilities: Record<Capability, boolean | null>;
  unitKinds: UnitKind[];
  /** Expected minutes between two observations, where it differs from the default of the kind. */
  rhythmMinutes: Partial<Record<UnitKind, number>>;
  active: boolean;
  /** Names by which other registers know this location; absent: none are known here. */
  identifiers?: Identifier[];
  /** When an administrator last checked this profile, and which account; absent: it stands as it was shipped. */
  reviewed?: { at: Iso; by: string };
}

/** A site with its profile and everything that moves there. */
export interface FacilityState extends Omit<FacilityProfile, 'unitKinds'> {
  version: number;
  units: UnitState[];
  stops: StopState[];
  claims: ClaimState[];
  /** Versions of units that the profile no longer names: one that comes back counts on, as the ledger does. */
  gone?: Partial<Record<UnitKind, number>>;
  /** The latest ask of a chair whether the figures still hold; whether it stands is reckoned. Absent: never asked. */
  asked?: AskState;
  /** Feeds of it that are silent or of no use. Shown to itself and to the chairs of its region. Absent: none. */
  feedAlarms?: FeedAlarm[];
}

/** What is wrong with a feed, since when. */
export interface FeedAlarm {
  /** Id of the key or connection. */
  feed: string;
  channel: Channel;
  reason: 'silent' | 'failing';
  /** Its last word, or the first of which nothing could be used. */
  since: Iso;
  /** Why nothing of it can be used; null for a silence. */
  code: string | null;
}

/** A chair's ask for confirmation. */
export interface AskState {
  at: Iso;
  /** Whose chair asked; null is the nation's. */
  region: string | null;
}

/** What a person chose, on which picture and against which advice. */
export interface DecisionState {
  id: string;
  case: string;
  facility: string;
  /** The picture and the moment of the ranking that was seen. */
  seq: number;
  at: Iso;
  decidedAt: Iso;
  policy: { id: string; version: number };
  /** Null when the ranking had rejected the facility. */
  rank: number | null;
  tie: boolean;
  overridden: boolean;
  overrideReason: OverrideReason | null;
  note: TextRef | null;
  /** The first of that ranking: what was advised; null when nothing was left. */
  advised: string | null;
  /** The claim that this decision released: it re-routes. */
  replaces: string | null;
  by: Actor;
}

/** The chosen hospital's answer. */
export interface AcknowledgementState {
  answer: Acknowledgement;
  reason: TextRef | null;
  facility: string;
  decision: string;
  at: Iso;
  by: Actor;
}

/** What the crew and the dispatcher know of a patient, without who it is. */
export interface CaseInput {
  ageBand: AgeBand;
  sex: Sex | null;
  findings: Findings;
  crewSuspectsSevere: boolean | null;
  externalRisk: ExternalRisk | null;
  urgency: Urgency | null;
  /** As given by a person; null lets the rule set classify. */
  category: Category | null;
}

/** Why a facility is out for this case by a dispatcher's word (H6). */
export interface Exclusion {
  facility: string;
  reason: OverrideReason;
}

/** A case that somebody without a ground opened with a reason, until then. */
export interface GlassState {
  id: string;
  code: GlassCode;
  /** The sentence beside the code. */
  text: TextRef;
  at: Iso;
  until: Iso;
  by: Actor;
}

/** A case; its position is rounded to 100 m. */
export interface CaseState extends CaseInput {
  id: string;
  /** Short number for the radio, four digits, counts through. */
  number: number;
  /** Version of the subject `case:<id>`. */
  version: number;
  status: CaseStatus;
  openedAt: Iso;
  room: string;
  /** ROAZ region by the municipality of the position. */
  region: string;
  /** Rounded to 100 m. */
  position: Position;
  /** Id and name of the gazetteer place at or nearest to the position. */
  place: { id: string; name: string } | null;
  excluded: Exclusion[];
  classification: Classification;
  /** Kept with the case, so that a replay asks nobody; null once it is closed, and for audiences that do not rank. */
  travelTimes: TravelTimes | null;
  decision: DecisionState | null;
  claim: ClaimState | null;
  acknowledgement: AcknowledgementState | null;
  statusAt: Iso;
  closedAt: Iso | null;
  /** Broken glasses, the running and the last ones; absent: none. Their entries do not move the version. */
  opened?: GlassState[];
  /** Facilities that had the case and lost it, each with what it was told last. Empty for hospitals. */
  lost: Record<string, Omit<CaseState, 'lost'>>;
}

/** Everything that is true after the entry `seq`. */
export interface Picture {
  /** Sequence number of the last entry in it; 0 is empty. */
  seq: number;
  /** Time of the last entry in it. */
  at: Iso;
  regions: Record<string, Region>;
  facilities: Record<string, FacilityState>;
  /** Cases that are not yet archived. */
  cases: Record<string, CaseState>;
  /** Cases ever opened: the next number. */
  casesOpened: number;
  policy: Policy | null;
  policyVersion: number;
  /** Ids of the regions that this installation works for, the first one first; absent: nobody chose yet. */
  homeRegions?: string[];
}

/** Before the first entry. */
export const EMPTY_PICTURE: Picture = {
  seq: 0,
  at: '1970-01-01T00:00:00.000Z',
  regions: {},
  facilities: {},
  cases: {},
  casesOpened: 0,
  policy: null,
  policyVersion: 0,
};
