/**
 * What can happen: the kinds of ledger entry and their bodies. Kinds are past tense; a body holds what changed, never a name,
 * a birth date or a citizen number. A change of meaning is a new body version, and old ones go on being read.
 */
import type {
  AcknowledgementState,
  Actor,
  CaseInput,
  CaseState,
  ClaimState,
  DecisionState,
  EtaRange,
  Exclusion,
  FacilityProfile,
  FeedAlarm,
  GlassState,
  Iso,
  Observation,
  Position,
  Region,
  StopState,
  TextRef,
} from './picture.ts';
import type { Classification } from './cases/classification.ts';
import type { Policy } from './routing/policy.ts';
import type { TravelTimes } from './routing/travel.ts';
import type { HandoverFigures } from './shift/figures.ts';
import type { CaseStep, Channel, OverrideReason, UnitKind } from './words.ts';

/** A ranking as it was given, small enough to keep each time and enough to see where a replay would differ. */
export interface Advice {
  id: string;
  case: string;
  /** Why it was written: at the opening, at a change or at the decision (routing rules 6.8). */
  occasion: 'opened' | 'revised' | 'decided';
  decision: string | null;
  seq: number;
  at: Iso;
  askedAt: Iso;
  policy: { id: string; version: number };
  ruleSet: { id: string; version: string };
  software: string;
  travelEngine: string;
  caseVersion: number;
  /** [facility, tier, score in minutes, tie], best first. */
  order: [string, number, number, boolean][];
  /** [facility, code]. */
  rejected: [string, string][];
  /** SHA-256 of the canonical ranking. */
  hash: string;
}

/** The body of each kind of entry. */
export interface EntryBodies {
  'region-registered': { region: Omit<Region, 'version'> };
  'facility-registered': { profile: FacilityProfile };
  'policy-adopted': { policy: Policy };
  /** The regions that this installation works for: where pages begin, and whose hospitals the set-up is about. */
  'installation-configured': { homeRegions: string[] };
  'unit-observed': { facility: string; kind: UnitKind; observation: Observation };
  'stop-started': { facility: string; stop: StopState };
  'stop-ended': { facility: string; stop: string; endedAt: Iso };
  /** A chair asks a hospital whether its figures still hold. `region` is whose chair asked; null for the nation's. */
  'confirmation-asked': { facility: string; region: string | null };
  /** A feed of the facility went silent or is of no use any more; an earlier alarm of the same feed gives way to it. */
  'feed-alarm-raised': { facility: string; alarm: FeedAlarm };
  'feed-alarm-cleared': { facility: string; feed: string; channel: Channel };
  'case-opened': {
    case: Omit<
      CaseState,
      | 'version'
      | 'decision'
      | 'claim'
      | 'acknowledgement'
      | 'closedAt'
      | 'lost'
      | 'status'
      | 'statusAt'
      | 'number'
    >;
  };
  'case-revised': {
    case: string;
    input: CaseInput;
    excluded: Exclusion[];
    classification: Classification;
    /** Only when the position moved. */
    moved: {
      position: Position;
      place: { id: string; name: string } | null;
      region: string;
      travelTimes: TravelTimes;
    } | null;
  };
  'advice-given': { advice: Advice };
  'decision-made': { case: string; decision: DecisionState; claim: ClaimState };
  'override-explained': {
    case: string;
    decision: string;
    reason: OverrideReason;
    note: TextRef | null;
  };
  'case-acknowledged': { case: string; acknowledgement: AcknowledgementState };
  'case-status-changed': {
    case: string;
    step: CaseStep;
    at: Iso;
    /** New expectation of the claim, when the step renews it. */
    renewed: { etaAt: Iso; etaRange?: EtaRange | null; expiresAt: Iso } | null;
  };
  'case-archived': { case: string };
  /** Somebody without a ground opened the case with a reason (domain/accountability/break-glass.ts). */
  'glass-broken': { case: string; glass: Omit<GlassState, 'at' | 'by'> };
  /** A dispatcher found a hospital's figures wrong: a ticket for that hospital. */
  'quality-reported': { facility: string; decision: string; reason: 'CAPACITY_WRONG' };
  /** What a chair wrote down about the region; the text lies beside the ledger. */
  'note-written': { region: string; id: string; text: TextRef };
  /** The chair's handover of a shift, with the figures that it rests on. */
  'handover-saved': {
    region: string;
    id: string;
    from: Iso;
    to: Iso;
    text: TextRef;
    figures: HandoverFigures;
  };
  /** Accounts, keys, wall screens and webhooks live beside the ledger; that they changed, and by whom, stands in it. */
  'access-changed': {
    what:
      | 'account-created'
      | 'account-changed'
      | 'account-removed'
      | 'account-invited'
      | 'sessions-ended'
      | 'second-factor-removed'
      | 'key-issued'
      | 'key-revoked'
      | 'key-rotated'
      | 'key-rotation-ended'
      | 'wall-paired'
      | 'wall-changed'
      | 'wall-revoked'
      | 'webhook-created'
      | 'webhook-changed'
      | 'webhook-secret-changed'
      | 'webhook-removed';
    id: string;
    role: string | null;
    scope: string | null;
  };
}

