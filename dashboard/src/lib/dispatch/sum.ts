/**
 * The whole sum of a candidate: every rule that counted, then every one that did not (0) or could not be told (null), each with
 * the age of what it rests on. Pure; no rule is decided here. Source of the rules: routing rules 6.3.
 */
import type { UnitView } from '#domain/capacity/unit-view.ts';
import type { FacilityState, Iso } from '#domain/picture.ts';
import type { Candidate, Penalty } from '#domain/routing/ranking.ts';
import type { PenaltyCode, UnitKind } from '#domain/words.ts';
import { unitFor } from './rows.ts';

/** What a row of the sum is about. */
export type SumFact =
  | { of: 'penalty'; penalty: Penalty }
  | { of: 'unit'; view: UnitView }
  | { of: 'ed'; view: UnitView }
  | { of: 'offload'; minutes: number | null }
  | { of: 'nedocs'; value: number | null }
  /** Neither the crowding nor the length of the handover is known. */
  | { of: 'crowding' }
  | { of: 'inbound' };

export interface SumRow {
  fact: SumFact;
  /** Equivalent minutes; 0 did not count; null could not be told. */
  minutes: number | null;
  observedAt: Iso | null;
}

const SCARCE: readonly UnitKind[] = ['trauma-bay', 'icu'];

const observedAt = ({ because }: Penalty): Iso | null =>
  typeof because['observedAt'] === 'string' ? because['observedAt'] : null;

/** `needs`: units that the category needs; `ownCase`: a patient takes no place from himself. */
export function sumRows(
  row: Candidate,
  facility: FacilityState,
  needs: readonly UnitKind[],
  ownCase: string | null,
  now: number,
): SumRow[] {
  const has = (...codes: PenaltyCode[]) => row.penalties.some(({ code }) => codes.includes(code));
  const rows: SumRow[] = row.penalties.map((penalty) => ({
    fact: { of: 'penalty', penalty },
    minutes: penalty.minutes,
    observedAt: observedAt(penalty),
  }));
  const ed = unitFor(facility, 'ed', ownCase, now);
  if (ed !== null && !has('STOP', 'LIMITED'))
    rows.push({
      fact: { of: 'ed', view: ed },
      minutes: ed.status === 'unknown' ? null : 0,
      observedAt: ed.observedAt,
    });
  for (const kind of needs) {
    const spoken = row.penalties.some(({ because }) => because['unitKind'] === kind);
    const view = kind === 'ed' || spoken ? null : unitFor(facility, kind, ownCase, now);
    if (view !== null)
      rows.push({
        fact: { of: 'unit', view },
        minutes: view.effectiveAvailable === null ? null : 0,
        observedAt: view.observedAt,
      });
  }
  if (ed !== null) rows.push(...crowdingRows(ed, has));
  if (!has('INBOUND') && SCARCE.some((kind) => needs.includes(kind)))
    rows.push({ fact: { of: 'inbound' }, minutes: 0, observedAt: null });
  return rows;
}

function crowdingRows(
  { offloadMinutes, nedocs, observedAt: seen }: UnitView,
  has: (...codes: PenaltyCode[]) => boolean,
): SumRow[] {
  if (offloadMinutes === null && nedocs === null)
    return [{ fact: { of: 'crowding' }, minutes: null, observedAt: null }];
  const rows: SumRow[] = [];
  const add = (fact: SumFact, known: boolean) =>
    rows.push({ fact, minutes: known ? 0 : null, observedAt: known ? seen : null });
  if (!has('OFFLOAD')) add({ of: 'offload', minutes: offloadMinutes }, offloadMinutes !== null);
  if (!has('CROWDING')) add({ of: 'nedocs', value: nedocs }, nedocs !== null);
  return rows;
}
