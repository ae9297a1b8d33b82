/** Decides on an observation of one unit. Source: contract, `PUT /facilities/{id}/units/{kind}`; capacity model, rules 1 to 5. */
import { z } from 'zod';
import { iso, isoOf, MINUTE, ms } from '../clock.ts';
import { subjects } from '../entries.ts';
import type { Actor, Iso, Observation, Picture, TextRef } from '../picture.ts';
import { refuse, type Decision } from '../refusal.ts';
import { STOP_REASONS, UNIT_STATUSES } from '../words.ts';
import type { Channel, UnitFlag, UnitKind } from '../words.ts';

/** Whole, 0 to 9,999; absent is null, never 0. */
const count = z.number().int().min(0).max(9_999).nullable().default(null);

/** A time with its offset, read as ISO UTC. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .refine((time) => isoOf(time) !== null, 'a year from 1 to 9999')
  .transform((time) => isoOf(time) as Iso);

/** One observation of a unit, whole: what is left out is null. */
export const observationSchema = z.strictObject({
  staffed: count,
  physical: count,
  occupied: count,
  available: count,
  status: z.enum(UNIT_STATUSES).nullable().default(null),
  /** A code of a stop's reasons, or short words of the hospital's own, which stay beside the ledger. */
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

/** Channels whose mistakes can be sent back to whoever made them; what a feed says is kept and flagged (capacity model, rules 3 and 5). */
const TYPED_OR_API: readonly Channel[] = ['manual', 'phone', 'api'];

export interface ObserveCommand {
  facility: string;
  kind: UnitKind;
  input: ObservationInput;
  channel: Channel;
  note: TextRef | null;
  /** The reason, where it is not one of the codes. */
  reasonText?: TextRef | null;
  /** Version of the unit that the writer saw; null when it does not matter. */
  ifVersion: number | null;
  /** Remarks of a feed's adapter, such as ASSUMED_STAFFED. */
  flags?: readonly UnitFlag[];
}

/** The entry of the observation, or why it is refused. Contradictory figures are kept and flagged. */
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
  const fromFeed = !TYPED_OR_API.includes(command.channel);
  const ahead = ms(observedAt) > now + CLOCK_TOLERANCE_MINUTES * MINUTE;
  if (ahead && !fromFeed)
    return refuse('OBSERVED_IN_FUTURE', 'observedAt', { observedAt, now: iso(now) });
  if (input.validUntil !== null && ms(input.validUntil) <= now)
    return refuse('UNTIL_IN_PAST', 'validUntil', { now: iso(now) });
  const overfull =
    input.occupied !== null && input.physical !== null && input.occupied > input.physical;
  // A crowded emergency department does hold more patients than places; nothing else does. A feed's word is kept and flagged.
  if (overfull && command.kind !== 'ed' && !fromFeed)
    return refuse('OCCUPIED_OVER_PHYSICAL', 'occupied', { physical: input.physical });

  const { available, flags } = availability(input);
  if (ahead) flags.push('CLOCK_SKEW');
  for (const flag of command.flags ?? []) if (!flags.includes(flag)) flags.push(flag);
  const observation: Observation = {
    channel: command.channel,
    by,
    staffed: input.staffed,
    physical: input.physical,
    occupied: input.occupied,
    available,
    status: input.status,
    reason: isReasonCode(input.reason) ? input.reason : null,
    reasonText: command.reasonText ?? null,
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

/** Whether the reason is one of the words of the ledger; anything else is free text. */
export function isReasonCode(reason: string | null): boolean {
  const codes: readonly string[] = STOP_REASONS;
  return reason !== null && codes.includes(reason);
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
