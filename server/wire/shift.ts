/** Asks, notes and handovers of a region, as its chair's board reads and writes them. */
import type { AskState, Iso } from '#domain/picture.ts';
import type { HandoverDraft } from '#domain/shift/draft.ts';
import type { HandoverFigures } from '#domain/shift/figures.ts';

/** `POST /api/v1/facilities/{facility}/confirmation-requests`: the ask that stands. */
export interface AskWire extends AskState {
  facility: string;
  /** When it lapses by itself. */
  lapsesAt: Iso;
}

/** Who wrote, without a name: role, and what it speaks for. */
export interface WrittenBy {
  role: string;
  organisation: string | null;
}

/** One of `GET /api/v1/regions/{region}/notes`. */
export interface NoteWire {
  id: string;
  at: Iso;
  by: WrittenBy;
  /** Null when it was erased. */
  text: string | null;
}

/** `GET /api/v1/regions/{region}/handover-draft`. */
export interface HandoverDraftWire extends HandoverDraft {
  /** Of the span, oldest first. */
  notes: NoteWire[];
}

/** One of `GET /api/v1/regions/{region}/handovers`. */
export interface HandoverWire extends NoteWire {
  from: Iso;
  to: Iso;
  figures: HandoverFigures;
}
