/**
 * The picture as it is said on the wire, reckoned at a moment: ages, trust, running stops and inbound patients. Pure, so that the
 * dashboard says the same of its replica as the server of its own. Source: contract, "HTTP", "Unit" and "Live".
 */
import { viewOf, type UnitView } from '#domain/capacity/unit-view.ts';
import { iso, ms } from '#domain/clock.ts';
import type {
  CaseState,
  ClaimState,
  DecisionState,
  FacilityState,
  GlassState,
  Iso,
  Picture,
  Region,
  StopState,
  TextRef,
  UnitState,
} from '#domain/picture.ts';
import type { Policy } from '#domain/routing/policy.ts';
import { runningStops } from '#domain/stops/stops.ts';
import type { UnitKind } from '#domain/words.ts';

/** Looks up a text that is kept beside the ledger; null when it was erased or is not at hand. */
export type Texts = (ref: TextRef) => string | null;
export const NO_TEXTS: Texts = () => null;

export interface StopWire extends Pick<
  StopState,
  'id' | 'scope' | 'level' | 'reason' | 'from' | 'until'
> {
  note: string | null;
  by: string;
}

export type UnitWire = Omit<UnitView, 'runningStops' | 'note' | 'claimed' | 'reasonText'> & {
  note: string | null;
};

export interface InboundWire {
  claim: string;
  unitKinds: UnitKind[];
  etaAt: Iso | null;
  /** The claim is past its end and nobody said where the patient is. */
  overdue: boolean;
  case: string | null;
}

export type FacilityWire = Omit<FacilityState, 'units' | 'stops' | 'claims' | 'gone'> & {
  units: UnitWire[];
  stops: StopWire[];
  /** Null for an audience that is not shown inbound patients. */
  inbound: InboundWire[] | null;
};

export interface PictureWire {
  seq: number;
  at: Iso;
  regions: Region[];
  facilities: FacilityWire[];
}

/** What a replica needs beside the view: the state that the reducer works on. */
export interface FacilitySnapshot extends FacilityWire {
  state: Pick<FacilityState, 'units' | 'stops' | 'claims' | 'gone'>;
}

/** A facility without its views, which whoever has the state makes itself. */
export type FacilityKept = Omit<FacilitySnapshot, 'units' | 'stops' | 'inbound'>;

export interface PictureSnapshot extends Omit<PictureWire, 'facilities'> {
  facilities: FacilitySnapshot[];
  cases: CaseState[];
  policy: Policy | null;
  policyVersion: number;
  homeRegions?: string[];
}

export interface ViewOptions {
  /** Milliseconds. */
  now: number;
  inbound: boolean;
  texts: Texts;
}

export function viewUnitWire(
  facility: FacilityState,
  unit: UnitState,
  options: ViewOptions,
): UnitWire {
  const {
    runningStops: _stops,
    claimed: _claimed,
    note,
    reasonText,
    ...view
  } = viewOf(facility, unit, options.now);
  const said = (ref: TextRef | null) => (ref === null ? null : options.texts(ref));
  return { ...view, reason: view.reason ?? said(reasonText ?? null), note: said(note) };
}

export function viewStop(stop: StopState, texts: Texts): StopWire {
  const { id, scope, level, reason, from, until, note, by } = stop;
  return {
    id,
    scope,
    level,
    reason,
    note: note === null ? null : texts(note),
    from,
    until,
    by: by.organisation ?? by.role,
  };
}

/** Patients on their way: claims that have not arrived, the overdue among them. */
export function inboundOf(facility: FacilityState, now: number): InboundWire[] {
  return facility.claims
    .filter((claim) => claim.arrivedAt === null)
    .map((claim) => ({
      claim: claim.id,
      unitKinds: claim.unitKinds,
      etaAt: claim.etaAt,
      overdue: ms(claim.expiresAt) <= now,
      case: claim.case,
    }));
}

export function viewFacility(facility: FacilityState, options: ViewOptions): FacilityWire {
  const { units, stops: _stops, claims: _claims, gone: _gone, ...profile } = facility;
  return {
    ...profile,
    units: units.map((unit) => viewUnitWire(facility, unit, options)),
    stops: runningStops(facility, options.now).map((stop) => viewStop(stop, options.texts)),
    inbound: options.inbound ? inboundOf(facility, options.now) : null,
  };
}

export function viewPicture(picture: Picture, options: ViewOptions): PictureWire {
  return {
    seq: picture.seq,
    at: iso(options.now),
    regions: Object.values(picture.regions),
    facilities: Object.values(picture.facilities).map((one) => viewFacility(one, options)),
  };
}

