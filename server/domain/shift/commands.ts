/** What the chair of a region writes down: notes in between, and the handover of a shift. The texts lie beside the ledger. */
import { z } from 'zod';
import { instantSchema } from '../capacity/observe.ts';
import { HOUR, iso, ms } from '../clock.ts';
import { subjects } from '../entries.ts';
import type { Iso, Picture, TextRef } from '../picture.ts';
import { refuse, type Decision, type Refusal } from '../refusal.ts';
import type { HandoverFigures } from './figures.ts';
import { SHIFT_HOURS } from './hours.ts';

export const noteSchema = z.strictObject({ text: z.string().trim().min(1).max(500) });

export const handoverSchema = z.strictObject({
  from: instantSchema,
  to: instantSchema,
  text: z.string().trim().min(1).max(8_000),
});

/** A handover reaches back this far at most: what is older belongs to an earlier one. */
export const LONGEST_HANDOVER_HOURS = 72;

export function writeNote(
  picture: Picture,
  { region, id, text }: { region: string; id: string; text: TextRef },
): Decision {
  if (!Object.hasOwn(picture.regions, region)) return refuse('UNKNOWN_REGION');
  const subject = subjects.notes(region);
  return {
    ok: true,
    entries: [{ kind: 'note-written', subject, body: { region, id, text } }],
    guards: [],
  };
}

export function saveHandover(
  picture: Picture,
  command: {
    region: string;
    id: string;
    from: Iso;
    to: Iso;
    text: TextRef;
    figures: HandoverFigures;
  },
): Decision {
  if (!Object.hasOwn(picture.regions, command.region)) return refuse('UNKNOWN_REGION');
  const subject = subjects.handovers(command.region);
  return {
    ok: true,
    entries: [{ kind: 'handover-saved', subject, body: command }],
    guards: [],
  };
}

/** Why a handover cannot be about this span of time; null when it can. */
export function refuseSpan({ from, to }: { from: Iso; to: Iso }, now: number): Refusal | null {
  if (ms(to) > now) return refuse('AT_OUT_OF_RANGE', 'to', { to: iso(now) });
  if (ms(from) >= ms(to)) return refuse('FROM_AFTER_TO', 'from');
  if (ms(to) - ms(from) > LONGEST_HANDOVER_HOURS * HOUR)
    return refuse('SPAN_TOO_LONG', 'from', { hours: LONGEST_HANDOVER_HOURS });
  return null;
}

/** Where a draft begins, milliseconds: the hours asked for, or the end of the last handover, or one shift back. */
export function draftFrom(hours: number | null, last: Iso | null, now: number): number {
  if (hours !== null) return now - hours * HOUR;
  const since = last === null ? now - SHIFT_HOURS[0] * HOUR : ms(last);
  return Math.max(since, now - LONGEST_HANDOVER_HOURS * HOUR);
}
