/** Decides on stops. Source: contract, `POST /facilities/{id}/stops`: the end is mandatory, DELETE ends it now and keeps the record. */
import { z } from 'zod';
import { instantSchema } from '../capacity/observe.ts';
import { HOUR, iso, ms } from '../clock.ts';
import { subjects, type NewEntry } from '../entries.ts';
import type { Actor, Picture, StopState, TextRef } from '../picture.ts';
import { refuse, type Decision } from '../refusal.ts';
import { DEVICES, STOP_LEVELS, STOP_REASONS, STOP_SCOPES, type StopScope } from '../words.ts';
import { isRunning } from './stops.ts';

export const stopSchema = z.strictObject({
  scope: z.enum(STOP_SCOPES),
  level: z.enum(STOP_LEVELS),
  reason: z.enum(STOP_REASONS),
  until: instantSchema,
  note: z.string().trim().min(1).max(500).nullable().default(null),
});
export type StopInput = z.output<typeof stopSchema>;

/** A stop longer than this is a change of the profile, not a stop. */
export const LONGEST_STOP_HOURS = 14 * 24;

const isDevice = (scope: StopScope) => (DEVICES as readonly string[]).includes(scope);

export function startStop(
  picture: Picture,
  command: { facility: string; id: string; input: StopInput; note: TextRef | null },
  by: Actor,
  now: number,
): Decision {
  const { input } = command;
  const facility = picture.facilities[command.facility];
  if (facility === undefined) return refuse('UNKNOWN_FACILITY');
  const known =
    input.scope === 'facility' ||
    isDevice(input.scope) ||
    facility.units.some((unit) => unit.kind === input.scope);
  if (!known) return refuse('UNKNOWN_UNIT', 'scope', { kind: input.scope });
  if (ms(input.until) <= now) return refuse('UNTIL_IN_PAST', 'until', { now: iso(now) });
  if (ms(input.until) > now + LONGEST_STOP_HOURS * HOUR)
    return refuse('UNTIL_TOO_FAR', 'until', { hours: LONGEST_STOP_HOURS });
  const stop: StopState = {
    id: command.id,
    scope: input.scope,
    level: input.level,
    reason: input.reason,
    note: command.note,
    from: iso(now),
    until: input.until,
    endedAt: null,
    by,
  };
  const subject = subjects.facility(facility.id);
  // One stop a scope at a time: an impending one that becomes a stop gives way to it.
  const given: NewEntry[] = facility.stops
    .filter((one) => one.scope === input.scope && isRunning(one, now))
    .map((one) => ({
      kind: 'stop-ended',
      subject,
      body: { facility: facility.id, stop: one.id, endedAt: iso(now) },
    }));
  return {
    ok: true,
    entries: [...given, { kind: 'stop-started', subject, body: { facility: facility.id, stop } }],
    guards: given.length > 0 ? [{ subject, version: facility.version }] : [],
  };
}

export function endStop(
  picture: Picture,
  command: { facility: string; stop: string },
  now: number,
): Decision {
  const facility = picture.facilities[command.facility];
  if (facility === undefined) return refuse('UNKNOWN_FACILITY');
  const stop = facility.stops.find((one) => one.id === command.stop);
  if (stop === undefined) return refuse('UNKNOWN_STOP');
  if (!isRunning(stop, now)) return refuse('STOP_ALREADY_OVER');
  const subject = subjects.facility(facility.id);
  return {
    ok: true,
    entries: [
      {
        kind: 'stop-ended',
        subject,
        body: { facility: facility.id, stop: stop.id, endedAt: iso(now) },
      },
    ],
    guards: [{ subject, version: facility.version }],
  };
}
