/**
 * What a hospital says of one unit, as a whole observation: what a tap changed and what it left as it was. Pure.
 * Source: contract, `PUT /facilities/{id}/units/{kind}`: what is left out becomes unknown.
 */
import type { UnitView } from '#domain/capacity/unit-view.ts';
import type { Iso } from '#domain/picture.ts';
import type { UnitKind, UnitStatus } from '#domain/words.ts';

/** The two numbers that are set by hand; null is unknown, never 0. */
export interface Figures {
  available: number | null;
  staffed: number | null;
}
export type FigureField = keyof Figures;

export interface ObservationBody extends Figures {
  physical: number | null;
  occupied: number | null;
  status: UnitStatus | null;
  reason: string | null;
  offloadMinutes: number | null;
  nedocs: number | null;
  observedAt: Iso;
}

/** Asked for first; the rest of a hospital's units is folded away. */
export const FIRST_UNITS: readonly UnitKind[] = ['trauma-bay', 'icu', 'ed', 'acute-ward'];
const MOST = 9_999;

export function figuresOf(view: Pick<UnitView, 'available' | 'staffed'>): Figures {
  return { available: view.available, staffed: view.staffed };
}

export const sameFigures = (a: Figures, b: Figures) =>
  a.available === b.available && a.staffed === b.staffed;

/** One tap. On an unknown figure it starts one: up from nothing is 1, down is "none". */
export function stepped(from: Figures, field: FigureField, by: 1 | -1): Figures {
  const value = from[field];
  const next = value === null ? (by === 1 ? 1 : 0) : Math.min(MOST, Math.max(0, value + by));
  return { ...from, [field]: next };
}

/**
 * The observation that says these figures. While a stop runs, or when the status is not known, a figure says nothing about the
 * status: a bed less does not reopen an emergency department when its stop ends.
 */
export function observationOf(
  view: UnitView,
  figures: Figures,
  observedAt: Iso,
  status?: UnitStatus,
): ObservationBody {
  const own = view.runningStops.length === 0 && view.status !== 'unknown';
  const same = sameFigures(figures, figuresOf(view));
  return {
    available: figures.available,
    staffed: figures.staffed,
    physical: view.physical,
    // Who changes what is free has not counted who lies there.
    occupied: same ? view.occupied : null,
    status: status ?? (own ? view.status : null),
    reason: own && status === undefined ? view.reason : null,
    offloadMinutes: view.kind === 'ed' ? view.offloadMinutes : null,
    nedocs: view.kind === 'ed' ? view.nedocs : null,
    observedAt,
  };
}

/** Whether there is anything in the view that a person could confirm. */
export function canConfirm(view: UnitView): boolean {
  const { available, staffed, occupied, physical } = view;
  return (
    [available, staffed, occupied, physical].some((one) => one !== null) ||
    view.status !== 'unknown'
  );
}

/** More free than staffed: allowed, and said. */
export const isOdd = ({ available, staffed }: Figures) =>
  available !== null && staffed !== null && available > staffed;
