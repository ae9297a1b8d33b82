/**
 * Where a visit is, folded from what was said of it, by the time at which things happened: late and doubled messages end in the same
 * place. A visit is a keyed hash; nothing of a patient is here. Source: HL7 v2.5, chapter 3; capacity model, 3.3.
 */

/** A bed or a ward as the hospital's system names it, in one string: point of care, room and bed. */
export type PlaceKey = string;

/** What can happen to a visit, in our words. */
export type VisitEvent = {
  /** When it happened, milliseconds. */
  at: number;
  /** Order among events of one moment: when the message was written, then its arrival. */
  order: number;
} & (
  | { kind: 'admitted'; place: PlaceKey | null }
  | { kind: 'moved'; place: PlaceKey | null }
  | { kind: 'left' }
  | { kind: 'admission-cancelled' }
  | { kind: 'move-cancelled'; place: PlaceKey | null }
  | { kind: 'departure-cancelled'; place: PlaceKey | null }
  /** Told again where it is; a move where the site says so by its updates. */
  | { kind: 'updated'; place: PlaceKey | null; moves: boolean }
  /** Away for a while; the bed is kept unless `keepsBed` is false. */
  | { kind: 'on-leave'; keepsBed: boolean }
  | { kind: 'returned'; place: PlaceKey | null }
);

/** What cannot follow upon what was said before of the visit. Counted and shown; the last word counts all the same. */
export const VISIT_ANOMALIES = [
  /** It left without ever having come. */
  'LEFT_NOT_ADMITTED',
  /** Admitted while it lies in another bed. */
  'ADMITTED_TWICE',
  /** Something is undone that did not happen, or is no longer the last thing. */
  'CANCEL_OF_NOTHING',
  /** Any other: it moves without having come, or is somewhere else than it was put. */
  'IMPOSSIBLE_TRANSITION',
] as const;
export type VisitAnomaly = (typeof VISIT_ANOMALIES)[number];

/** A visit at the end of what was said of it. */
export interface VisitState {
  present: boolean;
  /** Where it is; null: nowhere that anybody named, or not present. */
  place: PlaceKey | null;
  /** When it left, milliseconds; null while it is present or before it came. */
  leftAt: number | null;
  /** When it came to its place, milliseconds. */
  since: number | null;
  anomalies: VisitAnomaly[];
}

const NOWHERE: VisitState = {
  present: false,
  place: null,
  leftAt: null,
  since: null,
  anomalies: [],
};

/** The events in the order in which they happened. */
export function inOrder(events: readonly VisitEvent[]): VisitEvent[] {
  return [...events].sort((a, b) => a.at - b.at || a.order - b.order);
}

/** The state after all events, whatever order they are given in. */
export function foldVisit(events: readonly VisitEvent[]): VisitState {
  let state = NOWHERE;
  let before: VisitEvent['kind'] | null = null;
  for (const event of inOrder(events)) {
    state = step(state, event, before);
    before = event.kind;
  }
  return state;
}

function step(state: VisitState, event: VisitEvent, before: VisitEvent['kind'] | null): VisitState {
  const odd = (what: VisitAnomaly): VisitAnomaly[] => [...state.anomalies, what];
  const at = (
    place: PlaceKey | null,
    expected: boolean,
    remark: VisitAnomaly = 'IMPOSSIBLE_TRANSITION',
  ): VisitState => ({
    present: true,
    place: place ?? state.place,
    leftAt: null,
    since: place !== null && place !== state.place ? event.at : (state.since ?? event.at),
    anomalies: expected ? state.anomalies : odd(remark),
  });
  const gone = (expected: boolean): VisitState => ({
    present: false,
    place: null,
    leftAt: event.at,
    since: null,
    anomalies: expected ? state.anomalies : odd('LEFT_NOT_ADMITTED'),
  });
  switch (event.kind) {
    case 'admitted':
      // Admitted twice in the same place is a repeat; elsewhere it is a move that nobody called one.
      return at(
        event.place,
        !state.present || event.place === null || event.place === state.place,
        'ADMITTED_TWICE',
      );
    case 'moved':
      return at(event.place, state.present);
    case 'left':
      return gone(state.present);
    case 'admission-cancelled':
      // Only the last thing can be undone; a visit that went on since is not thrown out by it.
      return before === 'admitted' ? gone(true) : { ...state, anomalies: odd('CANCEL_OF_NOTHING') };
    case 'move-cancelled':
      return at(event.place, state.present, 'CANCEL_OF_NOTHING');
    case 'departure-cancelled':
      // Present, or never here: there is no departure to be undone.
      return at(event.place, state.leftAt !== null, 'CANCEL_OF_NOTHING');
    case 'updated':
      if (event.place === null || event.place === state.place || !state.present) return state;
      return event.moves
        ? at(event.place, false)
        : { ...state, anomalies: odd('IMPOSSIBLE_TRANSITION') };
    case 'on-leave':
      return event.keepsBed ? state : { ...state, place: null };
    case 'returned':
      return at(event.place, state.present);
  }
}
