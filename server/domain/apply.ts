/**
 * The only way the picture changes: one entry at a time, in order. Pure; shares all that did not change, so that old pictures
 * stay whole at no cost and a change is seen by reference. The same on the whole stream and on the stream of one audience.
 */
import { observed, raised, registered, stopEnded, stopStarted } from './capacity/apply.ts';
import {
  caseAcknowledged,
  caseArchived,
  caseOpened,
  caseRevised,
  caseStatusChanged,
  decisionMade,
  overrideExplained,
} from './cases/apply.ts';
import { glassBroken } from './accountability/glass-broken.ts';
import { alarmCleared, alarmRaised } from './feeds/alarms.ts';
import type { AudienceEntry, Entry, Shown } from './entries.ts';
import type { FacilityState, Picture } from './picture.ts';

/** The picture after the entry. An entry that was applied already changes nothing. */
export function apply(picture: Picture, entry: Entry): Picture {
  if (entry.seq <= picture.seq) return picture;
  const next = { ...picture, seq: entry.seq, at: entry.at };
  switch (entry.kind) {
    case 'region-registered': {
      const region = { ...entry.body.region, version: entry.version };
      return { ...next, regions: { ...next.regions, [region.id]: region } };
    }
    case 'facility-registered': {
      const { profile } = entry.body;
      const facility = registered(next.facilities[profile.id], profile, entry.version);
      return { ...next, facilities: { ...next.facilities, [profile.id]: facility } };
    }
    case 'policy-adopted':
      return { ...next, policy: entry.body.policy, policyVersion: entry.version };
    case 'installation-configured':
      return { ...next, homeRegions: entry.body.homeRegions };
    case 'unit-observed':
      return withFacility(next, entry.body.facility, (facility) =>
        observed(facility, entry.body.kind, entry.body.observation, entry.version, entry.at),
      );
    case 'stop-started':
      return withFacility(next, entry.body.facility, (facility) =>
        stopStarted(facility, entry.body.stop, entry.version, entry.at),
      );
    case 'stop-ended':
      return withFacility(next, entry.body.facility, (facility) =>
        stopEnded(facility, entry.body.stop, entry.body.endedAt, entry.version, entry.at),
      );
    case 'confirmation-asked':
      return withFacility(next, entry.body.facility, (facility) => ({
        ...facility,
        asked: { at: entry.at, region: entry.body.region },
      }));
    case 'feed-alarm-raised':
      return withFacility(next, entry.body.facility, (facility) =>
        alarmRaised(facility, entry.body.alarm),
      );
    case 'feed-alarm-cleared':
      return withFacility(next, entry.body.facility, (facility) =>
        alarmCleared(facility, entry.body.feed, entry.body.channel),
      );
    case 'case-opened':
      return caseOpened(next, entry.body, entry);
    case 'case-revised':
      return caseRevised(next, entry.body, entry);
    case 'decision-made':
      return decisionMade(next, entry.body, entry);
    case 'override-explained':
      return overrideExplained(next, entry.body, entry);
    case 'case-acknowledged':
      return caseAcknowledged(next, entry.body, entry);
    case 'case-status-changed':
      return caseStatusChanged(next, entry.body, entry);
    case 'case-archived':
      return caseArchived(next, entry.body);
    case 'glass-broken':
      return glassBroken(next, entry.body, entry);
    case 'advice-given':
    case 'quality-reported':
    case 'note-written':
    case 'handover-saved':
    case 'access-changed':
      // Facts for the record; the live picture does not hold them.
      return next;
  }
}

/** `apply` for a stream as one audience may see it. */
export function applyAsSeen(picture: Picture, entry: AudienceEntry): Picture {
  if (entry.shown === undefined) return apply(picture, entry);
  if (entry.seq <= picture.seq) return picture;
  return applyShown({ ...picture, seq: entry.seq, at: entry.at }, entry.shown);
}

function applyShown(picture: Picture, shown: Shown): Picture {
  let cases = picture.cases;
  if (shown.cases.length > 0 || shown.casesGone.length > 0) {
    cases = { ...cases };
    for (const one of shown.cases) cases[one.id] = one;
    for (const id of shown.casesGone) delete cases[id];
  }
  let facilities = picture.facilities;
  for (const { id, claims, stops, versions } of shown.facilities) {
    const facility = facilities[id];
    if (facility === undefined) continue;
    facilities = {
      ...facilities,
      [id]: { ...raised(facility, versions), claims, stops },
    };
  }
  return { ...picture, cases, facilities };
}

function withFacility(
  picture: Picture,
  id: string,
  change: (facility: FacilityState) => FacilityState,
): Picture {
  const facility = picture.facilities[id];
  if (facility === undefined) return picture;
  return { ...picture, facilities: { ...picture.facilities, [id]: change(facility) } };
}
