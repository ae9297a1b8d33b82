/**
 * What an audience may see of the picture and of an entry. One rule for API, sockets and time travel (contract, "Roles" and
 * "Live"): everybody signed in reads the capacity picture; a case is seen by the dispatch room that opened it, by each
 * hospital it was assigned to (one that lost it keeps what it was told) and by the chairs of the regions concerned.
 *
 * Law, held by a property test: project(apply(p, e)) = applyAsSeen(project(p), projectEntry(e)).
 */
import { unitVersions } from '../cases/apply.ts';
import type { AudienceEntry, Entry, Shown } from '../entries.ts';
import { withAlarms } from '../feeds/alarms.ts';
import type { CaseState, ClaimState, FacilityState, Picture } from '../picture.ts';

/** Whose cases are seen: equal audiences are shown the same. */
export interface Audience {
  /** Sees the dispatch room's cases, with travel times so that the desk can rank by itself. */
  room: string | null;
  /** Sees the cases assigned to these facilities. */
  facilities: readonly string[];
  /** Sees the cases of these regions, or of the nation. */
  regions: readonly string[] | 'nation';
  /** Sees these cases for now, without a ground of its own: the glass was broken. Absent: none. */
  opened?: readonly string[];
  /** Whether inbound patients are shown at all (without the case where that is hidden). */
  inbound: boolean;
}

/** Sees capacity only. */
export const CAPACITY_ONLY: Audience = { room: null, facilities: [], regions: [], inbound: false };

/** Equal audiences have equal keys: one projection and one packet serves them all. */
export function audienceKey(audience: Audience): string {
  const regions = audience.regions === 'nation' ? '*' : [...audience.regions].sort().join(',');
  const facilities = [...audience.facilities].sort().join(',');
  const opened = [...(audience.opened ?? [])].sort().join(',');
  return `${audience.room ?? ''}|${facilities}|${regions}|${audience.inbound ? 'i' : ''}|${opened}`;
}

function seesWhole(one: CaseState, picture: Picture, audience: Audience): boolean {
  if (audience.room !== null && audience.room === one.room) return true;
  if (audience.regions === 'nation' || audience.opened?.includes(one.id) === true) return true;
  if (audience.regions.length === 0) return false;
  if (audience.regions.includes(one.region)) return true;
  const told = Object.keys(one.lost);
  if (one.decision !== null) told.push(one.decision.facility);
  return told.some((facility) => {
    const region = picture.facilities[facility]?.region;
    return region !== undefined && audience.regions.includes(region);
  });
}

/** The case as the audience may see it; null when it may not. */
export function projectCase(
  one: CaseState,
  picture: Picture,
  audience: Audience,
): CaseState | null {
  if (seesWhole(one, picture, audience)) {
    const ranks = audience.room !== null && audience.room === one.room;
    return ranks ? one : { ...one, travelTimes: null };
  }
  const chosen = one.decision?.facility;
  if (chosen !== undefined && audience.facilities.includes(chosen))
    return { ...one, travelTimes: null, lost: {} };
  // The newest thing that this hospital was told before it lost the case.
  let told: Omit<CaseState, 'lost'> | null = null;
  for (const facility of audience.facilities) {
    const kept = one.lost[facility];
    if (kept !== undefined && (told === null || kept.version > told.version)) told = kept;
  }
  if (told === null) return null;
  // Who opens the case since is not this hospital's business any more.
  const { opened: _since, ...kept } = told;
  return { ...kept, travelTimes: null, lost: {} };
}

function projectClaim(claim: ClaimState, picture: Picture, audience: Audience): ClaimState {
  if (!audience.inbound) return { ...claim, case: null, etaAt: null, etaRange: null };
  if (claim.case === null) return claim;
  const one = picture.cases[claim.case];
  const seen = one === undefined ? null : projectCase(one, picture, audience);
  return seen === null || seen.claim?.id !== claim.id ? { ...claim, case: null } : claim;
}

/** Alarms of a hospital's feeds are its own business and that of its region's chairs. */
function seesAlarms({ id, region }: FacilityState, { facilities, regions }: Audience): boolean {
  return facilities.includes(id) || regions === 'nation' || regions.includes(region);
}

function projectFacility(
  facility: FacilityState,
  picture: Picture,
  audience: Audience,
): FacilityState {
  const hides = facility.feedAlarms !== undefined && !seesAlarms(facility, audience);
  const shown = hides ? withAlarms(facility, []) : facility;
  if (shown.claims.length === 0) return shown;
  return {
    ...shown,
    claims: shown.claims.map((claim) => projectClaim(claim, picture, audience)),
  };
}

