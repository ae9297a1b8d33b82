/**
 * What a dispatcher must hear of: a hospital refuses, a place that was held or asked for is gone, a patient is overdue. Read from
 * two looks at the lane, so that each is said once, when it becomes true. Pure; who hears it is for others.
 */
import type { Strip } from './strips.ts';

export const ALARMS = ['refused', 'claim-lost', 'overdue'] as const;
export type Alarm = (typeof ALARMS)[number];

/** One case at one look. */
export interface Looked {
  refused: boolean;
  overdue: boolean;
  claimLost: boolean;
}
/** By case. */
export type Look = ReadonlyMap<string, Looked>;

export interface Raised {
  alarm: Alarm;
  case: string;
  number: string;
  /** Short name of the hospital; null when none is chosen. */
  hospital: string | null;
}

/** `lost`: cases whose choice was refused because the last place went to another, with the hospital's short name. */
export function lookAt(strips: readonly Strip[], lost: ReadonlyMap<string, string>): Look {
  return new Map(
    strips
      .filter((strip) => strip.closedAt === null)
      .map((strip) => [
        strip.id,
        {
          refused: strip.status !== 'arrived' && strip.answer === 'declined',
          overdue: strip.overdue,
          claimLost: lost.has(strip.id),
        },
      ]),
  );
}

/** What became true between two looks. The first look (`before` null) is silent: nobody is startled by what was there. */
export function raisedBetween(
  before: Look | null,
  after: Look,
  strips: readonly Strip[],
  lost: ReadonlyMap<string, string>,
): Raised[] {
  if (before === null) return [];
  return strips.flatMap((strip) => {
    const [was, is] = [before.get(strip.id), after.get(strip.id)];
    if (is === undefined) return [];
    const { id, number } = strip;
    const raised: Raised[] = [];
    const add = (alarm: Alarm, hospital: string | null) =>
      raised.push({ alarm, case: id, number, hospital });
    if (is.refused && was?.refused !== true) add('refused', strip.destination);
    if (is.claimLost && was?.claimLost !== true) add('claim-lost', lost.get(id) ?? null);
    if (is.overdue && was?.overdue !== true) add('overdue', strip.destination);
    return raised;
  });
}