export type EntryKind = keyof EntryBodies;

/** All kinds, for whoever must handle each. */
export const ENTRY_KINDS = [
  'region-registered',
  'facility-registered',
  'policy-adopted',
  'installation-configured',
  'unit-observed',
  'stop-started',
  'stop-ended',
  'confirmation-asked',
  'feed-alarm-raised',
  'feed-alarm-cleared',
  'case-opened',
  'case-revised',
  'advice-given',
  'decision-made',
  'override-explained',
  'case-acknowledged',
  'case-status-changed',
  'case-archived',
  'glass-broken',
  'quality-reported',
  'note-written',
  'handover-saved',
  'access-changed',
] as const satisfies readonly EntryKind[];

/** What a decision wants written, before the ledger gives it a place. */
export type NewEntry = {
  [K in EntryKind]: {
    kind: K;
    /**
     * `unit:<facility>/<kind>`, `facility:<id>`, `region:<id>`, `case:<id>`, `policy:<id>`, `account:<id>`, `key:<id>`, `wall:<id>`, `webhook:<id>`, `installation`,
     * `glass:<case>`, `ask:<facility>`, `feed-alarm:<facility>`, `notes:<region>`, `handovers:<region>`.
     */
    subject: string;
    /** Further subjects whose version rises with this entry (a decision also moves the claimed units). */
    also?: string[];
    body: EntryBodies[K];
  };
}[EntryKind];

/** An entry as it stands in the ledger. */
export type Entry = {
  [K in EntryKind]: {
    seq: number;
    at: Iso;
    kind: K;
    by: Actor;
    subject: string;
    /** Version of the subject after this entry, counts 1, 2, 3. */
    version: number;
    /** Further subjects and their versions after this entry. */
    also: { subject: string; version: number }[];
    /** Version of the body's form, which is today's whatever it was written in: `server/domain/bodies.ts`. */
    v: number;
    body: EntryBodies[K];
    prev: string;
    hash: string;
  };
}[EntryKind];

/** What one audience may see of an entry: the parts of the picture that it changed for them, whole. */
export interface Shown {
  cases: CaseState[];
  facilities: {
    id: string;
    claims: ClaimState[];
    stops: StopState[];
    versions: Partial<Record<UnitKind, number>>;
  }[];
  casesGone: string[];
}

/** An entry as an audience may see it. `shown` replaces the body of whatever concerns a case. */
export type AudienceEntry =
  | (Entry & {
      kind:
        | 'region-registered'
        | 'facility-registered'
        | 'policy-adopted'
        | 'installation-configured'
        | 'unit-observed'
        | 'stop-started'
        | 'stop-ended'
        | 'confirmation-asked'
        | 'feed-alarm-raised'
        | 'feed-alarm-cleared';
    } & { shown?: undefined })
  | {
      seq: number;
      at: Iso;
      kind: EntryKind | 'claims-changed';
      by: Actor | null;
      subject: string | null;
      version: number | null;
      shown: Shown;
      body?: unknown;
    };

/** Names of subjects: what a version is counted of. */
export const subjects = {
  unit: (facility: string, kind: UnitKind) => `unit:${facility}/${kind}`,
  facility: (id: string) => `facility:${id}`,
  region: (id: string) => `region:${id}`,
  case: (id: string) => `case:${id}`,
  policy: (id: string) => `policy:${id}`,
  account: (id: string) => `account:${id}`,
  key: (id: string) => `key:${id}`,
  installation: 'installation',
  wall: (id: string) => `wall:${id}`,
  webhook: (id: string) => `webhook:${id}`,
  /** Advice has a count of its own, so that it never moves the case's version. */
  advice: (caseId: string) => `advice:${caseId}`,
  /** A broken glass has a count of its own, so that nobody who works on the case is told that it moved. */
  glass: (caseId: string) => `glass:${caseId}`,
  quality: (facility: string) => `quality:${facility}`,
  /** Asks, alarms of feeds, notes and handovers have counts of their own: they never move what somebody else edits. */
  ask: (facility: string) => `ask:${facility}`,
  feedAlarm: (facility: string) => `feed-alarm:${facility}`,
  notes: (region: string) => `notes:${region}`,
  handovers: (region: string) => `handovers:${region}`,
} as const;

/** What a change of access is about. */
export function accessSubject({ what, id }: EntryBodies['access-changed']): string {
  if (what.startsWith('key')) return subjects.key(id);
  if (what.startsWith('webhook')) return subjects.webhook(id);
  return what.startsWith('wall') ? subjects.wall(id) : subjects.account(id);
}

/** The facility and kind of a `unit:` subject; null for another subject. */
export function parseUnitSubject(subject: string): { facility: string; kind: UnitKind } | null {
  if (!subject.startsWith('unit:')) return null;
  const slash = subject.indexOf('/');
  return { facility: subject.slice(5, slash), kind: subject.slice(slash + 1) as UnitKind };
}
