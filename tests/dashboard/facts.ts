/** Small pictures for the dashboard's tests. */
import { apply } from '#domain/apply.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import type { EntryBodies, EntryKind, Entry } from '#domain/entries.ts';
import {
  EMPTY_PICTURE,
  type Actor,
  type FacilityProfile,
  type Observation,
  type Picture,
  type StopState,
} from '#domain/picture.ts';
import { CAPABILITIES, type Capability, type UnitKind } from '#domain/words.ts';

export const NOON = Date.parse('2026-11-18T13:07:42.000Z');

const by: Actor = { id: 'f1', kind: 'feed', role: 'machine', organisation: 'feed' };

/** An entry that follows the picture; version and hashes do not matter here. */
export function entryAfter<K extends EntryKind>(
  seq: number,
  kind: K,
  body: EntryBodies[K],
  at = NOON,
): Entry {
  const entry = {
    seq: seq + 1,
    at: iso(at),
    kind,
    by,
    subject: kind,
    version: seq + 1,
    also: [],
    v: 1,
  };
  return { ...entry, body, prev: '', hash: '' } as unknown as Entry;
}

export function facility(
  id: string,
  region: string,
  change: Partial<FacilityProfile> = {},
): FacilityProfile {
  return {
    id,
    name: `Ziekenhuis ${id}`,
    shortName: id,
    region,
    kind: 'hospital-ed',
    city: 'Plaats',
    position: { lat: 52, lon: 4.5 },
    traumaLevel: 2,
    designatedTraumaCentre: false,
    childrenOnly: false,
    sameCampusAs: [],
    ambulanceHours: null,
    hostFacilityId: null,
    capabilities: Object.fromEntries(CAPABILITIES.map((one) => [one, null])) as Record<
      Capability,
      null
    >,
    unitKinds: ['ed', 'trauma-bay', 'icu'],
    rhythmMinutes: {},
    active: true,
    ...change,
  };
}

export function observation(change: Partial<Observation> = {}, at = NOON): Observation {
  return {
    channel: 'api',
    by,
    staffed: null,
    physical: null,
    occupied: null,
    available: null,
    status: null,
    reason: null,
    validUntil: null,
    observedAt: iso(at),
    receivedAt: iso(at),
    note: null,
    flags: [],
    offloadMinutes: null,
    nedocs: null,
    ...change,
  };
}

export function stop(change: Partial<StopState> = {}): StopState {
  return {
    id: 's1',
    scope: 'ed',
    level: 'stop',
    reason: 'crowding',
    note: null,
    from: iso(NOON - 10 * MINUTE),
    until: iso(NOON + 30 * MINUTE),
    endedAt: null,
    by,
    ...change,
  };
}

/** Builds a picture one fact after another. */
export class Facts {
  picture: Picture = EMPTY_PICTURE;

  tell<K extends EntryKind>(kind: K, body: EntryBodies[K], at = NOON): this {
    this.picture = apply(this.picture, entryAfter(this.picture.seq, kind, body, at));
    return this;
  }
  region(id: string, name = id): this {
    return this.tell('region-registered', {
      region: { id, name, networkName: name, neighbours: [] },
    });
  }
  facility(id: string, region: string, change: Partial<FacilityProfile> = {}): this {
    return this.tell('facility-registered', { profile: facility(id, region, change) });
  }
  observed(id: string, kind: UnitKind, change: Partial<Observation>, at = NOON): this {
    return this.tell(
      'unit-observed',
      { facility: id, kind, observation: observation(change, at) },
      at,
    );
  }
  stopped(id: string, change: Partial<StopState> = {}): this {
    return this.tell('stop-started', { facility: id, stop: stop(change) });
  }
}
