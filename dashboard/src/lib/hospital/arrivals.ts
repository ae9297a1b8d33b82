/** Patients on their way to one hospital, from its claims and the cases it may see; and those that will not come after all. Pure. */
import { MINUTE, ms } from '#domain/clock.ts';
import type { CaseState, EtaRange, FacilityState, Picture } from '#domain/picture.ts';
import type { UnitKind } from '#domain/words.ts';

export interface Arrival {
  /** Of the claim. */
  id: string;
  /** Null for whom the case is hidden. */
  case: CaseState | null;
  held: UnitKind[];
  /** Needed, and none was free when the hospital was chosen. */
  lacking: UnitKind[];
  /** Milliseconds; null when nobody may say. */
  etaAt: number | null;
  /** Earliest and latest by the estimate; null when it is not known. */
  range: EtaRange | null;
  /** Whole minutes until then, negative when past. */
  minutes: number | null;
  /** Past its estimate and nobody said where the patient is. */
  late: boolean;
  arrivedAt: number | null;
  answer: 'accepted' | 'declined' | null;
}

export interface Withdrawn {
  case: CaseState;
  at: number;
}

/** A withdrawn patient is said for so long. */
export const WITHDRAWN_MINUTES = 30;
const GONE: readonly string[] = ['handed-over', 'cancelled'];

export function arrivalsOf(facility: FacilityState, picture: Picture, now: number): Arrival[] {
  const seen = facility.claims.flatMap((claim): Arrival[] => {
    const one = claim.case === null ? null : (picture.cases[claim.case] ?? null);
    if (one !== null && (GONE.includes(one.status) || one.claim?.id !== claim.id)) return [];
    // Without its case an arrived patient is nobody's to see any more.
    if (one === null && claim.arrivedAt !== null) return [];
    const etaAt = claim.etaAt === null ? null : ms(claim.etaAt);
    const answered = one?.acknowledgement ?? null;
    return [
      {
        id: claim.id,
        case: one,
        held: claim.unitKinds,
        lacking: claim.lacking,
        etaAt,
        range: claim.etaRange ?? null,
        minutes: etaAt === null ? null : Math.ceil((etaAt - now) / MINUTE),
        late: claim.arrivedAt === null && now >= (etaAt ?? ms(claim.expiresAt)),
        arrivedAt: claim.arrivedAt === null ? null : ms(claim.arrivedAt),
        answer:
          answered !== null && answered.decision === one?.decision?.id ? answered.answer : null,
      },
    ];
  });
  const when = (one: Arrival) => one.arrivedAt ?? one.etaAt ?? Number.MAX_SAFE_INTEGER;
  // On the way before who is here; the soonest first.
  return seen.sort(
    (a, b) => Number(a.arrivedAt !== null) - Number(b.arrivedAt !== null) || when(a) - when(b),
  );
}

/** Told to this hospital, then cancelled or sent elsewhere. */
export function withdrawnFrom(facility: string, picture: Picture, now: number): Withdrawn[] {
  return Object.values(picture.cases)
    .filter((one) => one.status === 'cancelled' && one.decision?.facility === facility)
    .map((one) => ({ case: one, at: ms(one.closedAt ?? one.statusAt) }))
    .filter(({ at }) => now - at < WITHDRAWN_MINUTES * MINUTE)
    .sort((a, b) => b.at - a.at);
}