export function snapshotOf(picture: Picture, options: ViewOptions): PictureSnapshot {
  return {
    ...viewPicture(picture, options),
    at: picture.at,
    facilities: Object.values(picture.facilities).map((one) => ({
      ...viewFacility(one, options),
      state: stateOf(one),
    })),
    cases: Object.values(picture.cases),
    policy: picture.policy,
    policyVersion: picture.policyVersion,
    ...homeOf(picture),
  };
}

const stateOf = ({ units, stops, claims, gone }: FacilityState): FacilitySnapshot['state'] => ({
  units,
  stops,
  claims,
  ...(gone === undefined ? {} : { gone }),
});

export function keptOf(facility: FacilityState): FacilityKept {
  const { units: _units, stops: _stops, claims: _claims, gone: _gone, ...profile } = facility;
  return { ...profile, state: stateOf(facility) };
}

/** What a snapshot says beside its facilities and cases, which are told apart. */
export function snapshotWithout(picture: Picture): PictureSnapshot {
  const { seq, at, regions, policy, policyVersion } = picture;
  return {
    ...{ seq, at, regions: Object.values(regions), facilities: [], cases: [] },
    ...{ policy, policyVersion, ...homeOf(picture) },
  };
}

/** What a replica reads of a snapshot; the views of its facilities may be absent. */
export type ReplicaSnapshot = Omit<PictureSnapshot, 'facilities'> & {
  facilities: (FacilityKept & Partial<FacilitySnapshot>)[];
};

/** The replica's picture from a snapshot: the inverse of `snapshotOf` for what the reducer works on. */
export function pictureFrom(snapshot: ReplicaSnapshot): Picture {
  const facilities: Picture['facilities'] = {};
  for (const {
    state,
    units: _units,
    stops: _stops,
    inbound: _inbound,
    ...profile
  } of snapshot.facilities)
    facilities[profile.id] = { ...profile, ...state };
  return {
    seq: snapshot.seq,
    at: snapshot.at,
    regions: Object.fromEntries(snapshot.regions.map((one) => [one.id, one])),
    facilities,
    cases: Object.fromEntries(snapshot.cases.map((one) => [one.id, one])),
    casesOpened: 0,
    policy: snapshot.policy,
    policyVersion: snapshot.policyVersion,
    ...homeOf(snapshot),
  };
}

const homeOf = ({ homeRegions }: Pick<Picture, 'homeRegions'>) =>
  homeRegions === undefined ? {} : { homeRegions };

/** A claim apart from its facility says which one it is of. */
export type ClaimWire = ClaimState & { facility: string };

export type DecisionWire = Omit<DecisionState, 'note' | 'by'> & {
  note: string | null;
  by: string;
  claim: ClaimWire | null;
};

function viewClaim(claim: ClaimState | null, facility: string): ClaimWire | null {
  return claim === null ? null : { ...claim, facility };
}

export function viewDecision(
  decision: DecisionState,
  claim: ClaimState | null,
  texts: Texts,
): DecisionWire {
  const { note, by, ...rest } = decision;
  return {
    ...rest,
    note: note === null ? null : texts(note),
    by: by.organisation ?? by.role,
    claim: viewClaim(claim, decision.facility),
  };
}

export type CaseWire = Omit<
  CaseState,
  'lost' | 'travelTimes' | 'decision' | 'claim' | 'acknowledgement' | 'opened'
> & {
  /** Broken glasses: who opened the case without a ground, why and until when. */
  opened: GlassWire[];
  decision: DecisionWire | null;
  claim: ClaimWire | null;
  acknowledgement:
    | (Omit<NonNullable<CaseState['acknowledgement']>, 'reason' | 'by'> & {
        reason: string | null;
        by: string;
      })
    | null;
};

/** A broken glass as whoever sees the case reads it. */
export type GlassWire = Omit<GlassState, 'text'> & {
  /** Null when it was erased, or is not at hand. */
  reason: string | null;
};

export function viewGlass({ text, ...glass }: GlassState, texts: Texts): GlassWire {
  return { ...glass, reason: texts(text) };
}

export function viewCase(one: CaseState, texts: Texts): CaseWire {
  const {
    lost: _lost,
    travelTimes: _times,
    decision,
    claim,
    acknowledgement,
    opened,
    ...rest
  } = one;
  let answered: CaseWire['acknowledgement'] = null;
  if (acknowledgement !== null) {
    const { reason, by, ...answer } = acknowledgement;
    answered = {
      ...answer,
      reason: reason === null ? null : texts(reason),
      by: by.organisation ?? by.role,
    };
  }
  return {
    ...rest,
    decision: decision === null ? null : viewDecision(decision, claim, texts),
    claim: decision === null ? null : viewClaim(claim, decision.facility),
    acknowledgement: answered,
    opened: (opened ?? []).map((glass) => viewGlass(glass, texts)),
  };
}