/** The picture as the audience may see it. How many cases were opened is nobody's to see. */
export function projectPicture(picture: Picture, audience: Audience): Picture {
  const cases: Picture['cases'] = {};
  for (const one of Object.values(picture.cases)) {
    const seen = projectCase(one, picture, audience);
    if (seen !== null) cases[one.id] = seen;
  }
  const facilities: Picture['facilities'] = {};
  for (const facility of Object.values(picture.facilities))
    facilities[facility.id] = projectFacility(facility, picture, audience);
  return { ...picture, casesOpened: 0, cases, facilities };
}

/**
 * The entry as the audience may see it; null when nothing of it is theirs. `before` and `after` are the pictures around it.
 * What concerns a case is sent as the parts of the picture that it changed, so that something newly visible comes whole.
 */
export function projectEntry(
  entry: Entry,
  before: Picture,
  after: Picture,
  audience: Audience,
): AudienceEntry | null {
  switch (entry.kind) {
    case 'region-registered':
    case 'facility-registered':
    case 'policy-adopted':
    case 'installation-configured':
    case 'unit-observed':
    case 'stop-started':
    case 'stop-ended':
    case 'confirmation-asked':
      return entry;
    case 'feed-alarm-raised':
    case 'feed-alarm-cleared': {
      const facility = after.facilities[entry.body.facility];
      return facility !== undefined && seesAlarms(facility, audience) ? entry : null;
    }
    case 'advice-given':
    case 'quality-reported':
    case 'access-changed':
      return null;
    case 'note-written':
    case 'handover-saved':
      return projectShiftEntry(entry, audience);
    case 'case-opened':
    case 'case-revised':
    case 'decision-made':
    case 'override-explained':
    case 'case-acknowledged':
    case 'case-status-changed':
    case 'case-archived':
    case 'glass-broken':
      return projectCaseEntry(entry, before, after, audience);
  }
}

/** That something was written reaches the chairs of the region at once; what was written they read where it lies. */
function projectShiftEntry(
  entry: Extract<Entry, { kind: 'note-written' | 'handover-saved' }>,
  { regions }: Audience,
): AudienceEntry | null {
  if (regions !== 'nation' && !regions.includes(entry.body.region)) return null;
  const { seq, at, kind, by, subject, version } = entry;
  const shown: Shown = { cases: [], facilities: [], casesGone: [] };
  return { seq, at, kind, by, subject, version, shown };
}

function projectCaseEntry(
  entry: Entry,
  before: Picture,
  after: Picture,
  audience: Audience,
): AudienceEntry | null {
  const shown: Shown = { cases: [], facilities: [], casesGone: [] };
  const id = entry.subject.slice(entry.subject.indexOf(':') + 1);
  const [was, is] = [before.cases[id], after.cases[id]];
  const sawIt = was === undefined ? null : projectCase(was, before, audience);
  const seesIt = is === undefined ? null : projectCase(is, after, audience);
  const frozen =
    sawIt !== null &&
    seesIt !== null &&
    sawIt.version === seesIt.version &&
    sawIt.opened === seesIt.opened;
  if (seesIt !== null && !frozen) shown.cases.push(seesIt);
  if (seesIt === null && sawIt !== null) shown.casesGone.push(id);
  const touched = new Set([was?.decision?.facility, is?.decision?.facility]);
  for (const facilityId of touched) {
    if (facilityId === undefined) continue;
    const facility = after.facilities[facilityId];
    if (facility === undefined) continue;
    // A case that becomes visible or hidden names or unnames its claim even where the claim itself stayed.
    if (facility === before.facilities[facilityId] && (sawIt === null) === (seesIt === null))
      continue;
    shown.facilities.push({
      id: facilityId,
      claims: projectFacility(facility, after, audience).claims,
      stops: facility.stops,
      versions: unitVersions(entry, facilityId),
    });
  }
  const nothing = shown.cases.length + shown.casesGone.length + shown.facilities.length === 0;
  if (nothing) return null;
  const mine = shown.cases.length > 0 || shown.casesGone.length > 0;
  return {
    seq: entry.seq,
    at: entry.at,
    kind: mine ? entry.kind : 'claims-changed',
    by: mine ? entry.by : null,
    subject: mine ? entry.subject : null,
    version: mine ? entry.version : null,
    shown,
  };
}
