/** Who saw a case, and what is held on one: shapes of the API. */
import type { Look } from '#domain/accountability/looks.ts';
import type { Remnant } from '#domain/accountability/retention.ts';
import type { EntryKind } from '#domain/entries.ts';
import type { Actor, Iso } from '#domain/picture.ts';
import type { Unusual, UnusualFound } from '#domain/unusual/find.ts';
import type { CaseWire, GlassWire } from './views.ts';

/** A look, with the cases of it that the reader may hear of. */
export type LookWire = Omit<Look, 'seen'> & { cases: Look['seen'][number][] };

/** The answer to breaking a glass. */
export interface OpenedWire {
  case: string;
  number: number;
  glass: GlassWire;
}

/** Something that is or was kept about a case, with its term. */
export interface RemnantWire {
  kind: Remnant;
  /** Null for the exact position. */
  id: string | null;
  /** Null when it was erased; of the exact position always: only that it is kept is told. */
  text: string | null;
  /** Null where the time is not kept any more. */
  keptSince: Iso | null;
  eraseAt: Iso | null;
  erased: boolean;
}

/** An entry of the ledger about the case. */
export interface HeldEntryWire {
  seq: number;
  at: Iso;
  kind: EntryKind;
  by: Actor;
  hash: string;
}

/** The end of a chain. */
export interface HeadWire {
  seq: number;
  hash: string;
}

/** All that is held on one case. */
export interface HeldWire {
  case: CaseWire;
  /** When it was put together. */
  at: Iso;
  /** What stays: the entries of the ledger, without a term. */
  entries: HeldEntryWire[];
  /** What is erased, and when. */
  remnants: RemnantWire[];
  /** Who saw it, newest first; at most 1,000. */
  looks: LookWire[];
  /** There are more looks than these. */
  looksTruncated: boolean;
  /** Hours by kind, as they are set now. */
  terms: Readonly<Record<Remnant, number>>;
  /** Where both chains ended when this was put together; `verify-ledger` prints the same of an unchanged database, or later ones. */
  heads: { ledger: HeadWire; accessLog: HeadWire };
  /** Years that the access log stays at least. */
  accessLogYears: number;
}

/** Something unusual in the access log; its `lines` are what `/access-log?lines=` takes. */
export type UnusualLookWire = Omit<Unusual, 'seen'>;

/** What is unusual in a period, as far as it can be compared. */
export interface UnusualWire extends Omit<UnusualFound, 'unusual'> {
  from: Iso;
  to: Iso;
  unusual: UnusualLookWire[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
}
