/** A profile as its form holds it, and back as it is sent. Pure. */
import { DEFAULT_RHYTHM_MINUTES, quickKind } from '#domain/capacity/trust.ts';
import type { ProfileInput } from '#domain/installation/profile.ts';
import type { FacilityState } from '#domain/picture.ts';
import { CAPABILITIES, UNIT_KINDS, type Capability, type UnitKind } from '#domain/words.ts';

export const TRISTATES = ['yes', 'no', 'unknown'] as const;
export type Tristate = (typeof TRISTATES)[number];
export const LEVELS = ['1', '2', '3', 'none'] as const;
export type LevelWord = (typeof LEVELS)[number];

export interface ProfileForm {
  shortName: string;
  active: boolean;
  level: LevelWord;
  capabilities: Record<Capability, Tristate>;
  units: UnitKind[];
  /** Minutes, of every kind that is there. */
  rhythm: Partial<Record<UnitKind, number>>;
  fixedHours: boolean;
  from: string;
  to: string;
  days: number[];
}

export const defaultRhythm = (kind: UnitKind): number =>
  DEFAULT_RHYTHM_MINUTES[quickKind(kind) ? 'quick' : 'slow'];

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

export function formOf(facility: FacilityState): ProfileForm {
  const { shortName, active, traumaLevel, capabilities, rhythmMinutes, ambulanceHours } = facility;
  const said = (value: boolean | null): Tristate =>
    value === null ? 'unknown' : value ? 'yes' : 'no';
  return {
    shortName,
    active,
    level: traumaLevel === null ? 'none' : (String(traumaLevel) as LevelWord),
    capabilities: Object.fromEntries(
      CAPABILITIES.map((one) => [one, said(capabilities[one])]),
    ) as Record<Capability, Tristate>,
    units: facility.units.map((unit) => unit.kind),
    rhythm: Object.fromEntries(
      UNIT_KINDS.map((kind) => [kind, rhythmMinutes[kind] ?? defaultRhythm(kind)]),
    ),
    fixedHours: ambulanceHours !== null,
    from: ambulanceHours?.from ?? '08:00',
    to: ambulanceHours?.to ?? '22:00',
    days: [...(ambulanceHours?.days ?? EVERY_DAY)],
  };
}

/** What is as the default stays unsaid, so that a better default reaches it. */
export function inputOf(form: ProfileForm): ProfileInput {
  const rhythmMinutes: Partial<Record<UnitKind, number>> = {};
  for (const kind of form.units) {
    const minutes = form.rhythm[kind];
    if (minutes !== undefined && minutes !== defaultRhythm(kind)) rhythmMinutes[kind] = minutes;
  }
  const VALUES = { yes: true, no: false, unknown: null } as const;
  return {
    shortName: form.shortName.trim(),
    active: form.active,
    traumaLevel: form.level === 'none' ? null : (Number(form.level) as 1 | 2 | 3),
    capabilities: Object.fromEntries(
      CAPABILITIES.map((one) => [one, VALUES[form.capabilities[one]]]),
    ) as ProfileInput['capabilities'],
    unitKinds: UNIT_KINDS.filter((kind) => form.units.includes(kind)),
    rhythmMinutes,
    ambulanceHours: form.fixedHours ? { from: form.from, to: form.to, days: form.days } : null,
  };
}

/** The group of facts that the compilers gave a confidence for. */
export const CONFIDENCE_OF: Record<Capability, string> = {
  icu: 'icu',
  picu: 'picuNicu',
  nicu: 'picuNicu',
  neurosurgery: 'neurosurgery',
  cardiothoracicSurgery: 'cardiac',
  pci: 'cardiac',
  strokeThrombolysis: 'strokeThrombolysis',
  strokeThrombectomy: 'strokeThrombectomy',
  burns: 'burns',
  obstetrics: 'obstetrics',
  pediatrics: 'pediatrics',
  helipad: 'helipad',
};
