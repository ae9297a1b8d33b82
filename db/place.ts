/** Gives entries their places in the chain: seq, time, versions, hash. The same bytes whatever keeps them. */
import { versionOf, type Bodies } from '#domain/bodies.ts';
import type { Entry, EntryKind } from '#domain/entries.ts';
import { canonical, hashParts } from './chain.ts';
import { ZERO_HASH } from './ledger.ts';
import type { Prepared } from './prepare.ts';

/** Where the chain ends. */
export interface ChainEnd {
  seq: number;
  at_ms: number;
  hash: string;
}

export const EMPTY_CHAIN: ChainEnd = { seq: 0, at_ms: 0, hash: ZERO_HASH };

/** The time of the last command and its text: most commands of a group have the same. */
let lastMs = NaN;
let lastText = '';

/**
 * The command's entries behind `end`, and where the chain then ends. Completes `alsoText` of the command's entries.
 * @param rise counts the version of a subject one up and gives it.
 */
export function placeEntries(
  command: Prepared,
  end: ChainEnd,
  rise: (subject: string) => number,
  bodies?: Bodies,
): { entries: Entry[]; end: ChainEnd } {
  const at_ms = Math.max(command.atMs, end.at_ms);
  if (at_ms !== lastMs) {
    lastMs = at_ms;
    lastText = new Date(at_ms).toISOString();
  }
  const at = lastText;
  let { seq, hash: prev } = end;
  const entries = command.entries.map((entry) => {
    seq += 1;
    const version = rise(entry.subject);
    const also = entry.also.map((other) => ({ subject: other, version: rise(other) }));
    if (also.length > 0) entry.alsoText = canonical(also);
    const { kind, subject, body, bodyText, alsoText } = entry;
    const v = versionOf(kind as EntryKind, bodies);
    const { by, byText } = command;
    const hash = hashParts({
      ...{ seq, at, kind, by: byText, subject, version, also: alsoText, v, body: bodyText, prev },
    });
    const placed = { seq, at, kind, by, subject, version, also, v, body, prev, hash };
    prev = hash;
    return placed as Entry;
  });
  return { entries, end: { seq, at_ms, hash: prev } };
}
