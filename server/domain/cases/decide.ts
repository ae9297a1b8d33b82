/** Decides on opening and revising a case. Where it lies and how far things are was found out before, and comes as arguments. */
import { iso } from '../clock.ts';
import { subjects } from '../entries.ts';
import type { CaseInput, CaseState, Exclusion, Picture, Position } from '../picture.ts';
import { refuse, type Decision, type Refusal } from '../refusal.ts';
import { rank } from '../routing/rank.ts';
import type { Ranking } from '../routing/ranking.ts';
import type { TravelTimes } from '../routing/travel.ts';
import { SUPPORTED_CATEGORIES } from '../words.ts';
import { inputOf } from './input.ts';
import { classify } from './rule-sets.ts';

/** Where a case lies. The exact spot stays beside the ledger. */
export interface Scene {
  /** Rounded to 100 m. */
  position: Position;
  place: { id: string; name: string } | null;
  region: string;
  travelTimes: TravelTimes;
}

/** To 0.001 degree: 111 m north-south, about 68 m east-west (contract, "Case words": 100 m). */
export function roundedPosition({ lat, lon }: Position): Position {
  return { lat: Math.round(lat * 1000) / 1000, lon: Math.round(lon * 1000) / 1000 };
}

function refusedInput(
  picture: Picture,
  input: CaseInput,
  excluded: readonly Exclusion[],
): Refusal | null {
  const supported: readonly string[] = SUPPORTED_CATEGORIES;
  if (input.category !== null && !supported.includes(input.category))
    return refuse('CATEGORY_NOT_SUPPORTED', 'category', { supported: [...supported] });
  for (const [index, { facility }] of excluded.entries())
    if (picture.facilities[facility] === undefined)
      return refuse('UNKNOWN_FACILITY', `excluded.${index}.facility`);
  return null;
}

/** The entry of a new case, classified. */
export function openCase(
  picture: Picture,
  command: { id: string; room: string; input: CaseInput; scene: Scene },
  now: number,
): Decision {
  const policy = policyOf(picture);
  const refused = refusedInput(picture, command.input, []);
  if (refused !== null) return refused;
  return {
    ok: true,
    entries: [
      {
        kind: 'case-opened',
        subject: subjects.case(command.id),
        body: {
          case: {
            id: command.id,
            openedAt: iso(now),
            room: command.room,
            ...command.scene,
            ...command.input,
            excluded: [],
            classification: classify(command.input, policy),
          },
        },
      },
    ],
    guards: [{ subject: subjects.case(command.id), version: 0 }],
  };
}

/** `scene` is null when the position did not move. */
export function reviseCase(
  picture: Picture,
  command: {
    id: string;
    input: CaseInput;
    excluded: Exclusion[];
    scene: Scene | null;
    ifVersion: number | null;
  },
): Decision {
  const policy = policyOf(picture);
  const one = picture.cases[command.id];
  if (one === undefined) return refuse('UNKNOWN_CASE');
  if (command.ifVersion !== null && command.ifVersion !== one.version)
    return refuse('VERSION_MISMATCH', null, { version: one.version });
  if (one.closedAt !== null) return refuse('CASE_CLOSED');
  const refused = refusedInput(picture, command.input, command.excluded);
  if (refused !== null) return refused;
  return {
    ok: true,
    entries: [
      {
        kind: 'case-revised',
        subject: subjects.case(command.id),
        body: {
          case: command.id,
          input: command.input,
          excluded: command.excluded,
          classification: classify(command.input, policy),
          moved: command.scene,
        },
      },
    ],
    guards: [{ subject: subjects.case(command.id), version: one.version }],
  };
}

/** The policy of the picture; without one nothing can be decided, which is a fault of the installation. */
export function policyOf(picture: Picture) {
  if (picture.policy === null) throw new Error('the ledger holds no policy: it was never seeded');
  return picture.policy;
}

const SITES: readonly string[] = ['hospital-ed', 'hospital-no-ed'];

/** Facilities that a ranking speaks of: the hospital sites. */
export function hospitalSites(picture: Picture) {
  return Object.values(picture.facilities).filter((one) => SITES.includes(one.kind));
}

/** The ranking of a case from a picture, at a moment (milliseconds). The same arguments give the same bytes. */
export function rankCase(picture: Picture, one: CaseState, now: number): Ranking {
  if (one.travelTimes === null) throw new Error('a case without travel times cannot be ranked');
  return rank({
    seq: picture.seq,
    facilities: hospitalSites(picture),
    case: {
      id: one.id,
      input: inputOf(one),
      classification: one.classification,
      excluded: one.excluded,
    },
    travelTimes: one.travelTimes,
    policy: policyOf(picture),
    policyVersion: picture.policyVersion,
    now,
  });
}
