/** Small pictures for given / when / then: facilities, one case, and what a decision makes of them. */
import { apply } from '#domain/apply.ts';
import { choose, type Choice } from '#domain/cases/choose.ts';
import type { DecisionInput } from '#domain/cases/commands.ts';
import { classify } from '#domain/cases/rule-sets.ts';
import { iso } from '#domain/clock.ts';
import { versionOf as bodyVersion } from '#domain/bodies.ts';
import type { Entry, NewEntry } from '#domain/entries.ts';
import {
  EMPTY_PICTURE,
  type Actor,
  type CaseState,
  type FacilityState,
  type Picture,
} from '#domain/picture.ts';
import type { Decision, Refusal } from '#domain/refusal.ts';
import { RANK_1_POLICY } from '#domain/routing/policy-rank-1.ts';
import { anInput, NOW, SBP_84, someTravelTimes, type CaseWords } from '../builders.ts';

export const DISPATCHER: Actor = {
  id: 'account-d',
  kind: 'account',
  role: 'dispatcher',
  organisation: 'room-1',
};
export const MACHINE: Actor = { id: 'key-1', kind: 'key', role: 'machine', organisation: 'room-1' };

export function aPicture(
  facilities: readonly FacilityState[],
  over: Partial<Picture> = {},
): Picture {
  const regions = [...new Set(facilities.map(({ region }) => region))];
  return {
    ...EMPTY_PICTURE,
    seq: 10,
    at: iso(NOW),
    regions: Object.fromEntries(
      regions.map((id) => [id, { id, name: id, networkName: id, neighbours: [], version: 1 }]),
    ),
    facilities: Object.fromEntries(facilities.map((one) => [one.id, one])),
    policy: RANK_1_POLICY,
    policyVersion: 1,
    ...over,
  };
}

/** An open case of room-1 in the region `west`; severe trauma and A1 unless said otherwise. */
export function anOpenCase(
  to: Record<string, number>,
  words: CaseWords = SBP_84,
  over: Partial<CaseState> = {},
): CaseState {
  const input = anInput(words);
  return {
    ...input,
    id: 'case-1',
    number: 1,
    version: 1,
    status: 'open',
    openedAt: iso(NOW),
    room: 'room-1',
    region: 'west',
    position: { lat: 52.08, lon: 4.31 },
    place: null,
    excluded: [],
    classification: classify(input, RANK_1_POLICY),
    travelTimes: someTravelTimes(to),
    decision: null,
    claim: null,
    acknowledgement: null,
    statusAt: iso(NOW),
    closedAt: null,
    lost: {},
    ...over,
  };
}

export const withCases = (picture: Picture, ...cases: CaseState[]): Picture => ({
  ...picture,
  cases: { ...picture.cases, ...Object.fromEntries(cases.map((one) => [one.id, one])) },
});

/** The picture after what was decided; the versions count on from the picture's own. */
export function after(picture: Picture, decided: Decision, now = NOW, by = DISPATCHER): Picture {
  if (!decided.ok) throw new Error(`refused: ${decided.code}`);
  return decided.entries.reduce(
    (before, entry) => apply(before, placed(before, entry, now, by)),
    picture,
  );
}

function placed(picture: Picture, entry: NewEntry, now: number, by: Actor): Entry {
  const versionOf = (subject: string): number => {
    const id = subject.slice(subject.indexOf(':') + 1);
    const [facility = '', kind] = id.split('/');
    if (subject.startsWith('case:')) return picture.cases[id]?.version ?? 0;
    if (kind === undefined) return picture.facilities[id]?.version ?? 0;
    return picture.facilities[facility]?.units.find((unit) => unit.kind === kind)?.version ?? 0;
  };
  return {
    ...entry,
    seq: picture.seq + 1,
    at: iso(now),
    by,
    version: versionOf(entry.subject) + 1,
    also: (entry.also ?? []).map((subject) => ({ subject, version: versionOf(subject) + 1 })),
    v: bodyVersion(entry.kind),
    prev: '',
    hash: '',
  };
}

/** Chooses for case-1 from the picture that was seen, by default the present one. */
export function chosen(
  picture: Picture,
  facility: string,
  words: Partial<DecisionInput> & {
    seen?: Picture;
    now?: number;
    case?: string;
    serial?: number;
    noteId?: string;
  } = {},
): Choice {
  const { seen = picture, now = NOW, case: id = 'case-1', serial = 1, noteId, ...input } = words;
  return choose(
    picture,
    { picture: seen, at: NOW },
    {
      case: id,
      input: { facility, seq: seen.seq, at: null, overrideReason: null, note: null, ...input },
      note: noteId === undefined ? null : { id: noteId, hash: 'h' },
      ids: { decision: `decision-${serial}`, claim: `claim-${serial}`, advice: `advice-${serial}` },
    },
    DISPATCHER,
    now,
    () => ({ hash: 'h', software: 'test' }),
  );
}

export function refusalOf(outcome: Decision | (Refusal & { ranking?: unknown })): string {
  return outcome.ok ? 'OK' : outcome.code;
}

/** The same with one facility as it is later. */
export const later = (picture: Picture, facility: FacilityState): Picture => ({
  ...picture,
  seq: picture.seq + 1,
  facilities: { ...picture.facilities, [facility.id]: facility },
});

/** The case of these pictures. */
export const one = (picture: Picture): CaseState => {
  const found = picture.cases['case-1'];
  if (found === undefined) throw new Error('no case');
  return found;
};
