/** Why a command was not carried out. A refusal changes nothing; its code is stable, its sentence is made at the edge. */
import type { NewEntry } from './entries.ts';

/** Why a command can be refused; stable words of the API. */
export const REFUSAL_CODES = [
  'UNKNOWN_FACILITY',
  'UNKNOWN_UNIT',
  'UNKNOWN_STOP',
  'UNKNOWN_CASE',
  'UNKNOWN_DECISION',
  'UNKNOWN_PLACE',
  'UNKNOWN_REGION',
  'VERSION_MISMATCH',
  'OBSERVED_IN_FUTURE',
  'UNTIL_IN_PAST',
  'UNTIL_TOO_FAR',
  'UNTIL_BEFORE_OBSERVED',
  'OCCUPIED_OVER_PHYSICAL',
  'STOP_ALREADY_OVER',
  'CATEGORY_NOT_SUPPORTED',
  'POSITION_OUTSIDE_COUNTRY',
  'CASE_CLOSED',
  'CASE_NOT_DECIDED',
  'CASE_ARRIVED',
  'STEP_NOT_POSSIBLE',
  'SEQ_IN_FUTURE',
  'SEQ_BEFORE_CASE',
  'AT_OUT_OF_RANGE',
  'OVERRIDE_REASON_REQUIRED',
  'NOTE_REQUIRED',
  'NOT_OVERRIDDEN',
  'NOT_THE_CHOSEN_HOSPITAL',
  'CLAIM_TAKEN',
  'PICTURE_MOVED',
  'PROFILE_CONTRADICTORY',
  'FACILITY_IN_USE',
  'PERSON_DATA',
  'GLASS_NOT_NEEDED',
  'FROM_AFTER_TO',
  'SPAN_TOO_LONG',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Why it is refused, at which field, with the facts. */
export interface Refusal {
  ok: false;
  code: RefusalCode;
  /** Where in the command, as a dotted path; null when it is not about one field. */
  path: string | null;
  /** Facts that help: ids, times, numbers; never free text of a user. */
  facts: Record<string, unknown>;
}

/** What a command wants written, and on which versions that rests. */
export interface Decided {
  ok: true;
  entries: NewEntry[];
  guards: { subject: string; version: number }[];
}

/** Entries to write under guards, or a refusal. */
export type Decision = Decided | Refusal;

/** Short for a refusal. */
export function refuse(
  code: RefusalCode,
  path: string | null = null,
  facts: Record<string, unknown> = {},
): Refusal {
  return { ok: false, code, path, facts };
}
