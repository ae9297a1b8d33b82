/** Decides on an observation of one unit. Source: contract, `PUT /facilities/{id}/units/{kind}`; capacity model, rules 1 to 5. */
import { z } from 'zod';
import { iso, MINUTE, ms } from '../clock.ts';
import { subjects } from '../entries.ts';
import type { Actor, Observation, Picture, TextRef } from '../picture.ts';
import { refuse, type Decision } from '../refusal.ts';
import { UNIT_STATUSES, type Channel, type UnitFlag, type UnitKind } from '../words.ts';

/** Whole, 0 to 9,999; absent is null, never 0. */
const count = z.number().int().min(0).max(9_999).nullable().default(null);

export const instantSchema = z.iso
  .datetime({ offset: true })
  .transform((time) => new Date(time).toISOString());

export const observationSchema = z.strictObject({
  staffed: count,
  physical: count,
  occupied: count,
  available: count,
  status: z.enum(UNIT_STATUSES).nullable().default(null),
  reason: z.string().trim().min(1).max(80).nullable().default(null),
  validUntil: instantSchema.nullable().default(null),
  observedAt: instantSchema.nullable().default(null),
  note: z.string().trim().min(1).max(500).nullable().default(null),
  /** Minutes that ambulances wait to hand over; `ed` only. */
  offloadMinutes: z.number().int().min(0).max(600).nullable().default(null),
  /** NEDOCS crowding score; `ed` only. */
  nedocs: z.number().int().min(0).max(500).nullable().default(null),
});
export type ObservationInput = z.output<typeof observationSchema>;

/** A source's clock may run ahead of ours by so much. */
export const CLOCK_TOLERANCE_MINUTES = 2;

export interface ObserveCommand {
  facility: string;
  kind: UnitKind;
  input: ObservationInput;
  channel: Channel;
  note: TextRef | null;
  /** Version of the unit that the writer saw; null when it does not matter. */
  ifVersion: number | null;
}

export function observe(
  picture: Picture,
  command: ObserveCommand,
  by: Actor,
  now: number,
): Decision {
  const { input } = command;
  const facility = picture.facilities[command.facility];
  if (facility === undefined) return refuse('UNKNOWN_FACILITY');
  const unit = facility.units.find((one) => one.kind === command.kind);
  if (unit === undefined) return refuse('UNKNOWN_UNIT', null, { kind: command.kind });
  if (command.ifVersion !== null && command.ifVersion !== unit.version)
    return refuse('VERSION_MISMATCH', null, { version: unit.version });
  const observedAt = input.observedAt ?? iso(now);
  if (ms(observedAt) > now + CLOCK_TOLERANCE_MINUTES * MINUTE)
    return refuse('OBSERVED_IN_FUTURE', 'observedAt', { observedAt, now: iso(now) });
  if (input.validUntil !== null && ms(input.validUntil) <= now)
    return refuse('UNTIL_IN_PAST', 'validUntil', { now: iso(now) });
  const overfull =
    input.occupied !== null && input.physical !== null && input.occupied > input.physical;
  // A crowded emergency department does hold more patients than places; nothing else does.
  if (overfull && command.kind !== 'ed')
    return refuse('OCCUPIED_OVER_PHYSICAL', 'occupied', { physical: input.physical });

  const { available, flags } = availability(input);
  const observation: Observation = {
    channel: command.channel,
    by,
    staffed: input.staffed,
    physical: input.physical,
    occupied: input.occupied,
    available,
    status: input.status,
    reason: input.reason,
    validUntil: input.validUntil,
    observedAt,
    receivedAt: iso(now),
    note: command.note,
    flags,
    offloadMinutes: command.kind === 'ed' ? input.offloadMinutes : null,
    nedocs: command.kind === 'ed' ? input.nedocs : null,
  };
  const subject = subjects.unit(command.facility, command.kind);
  return {
    ok: true,
    entries: [
      {
        kind: 'unit-observed',
        subject,
        body: { facility: command.facility, kind: command.kind, observation },
      },
    ],
    guards: command.ifVersion === null ? [] : [{ subject, version: command.ifVersion }],
  };
}

/** Published availability wins, else it is derived from staffed beds; contradictions are kept and flagged, never clamped. */
function availability(input: ObservationInput): { available: number | null; flags: UnitFlag[] } {
  const { staffed, physical, occupied } = input;
  const flags: UnitFlag[] = [];
  let { available } = input;
  if (available === null && staffed !== null && occupied !== null) {
    available = Math.max(0, staffed - occupied);
    flags.push('DERIVED');
  }
  const over = (a: number | null, b: number | null) => a !== null && b !== null && a > b;
  if (
    over(available, staffed) ||
    over(occupied, staffed) ||
    over(occupied, physical) ||
    over(staffed, physical)
  )
    flags.push('INCONSISTENT');
  return { available, flags };
}
