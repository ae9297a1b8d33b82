/**
 * What an administrator says of a facility after checking it: the shipped data are public and partly estimated, the hospital
 * knows better. A profile that a person has checked is theirs; the seed leaves it alone from then on.
 */
import { z } from 'zod';
import { MAX_RHYTHM_MINUTES, quickKind, DEFAULT_RHYTHM_MINUTES } from '../capacity/trust.ts';
import { iso, ms } from '../clock.ts';
import { subjects } from '../entries.ts';
import { profileOf } from '../identifiers/identifiers.ts';
import type { Actor, FacilityProfile, FacilityState, Picture } from '../picture.ts';
import { refuse, type Decision, type Refusal } from '../refusal.ts';
import { runningStops } from '../stops/stops.ts';
import { CAPABILITIES, UNIT_KINDS, type Capability, type UnitKind } from '../words.ts';

const clockSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time as HH:MM');

/** The parts of a profile that can be corrected; the whole of them, what is left out is not guessed. */
export const profileSchema = z.strictObject({
  shortName: z.string().trim().min(1).max(40),
  active: z.boolean(),
  traumaLevel: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
  /** True, false, or null for unknown; each of them. */
  capabilities: z.record(z.enum(CAPABILITIES), z.boolean().nullable()),
  unitKinds: z.array(z.enum(UNIT_KINDS)).max(UNIT_KINDS.length),
  /** Minutes between two reports, where they differ from the default of the kind. */
  rhythmMinutes: z.partialRecord(z.enum(UNIT_KINDS), z.number().int().min(1).max(60)),
  /** Local hours in which ambulances are received; null: at any hour, or never without an emergency department. */
  ambulanceHours: z
    .strictObject({
      from: clockSchema,
      to: clockSchema,
      days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    })
    .nullable(),
});
export type ProfileInput = z.output<typeof profileSchema>;

export interface ProfileCommand {
  facility: string;
  input: ProfileInput;
  /** Version of the facility that was seen; null when it does not matter. */
  ifVersion: number | null;
}

/** What in a profile cannot be true together. */
export const CONTRADICTIONS = [
  'ED_MISSING',
  'NO_ED_HERE',
  'NO_UNITS_HERE',
  'LEVEL_WITHOUT_ED',
  'DESIGNATED_IS_LEVEL_1',
  'BAY_WITHOUT_ED',
  'UNIT_WITHOUT_CAPABILITY',
  'RHYTHM_WITHOUT_UNIT',
  'RHYTHM_OUT_OF_RANGE',
] as const;
export type Contradiction = (typeof CONTRADICTIONS)[number];

/** A unit that says by being there that the site can do it. Source: SOURCES.md, "Unit kinds that a site has". */
const UNIT_OF: Partial<Record<Capability, UnitKind>> = {
  icu: 'icu',
  picu: 'picu',
  nicu: 'nicu',
  burns: 'burns',
  obstetrics: 'obstetrics',
  pediatrics: 'pediatric-ward',
  pci: 'cath-lab',
  strokeThrombolysis: 'stroke-unit',
};

/** The entry that registers the facility as checked; also when nothing in it changed: that it was checked is news. */
export function reviewProfile(
  picture: Picture,
  command: ProfileCommand,
  by: Actor,
  now: number,
): Decision {
  const facility = picture.facilities[command.facility];
  if (facility === undefined) return refuse('UNKNOWN_FACILITY');
  if (command.ifVersion !== null && command.ifVersion !== facility.version)
    return refuse('VERSION_MISMATCH', null, { version: facility.version });
  const { input } = command;
  const refusal = contradictionIn(facility, input) ?? stillInUse(facility, input, now);
  if (refusal !== null) return refusal;
  const profile: FacilityProfile = {
    ...profileOf(facility),
    ...input,
    unitKinds: UNIT_KINDS.filter((kind) => input.unitKinds.includes(kind)),
    ambulanceHours: sortedHours(input.ambulanceHours),
    reviewed: { at: iso(now), by: by.id },
  };
  const subject = subjects.facility(facility.id);
  return {
    ok: true,
    entries: [{ kind: 'facility-registered', subject, body: { profile } }],
    guards: [{ subject, version: facility.version }],
  };
}

function contradictionIn(
  { kind, designatedTraumaCentre }: FacilityState,
  { unitKinds, traumaLevel, capabilities, rhythmMinutes }: ProfileInput,
): Refusal | null {
  const say = (path: string, why: Contradiction, facts: Record<string, unknown> = {}) =>
    refuse('PROFILE_CONTRADICTORY', path, { why, ...facts });
  const has = (unit: UnitKind) => unitKinds.includes(unit);
  if (kind === 'hospital-ed' && !has('ed')) return say('unitKinds', 'ED_MISSING');
  if (kind === 'hospital-no-ed' && has('ed')) return say('unitKinds', 'NO_ED_HERE');
  const bare = kind === 'burn-centre' || kind === 'mmt-base';
  if (bare && unitKinds.length > 0) return say('unitKinds', 'NO_UNITS_HERE');
  if (traumaLevel !== null && !has('ed')) return say('traumaLevel', 'LEVEL_WITHOUT_ED');
  if (designatedTraumaCentre && traumaLevel !== 1)
    return say('traumaLevel', 'DESIGNATED_IS_LEVEL_1');
  if (has('trauma-bay') && !has('ed')) return say('unitKinds', 'BAY_WITHOUT_ED');
  for (const capability of CAPABILITIES) {
    const unit = UNIT_OF[capability];
    if (unit !== undefined && has(unit) && capabilities[capability] === false)
      return say(`capabilities.${capability}`, 'UNIT_WITHOUT_CAPABILITY', { unit, capability });
  }
  for (const [unit, minutes] of Object.entries(rhythmMinutes) as [UnitKind, number][]) {
    if (!has(unit)) return say(`rhythmMinutes.${unit}`, 'RHYTHM_WITHOUT_UNIT', { unit });
    const { least, most } = rhythmRange(unit);
    if (minutes < least || minutes > most)
      return say(`rhythmMinutes.${unit}`, 'RHYTHM_OUT_OF_RANGE', { unit, least, most });
  }
  return null;
}

/** Minutes that the expected rhythm of a kind may be set to: never quicker than the default, never so slow that old looks fresh. */
export function rhythmRange(kind: UnitKind): { least: number; most: number } {
  const pace = quickKind(kind) ? 'quick' : 'slow';
  return { least: DEFAULT_RHYTHM_MINUTES[pace], most: MAX_RHYTHM_MINUTES[pace] };
}

/** What patients are on the way to, or a stop runs on, is not taken away under their feet. */
function stillInUse(facility: FacilityState, input: ProfileInput, now: number): Refusal | null {
  const coming = facility.claims.filter(
    (claim) => claim.arrivedAt === null && now < ms(claim.expiresAt),
  );
  if (!input.active && coming.length > 0)
    return refuse('FACILITY_IN_USE', 'active', { onTheWay: coming.length });
  for (const { kind } of facility.units) {
    if (input.unitKinds.includes(kind)) continue;
    const onTheWay = coming.filter((claim) => claim.unitKinds.includes(kind)).length;
    const stops = runningStops(facility, now).filter((stop) => stop.scope === kind).length;
    if (onTheWay + stops > 0)
      return refuse('FACILITY_IN_USE', 'unitKinds', { unit: kind, onTheWay, stops });
  }
  return null;
}

function sortedHours(hours: ProfileInput['ambulanceHours']): ProfileInput['ambulanceHours'] {
  return hours === null ? null : { ...hours, days: [...new Set(hours.days)].sort((a, b) => a - b) };
}
