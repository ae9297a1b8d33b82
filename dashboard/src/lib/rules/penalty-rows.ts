/** The penalties of a policy as rows of a table: two numbers, and what bears on them in words. Pure. */
import type { Policy } from '#domain/routing/policy.ts';
import { PENALTY_CODES, type PenaltyCode } from '#domain/words.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';

export interface PenaltyRow {
  code: PenaltyCode;
  life: number | null;
  other: number | null;
  details: string[];
  source: string;
  evidence: 'evidence' | 'proposal';
}

export function penaltyRows(
  { penalties }: Pick<Policy, 'penalties'>,
  t: Words['rules'],
  { decimal }: Pick<Format, 'decimal'>,
): PenaltyRow[] {
  return PENALTY_CODES.map((code) => {
    const one = penalties[code];
    const details: string[] = [];
    if ('oneLeft' in one)
      details.push(t.oneLeft(decimal(one.oneLeft.lifeThreatening), decimal(one.oneLeft.other)));
    if ('freeMinutes' in one)
      details.push(t.offload(decimal(one.freeMinutes), decimal(one.mostMinutes)));
    if ('thresholds' in one)
      for (const { above, lifeThreatening, other } of one.thresholds)
        details.push(t.crowding(above, decimal(lifeThreatening), decimal(other)));
    if ('unknownShare' in one) details.push(t.unknownShare(Math.round(one.unknownShare * 100)));
    if ('withinMinutes' in one) details.push(t.within(decimal(one.withinMinutes)));
    return {
      code,
      life: 'lifeThreatening' in one ? one.lifeThreatening : null,
      other: 'other' in one ? one.other : null,
      details,
      source: one.source,
      evidence: one.evidence,
    };
  });
}

export interface LimitRow {
  name: keyof Words['rules']['scalars'];
  value: string;
  source: string;
  evidence: 'evidence' | 'proposal';
}

export function limitRows(
  policy: Policy,
  t: Words['rules'],
  { decimal }: Pick<Format, 'decimal'>,
): LimitRow[] {
  const minutes = (value: number) => t.minutes(decimal(value));
  const limits = Object.values(policy.maxTransportMinutes.byCategory).filter((one) => one !== null);
  const values: Record<keyof Policy['sources'], string> = {
    maxBypassMinL1: minutes(policy.maxBypassMinL1),
    borderlineMinutes: minutes(policy.borderlineMinutes),
    tieWidth: minutes(policy.tieWidth),
    severeTraumaDestinations: t.destinations[policy.severeTraumaDestinations],
    stopWaivedAtLevel1ForSevereTrauma: policy.stopWaivedAtLevel1ForSevereTrauma ? t.yes : t.no,
    externalRiskThreshold:
      policy.externalRiskThreshold === null
        ? t.none
        : `${Math.round(policy.externalRiskThreshold * 100)} %`,
    claimMinutesAfterEta: minutes(policy.claimMinutesAfterEta),
  };
  const names = Object.keys(values) as (keyof Policy['sources'])[];
  return [
    ...names.map((name): LimitRow => ({ name, value: values[name], ...policy.sources[name] })),
    {
      name: 'sceneMinutes',
      value: `${decimal(policy.sceneMinutes.trauma)} / ${minutes(policy.sceneMinutes.other)}`,
      source: policy.sceneMinutes.source,
      evidence: policy.sceneMinutes.evidence,
    },
    {
      name: 'maxTransportMinutes',
      value: limits.length === 0 ? t.none : limits.map(minutes).join(', '),
      source: policy.maxTransportMinutes.source,
      evidence: policy.maxTransportMinutes.evidence,
    },
  ];
}
