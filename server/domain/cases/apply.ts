/** How entries change a case, and with it the claims of the facilities it touches. */
import { withClaim, withoutClaim } from '../capacity/apply.ts';
import type { Entry, EntryBodies } from '../entries.ts';
import type { CaseState, ClaimState, Iso, Picture } from '../picture.ts';
import { parseUnitSubject } from '../entries.ts';
import type { CaseStep, UnitKind } from '../words.ts';

type Versions = Partial<Record<UnitKind, number>>;
type Place = Pick<Entry, 'at' | 'version' | 'also'>;

/** Versions of the units of one facility that rose with an entry. */
export function unitVersions(place: Pick<Entry, 'also'>, facility: string): Versions {
  const versions: Versions = {};
  for (const { subject, version } of place.also) {
    const unit = parseUnitSubject(subject);
    if (unit?.facility === facility) versions[unit.kind] = version;
  }
  return versions;
}

/** The picture with the new case. */
export function caseOpened(
  picture: Picture,
  body: EntryBodies['case-opened'],
  place: Place,
): Picture {
  const opened: CaseState = {
    ...body.case,
    number: picture.casesOpened + 1,
    version: place.version,
    status: 'open',
    statusAt: place.at,
    decision: null,
    claim: null,
    acknowledgement: null,
    closedAt: null,
    lost: {},
  };
  return {
    ...picture,
    casesOpened: picture.casesOpened + 1,
    cases: { ...picture.cases, [opened.id]: opened },
  };
}

/** The picture with what is known of the case now. */
export function caseRevised(
  picture: Picture,
  body: EntryBodies['case-revised'],
  place: Place,
): Picture {
  return changed(picture, body.case, (one) => ({
    ...one,
    ...body.input,
    ...(body.moved ?? {}),
    excluded: body.excluded,
    classification: body.classification,
    version: place.version,
  }));
}

/** A second decision takes the claim of the first away and leaves its hospital with what it was told. */
export function decisionMade(
  picture: Picture,
  body: EntryBodies['decision-made'],
  place: Place,
): Picture {
  const before = picture.cases[body.case];
  if (before === undefined) return picture;
  const { decision, claim } = body;
  const freed = before.claim === null ? picture : released(picture, before, before.claim, place);
  const facility = freed.facilities[decision.facility];
  const facilities =
    facility === undefined
      ? freed.facilities
      : {
          ...freed.facilities,
          [facility.id]: withClaim(facility, claim, unitVersions(place, facility.id), place.at),
        };
  const { [decision.facility]: _again, ...lost } = lostBy(before, decision.facility, place);
  return {
    ...freed,
    facilities,
    cases: {
      ...freed.cases,
      [before.id]: {
        ...before,
        version: place.version,
        status: 'decided',
        statusAt: place.at,
        decision,
        claim,
        acknowledgement: null,
        lost,
      },
    },
  };
}

/** The picture with the reason of an override, given afterwards. */
export function overrideExplained(
  picture: Picture,
  body: EntryBodies['override-explained'],
  place: Place,
): Picture {
  return changed(picture, body.case, (one) => ({
    ...one,
    version: place.version,
    decision:
      one.decision?.id === body.decision
        ? { ...one.decision, overrideReason: body.reason, note: body.note ?? one.decision.note }
        : one.decision,
  }));
}

/** The picture with the chosen hospital's answer. */
export function caseAcknowledged(
  picture: Picture,
  body: EntryBodies['case-acknowledged'],
  place: Place,
): Picture {
  return changed(picture, body.case, (one) => ({
    ...one,
    version: place.version,
    acknowledgement: body.acknowledgement,
  }));
}

/** The picture with the step, and with the claim where that step leaves it. */
export function caseStatusChanged(
  picture: Picture,
  body: EntryBodies['case-status-changed'],
  place: Place,
): Picture {
  const before = picture.cases[body.case];
  if (before === undefined) return picture;
  const stepped = { ...before, version: place.version, statusAt: body.at };
  const { claim } = before;
  if (claim === null || before.decision === null)
    return withCase(picture, { ...stepped, ...closing(body.step, body.at) });
  const facility = before.decision.facility;
  const versions = unitVersions(place, facility);
  switch (body.step) {
    case 'en-route': {
      const renewed = { ...claim, ...(body.renewed ?? {}) };
      return withCase(
        onFacility(picture, facility, (one) => withClaim(one, renewed, versions, place.at)),
        { ...stepped, status: 'en-route', claim: renewed },
      );
    }
    case 'arrived': {
      const arrived = { ...claim, arrivedAt: body.at };
      return withCase(
        onFacility(picture, facility, (one) => withClaim(one, arrived, versions, place.at)),
        { ...stepped, status: 'arrived', claim: arrived },
      );
    }
    case 'handed-over': {
      // Somebody said where the patient is: a claim that was never seen to arrive arrives now.
      const arrived = { ...claim, arrivedAt: claim.arrivedAt ?? body.at };
      return withCase(
        onFacility(picture, facility, (one) => withClaim(one, arrived, versions, place.at)),
        { ...stepped, ...closing('handed-over', body.at), claim: arrived },
      );
    }
    case 'cancelled':
      return withCase(released(picture, before, claim, place), {
        ...stepped,
        ...closing('cancelled', body.at),
        claim: null,
      });
    case 're-routed':
      return withCase(released(picture, before, claim, place), {
        ...stepped,
        status: 'open',
        decision: null,
        claim: null,
        acknowledgement: null,
        lost: lostBy(before, null, place),
      });
  }
}

/** The picture without the case: the ledger goes on knowing it. */
export function caseArchived(picture: Picture, body: EntryBodies['case-archived']): Picture {
  const { [body.case]: gone, ...cases } = picture.cases;
  if (gone === undefined) return picture;
  return { ...picture, cases };
}

/** What the hospital that loses the case keeps: the case as it was told last, without its claim. */
function lostBy(before: CaseState, next: string | null, { at, version }: Place): CaseState['lost'] {
  const facility = before.decision?.facility;
  if (facility === undefined || facility === next) return before.lost;
  const { lost, ...told } = before;
  return {
    ...lost,
    [facility]: {
      ...told,
      version,
      status: 'cancelled',
      claim: null,
      travelTimes: null,
      statusAt: at,
      closedAt: at,
    },
  };
}

/** A case that is closed is not ranked any more: its travel times, most of what it holds, are left to the ledger. */
function closing(step: CaseStep, at: Iso): Partial<CaseState> {
  if (step === 're-routed') return { status: 'open', closedAt: null };
  const closed = step === 'handed-over' || step === 'cancelled';
  return closed
    ? { status: step, closedAt: at, travelTimes: null }
    : { status: step, closedAt: null };
}

function released(picture: Picture, one: CaseState, claim: ClaimState, place: Place): Picture {
  const id = one.decision?.facility;
  if (id === undefined) return picture;
  return onFacility(picture, id, (facility) =>
    withoutClaim(facility, claim.id, unitVersions(place, id), place.at),
  );
}

function onFacility(
  picture: Picture,
  id: string,
  change: (facility: Picture['facilities'][string]) => Picture['facilities'][string],
): Picture {
  const facility = picture.facilities[id];
  if (facility === undefined) return picture;
  return { ...picture, facilities: { ...picture.facilities, [id]: change(facility) } };
}

function withCase(picture: Picture, one: CaseState): Picture {
  return { ...picture, cases: { ...picture.cases, [one.id]: one } };
}

function changed(picture: Picture, id: string, change: (one: CaseState) => CaseState): Picture {
  const one = picture.cases[id];
  return one === undefined ? picture : withCase(picture, change(one));
}
