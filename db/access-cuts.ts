/**
 * Cuts of the access log after its term. A cut leaves a marker with the hash and the number of the last look that went, in a chain of
 * its own, and a look that names the marker: what is left is proven from the marker on, and a marker that nobody wrote down is a
 * broken log (docs/decisions/0015). Pure functions.
 */
import type { NewLook } from '#domain/accountability/looks.ts';
import { HOUR } from '#domain/clock.ts';
import type { Actor, Iso } from '#domain/picture.ts';
import { canonical, sha256 } from './chain.ts';
import { ZERO_HASH } from './ledger.ts';

/** A row of `access_log_cuts`. */
export interface CutRow {
  /** 1, 2, 3 without a gap. */
  nr: number;
  at_ms: number;
  /** The last look that went. */
  up_to: number;
  /** Looks that went by this cut. */
  count: number;
  last_at_ms: number;
  last_hash: string;
  /** The look that says so. */
  noted: number;
  prev: string;
  hash: string;
}

export const CUT_COLUMNS = 'nr, at_ms, up_to, count, last_at_ms, last_hash, noted, prev, hash';

/**
 * All markers in their order; for a walk that ends somewhere the last one, and those that the looks up to there tell of. The same words
 * on either database.
 */
export function cutsStatement(upTo: number | null): string {
  const some = `where nr = (select max(nr) from access_log_cuts)
    or (noted > (select up_to from access_log_cuts order by nr desc limit 1) and noted <= ${upTo})`;
  return `select ${CUT_COLUMNS} from access_log_cuts ${upTo === null ? '' : some} order by nr`;
}

/** What a cut did. */
export type CutOutcome =
  | { done: 'nothing' }
  | { done: 'cut'; cut: CutRow }
  /** Somebody else cut the log since this one looked: nothing was changed, and more may be due. */
  | { done: 'meanwhile' }
  /** What should go is broken: nothing was changed. */
  | { done: 'refused'; seq: number; problem: string };

/**
 * How a cut came about: by the clerk of a server and its setting, or by a person at the machine and the command. `by` is the account that
 * this one said to be his: a machine's command line proves nobody, so it is kept as what was asked and not as who looked.
 */
export type CutCause = { how: 'setting' } | { how: 'command'; by: string };

export type CutOrder = CutCause & {
  /** Rows of one cut, about: looks and what they have in the index by case; default `MOST_CUT`. */
  most?: number;
};

/** One transaction, which on SQLite stops everything else for as long: some 20 ms. */
export const MOST_CUT = 4_000;

/**
 * Five years in milliseconds, whichever leap years they have; the tables refuse a cut of what is younger. Source: Staatscourant 2019,
 * 38007, on article 5 (2) of the Besluit elektronische gegevensverwerking door zorgaanbieders.
 */
export const LEAST_KEPT_MS = 1_826 * 24 * HOUR;

/** Who cuts. */
const CLERK: Actor = { id: 'system', kind: 'system', role: 'system', organisation: null };

/** Hash of a marker: SHA-256 over the canonical text of everything in it but the hash. */
export function hashCut({ hash: _own, ...rest }: CutRow): string {
  return sha256(canonical(rest));
}

/** The next marker and the look that says so: who, when, how many, up to which and its hash. @param end seq of the last look there is */
export function placeCut(
  last: { seq: number; at_ms: number; hash: string },
  before: CutRow | null,
  end: number,
  at: Iso,
  cause: CutCause,
): { cut: CutRow; look: NewLook } {
  const cut: CutRow = {
    nr: (before?.nr ?? 0) + 1,
    at_ms: Date.parse(at),
    up_to: last.seq,
    count: last.seq - (before?.up_to ?? 0),
    last_at_ms: last.at_ms,
    last_hash: last.hash,
    noted: end + 1,
    prev: before?.hash ?? ZERO_HASH,
    hash: '',
  };
  cut.hash = hashCut(cut);
  const asked = {
    ...{ cut: cut.hash, ...causeOf(cause), count: String(cut.count), upTo: String(cut.up_to) },
    ...{ lastAt: new Date(cut.last_at_ms).toISOString(), lastHash: cut.last_hash },
  };
  return { cut, look: { by: CLERK, session: null, at, action: 'cut', seen: [], asked } };
}

/** In the look and not in the marker: it points to a person, and the look goes when its own term is over. */
function causeOf(cause: CutCause): Record<string, string> {
  return cause.how === 'setting' ? { how: cause.how } : { how: cause.how, by: cause.by };
}

/** Holds the markers against themselves and against the looks that name them; one for each walk. */
export class CutsCheck {
  readonly #byLook: ReadonlyMap<number, CutRow>;
  /** The last cut: where the chain of looks begins. Null: at its first look. */
  readonly last: CutRow | null;
  /** What is wrong with the markers themselves. */
  readonly problem: string | null;

  /** @param cuts in their order. @param all false: the last and some of those before it, each held against itself only */
  constructor(cuts: readonly CutRow[], all = true) {
    this.#byLook = new Map(cuts.map((cut) => [cut.noted, cut]));
    this.last = cuts.at(-1) ?? null;
    this.problem = wrongOf(cuts, all);
  }

  /**
   * A look in its turn; what is wrong with it, or null. It is not from before the cut it tells of: whoever gives a marker a moment to
   * come, to make young looks seem old, gives it to every look that follows.
   * @param named hash of the marker that it names, null for any other look
   */
  look(seq: number, at_ms: number, named: string | null): string | null {
    const cut = this.#byLook.get(seq);
    if (cut === undefined) return named === null ? null : 'names a cut that has no marker';
    if (cut.hash !== named) return `cut ${cut.nr} is not the one that this look names`;
    return at_ms < cut.at_ms ? `tells of cut ${cut.nr} before it was made` : null;
  }

  /** After the last look there is: whether every cut that should be told of was. */
  end(seq: number): string | null {
    const silent = [...this.#byLook.values()].find(({ noted }) => noted > seq);
    return silent === undefined ? null : `cut ${silent.nr} is told of by no look`;
  }
}

function wrongOf(cuts: readonly CutRow[], all: boolean): string | null {
  let before: CutRow | null = null;
  for (const cut of cuts) {
    const problem = wrongWith(cut) ?? (all ? wrongBehind(before, cut) : null);
    if (problem !== null) return problem;
    before = cut;
  }
  return null;
}

function wrongWith(cut: CutRow): string | null {
  const name = `cut ${cut.nr}`;
  if (hashCut(cut) !== cut.hash) return `${name}: hash does not match the content`;
  if (cut.at_ms - cut.last_at_ms < LEAST_KEPT_MS) return `${name}: cut before the least term`;
  return null;
}

function wrongBehind(before: CutRow | null, cut: CutRow): string | null {
  const name = `cut ${cut.nr}`;
  if (cut.nr !== (before?.nr ?? 0) + 1) return `a marker before ${name} is missing`;
  if (cut.prev !== (before?.hash ?? ZERO_HASH)) return `${name}: prev is not the marker before it`;
  if (cut.count !== cut.up_to - (before?.up_to ?? 0) || cut.count < 1)
    return `${name}: its count is not what went`;
  return null;
}
