/** Which entries a webhook asks for. The filter spares the receiver; what it may know at all is the audience's word. */
import { projectCase, type Audience } from '../audience/project.ts';
import type { AudienceEntry, Entry } from '../entries.ts';
import type { CaseState, Picture } from '../picture.ts';
import type { WebhookType } from './words.ts';

/** Null: all of them. */
export interface WebhookFilter {
  types: readonly WebhookType[] | null;
  /** Entries about something in one of these, or about one of the facilities. */
  regions: readonly string[] | null;
  facilities: readonly string[] | null;
}

export const EVERYTHING: WebhookFilter = { types: null, regions: null, facilities: null };

/** What an entry is about, as the audience may know it. Neither: it is about the whole country. */
export interface Places {
  regions: Set<string>;
  facilities: Set<string>;
}

/** Whether the entry, as the audience sees it, is asked for. `before` and `after` are the whole pictures around it. */
export function isAskedFor(
  entry: AudienceEntry,
  before: Picture,
  after: Picture,
  audience: Audience,
  filter: WebhookFilter,
): boolean {
  if (filter.types !== null && !filter.types.includes(entry.kind as WebhookType)) return false;
  if (filter.regions === null && filter.facilities === null) return true;
  const places = placesOf(entry, before, after, audience);
  if (places.regions.size + places.facilities.size === 0) return true;
  return (
    (filter.regions?.some((id) => places.regions.has(id)) ?? false) ||
    (filter.facilities?.some((id) => places.facilities.has(id)) ?? false)
  );
}

/**
 * Of a case both where it was and where it is, so that whoever followed it hears that it moved out of sight. Only of what the
 * audience sees: whether a message comes must not tell what its body may not.
 */
export function placesOf(
  entry: AudienceEntry,
  before: Picture,
  after: Picture,
  audience: Audience,
): Places {
  const places: Places = { regions: new Set(), facilities: new Set() };
  const facility = (id: string) => {
    places.facilities.add(id);
    const region = (after.facilities[id] ?? before.facilities[id])?.region;
    if (region !== undefined) places.regions.add(region);
  };
  const seen = (one: CaseState | null) => {
    if (one === null) return;
    places.regions.add(one.region);
    if (one.decision !== null) facility(one.decision.facility);
  };
  if (entry.shown === undefined) addCapacity(entry, places, facility);
  else {
    for (const one of entry.shown.facilities) facility(one.id);
    const cases = [...entry.shown.cases.map((one) => one.id), ...entry.shown.casesGone];
    for (const id of cases)
      for (const picture of [before, after]) {
        const one = picture.cases[id];
        if (one !== undefined) seen(projectCase(one, picture, audience));
      }
    addNotes(entry, places);
  }
  return places;
}

type Capacity = Extract<AudienceEntry, { shown?: undefined }>;

function addCapacity(entry: Capacity, { regions }: Places, facility: (id: string) => void): void {
  // Of these kinds an audience is sent the entry itself.
  const whole = entry as Extract<Entry, { kind: Capacity['kind'] }>;
  switch (whole.kind) {
    case 'unit-observed':
    case 'stop-started':
    case 'stop-ended':
    case 'confirmation-asked':
    case 'feed-alarm-raised':
    case 'feed-alarm-cleared':
      return facility(whole.body.facility);
    case 'facility-registered':
      regions.add(whole.body.profile.region);
      return facility(whole.body.profile.id);
    case 'region-registered':
      regions.add(whole.body.region.id);
      return;
    case 'installation-configured':
    case 'policy-adopted':
  }
}

/** A note or a handover is about the region in its subject. */
function addNotes({ kind, subject }: AudienceEntry, { regions }: Places): void {
  if (kind !== 'note-written' && kind !== 'handover-saved') return;
  const region = subject?.slice(subject.indexOf(':') + 1);
  if (region !== undefined) regions.add(region);
}
