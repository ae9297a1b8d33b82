/**
 * A draft taken apart into single facts, so that two drafts can be compared and two people's changes put together. Pure.
 */
import {
  VITAL_FLAG_NAMES,
  VITAL_NUMBER_NAMES,
  type CaseDraft,
  type Mark,
  type VitalFlagName,
  type VitalNumberName,
} from './draft.ts';
import { FINDING_CODES, THREATS, type FindingCode, type Threat } from '#domain/words.ts';

/** One thing that was said or taken back. `to` null: unknown again. */
export type DraftChange =
  | { part: 'finding'; code: FindingCode; to: Mark | null }
  | { part: 'threat'; threat: Threat; to: 'yes' | null }
  | { part: 'vital'; name: VitalNumberName; to: number | null }
  | { part: 'flag'; name: VitalFlagName; to: Mark | null }
  | { part: 'crew'; to: Mark | null }
  | { part: 'ageBand' | 'sex' | 'urgency' | 'category' | 'externalRisk' | 'where' }
  | { part: 'excluded'; facilities: string[] };

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);
const asMark = (flag: boolean | null): Mark | null => (flag === null ? null : flag ? 'yes' : 'no');

const WHOLE_PARTS = ['ageBand', 'sex', 'urgency', 'category', 'externalRisk', 'where'] as const;

/** What became different, in the order of the screen. */
export function changesOf(before: CaseDraft, after: CaseDraft): DraftChange[] {
  if (before === after) return [];
  const changes: DraftChange[] = [];
  for (const threat of THREATS) {
    const to = after.threats.includes(threat);
    if (before.threats.includes(threat) !== to)
      changes.push({ part: 'threat', threat, to: to ? 'yes' : null });
  }
  if (before.crewSuspectsSevere !== after.crewSuspectsSevere)
    changes.push({ part: 'crew', to: asMark(after.crewSuspectsSevere) });
  for (const name of VITAL_NUMBER_NAMES)
    if (before.vitals[name] !== after.vitals[name])
      changes.push({ part: 'vital', name, to: after.vitals[name] });
  for (const name of VITAL_FLAG_NAMES)
    if (before.vitals[name] !== after.vitals[name])
      changes.push({ part: 'flag', name, to: asMark(after.vitals[name]) });
  for (const code of FINDING_CODES)
    if (before.marks[code] !== after.marks[code])
      changes.push({ part: 'finding', code, to: after.marks[code] ?? null });
  for (const part of WHOLE_PARTS) if (!same(before[part], after[part])) changes.push({ part });
  const sites = new Set([...before.excluded, ...after.excluded].map((one) => one.facility));
  const excluded = [...sites].filter(
    (facility) =>
      !same(
        before.excluded.find((one) => one.facility === facility),
        after.excluded.find((one) => one.facility === facility),
      ),
  );
  if (excluded.length > 0) changes.push({ part: 'excluded', facilities: excluded });
  return changes;
}

export const isSame = (a: CaseDraft, b: CaseDraft) => changesOf(a, b).length === 0;

/** The change as it stands in `from`, carried over to `to`. */
function carried(to: CaseDraft, from: CaseDraft, change: DraftChange): CaseDraft {
  switch (change.part) {
    case 'threat': {
      const others = to.threats.filter((one) => one !== change.threat);
      return { ...to, threats: change.to === null ? others : [...others, change.threat] };
    }
    case 'crew':
      return { ...to, crewSuspectsSevere: from.crewSuspectsSevere };
    case 'vital':
    case 'flag':
      return { ...to, vitals: { ...to.vitals, [change.name]: from.vitals[change.name] } };
    case 'finding': {
      const marks = { ...to.marks };
      if (change.to === null) delete marks[change.code];
      else marks[change.code] = change.to;
      return { ...to, marks };
    }
    case 'excluded': {
      const { facilities } = change;
      const mine = from.excluded.filter((one) => facilities.includes(one.facility));
      const others = to.excluded.filter((one) => !facilities.includes(one.facility));
      return { ...to, excluded: [...others, ...mine] };
    }
    default:
      return { ...to, [change.part]: from[change.part] };
  }
}

/**
 * Two people changed one case: `base` is what both began with. What only one touched is kept from that one; what both touched
 * is mine, for I look at it now. `theirs` lists what the other changed.
 */
export function merged(
  base: CaseDraft,
  mine: CaseDraft,
  theirs: CaseDraft,
): { draft: CaseDraft; theirs: DraftChange[] } {
  let draft = theirs;
  for (const change of changesOf(base, mine)) draft = carried(draft, mine, change);
  return { draft, theirs: changesOf(base, theirs) };
}
