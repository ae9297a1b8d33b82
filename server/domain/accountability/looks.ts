/**
 * Looks: who saw which case, how and on which ground. What NEN 7513:2018 asks of a log of actions on patient records (chapters 5
 * to 8: which event, when, whose record, who, on which authorisation), with the case's id where others have a patient's.
 */
import type { Audience } from '../audience/project.ts';
import type { Actor, CaseState, Iso, Picture } from '../picture.ts';

/** By which action a case was seen. */
export const LOOK_ACTIONS = [
  /** One case, decision or ranking. */
  'read',
  /** A list or a search; one look for all that it showed. */
  'list',
  /** An earlier moment: looking back, the ledger, a replay. */
  'past',
  /** First told on a live connection. */
  'live',
  /** The live connections of a session have ended: from `since` to `until` it was told of these cases. */
  'live-ended',
  /** A file: CSV, FHIR, all that is held on a case. */
  'export',
  /** Made ready for paper. */
  'print',
  /** Told to another system by a webhook. */
  'transfer',
  /** The access log itself. */
  'read-log',
  /** Opened without a ground, with a reason. */
  'break-glass',
  /** Personal remnants of the case were erased. */
  'erased',
  /** Looks of this log went after their term; the marker stands beside it. */
  'cut',
] as const;
export type LookAction = (typeof LOOK_ACTIONS)[number];

/** On which ground it could be seen, the strongest first. */
export const GROUNDS = [
  'dispatching-room',
  'treating-hospital',
  'earlier-hospital',
  'coordinating-region',
  'break-glass',
  /** The server itself, without anybody who looks. */
  'technical',
] as const;
export type Ground = (typeof GROUNDS)[number];

/** A case that was seen, with whose it was at that moment. */
export interface SeenCase {
  case: string;
  ground: Ground;
  /** Of the case. */
  region: string;
  /** The chosen hospital of that moment. */
  facility: string | null;
}

/** Who looks: an account, key or the system, in which session (a keyed hash, never the id itself). */
export interface Onlooker {
  by: Actor;
  /** Null where there is none: a key, the system. */
  session: string | null;
}

/** A look as it is handed in. */
export interface NewLook extends Onlooker {
  at: Iso;
  action: LookAction;
  seen: readonly SeenCase[];
  /** Filters of a list, why a glass was broken: words and ids only, no free text. */
  asked?: Readonly<Record<string, string>>;
  /** Of live connections that have ended: when the first one began, and when the last one was lost. */
  since?: Iso;
  until?: Iso;
}

/** A look as it stands in the access log. */
export interface Look extends NewLook {
  /** 1, 2, 3 without a gap. */
  seq: number;
}

/** The strongest ground on which the audience sees the case; null: it does not see it. */
export function groundOf(
  one: Pick<CaseState, 'id' | 'room' | 'region' | 'decision' | 'lost'>,
  picture: Pick<Picture, 'facilities'>,
  audience: Audience,
): Ground | null {
  if (audience.room !== null && audience.room === one.room) return 'dispatching-room';
  const chosen = one.decision?.facility;
  if (chosen !== undefined && audience.facilities.includes(chosen)) return 'treating-hospital';
  const told = Object.keys(one.lost);
  if (audience.facilities.some((id) => told.includes(id))) return 'earlier-hospital';
  if (audience.regions === 'nation') return 'coordinating-region';
  const concerned = [
    one.region,
    ...[...told, ...(chosen === undefined ? [] : [chosen])].map(
      (id) => picture.facilities[id]?.region,
    ),
  ];
  if (concerned.some((id) => id !== undefined && audience.regions.includes(id)))
    return 'coordinating-region';
  return audience.opened?.includes(one.id) === true ? 'break-glass' : null;
}

/** The case with its ground, as the access log keeps it; null for a case that the audience does not see. */
export function seenCase(
  one: CaseState,
  picture: Pick<Picture, 'facilities'>,
  audience: Audience,
): SeenCase | null {
  const ground = groundOf(one, picture, audience);
  if (ground === null) return null;
  return {
    case: one.id,
    ground,
    region: one.region,
    facility: one.decision?.facility ?? null,
  };
}
