/** Everything that is held on one case, with its terms: for whoever must account for it. */
import type { Look } from '#domain/accountability/looks.ts';
import { ACCESS_LOG_TERM } from '#domain/accountability/retention.ts';
import { iso } from '#domain/clock.ts';
import { subjects, type Entry } from '#domain/entries.ts';
import type { CaseState } from '#domain/picture.ts';
import type { HeldWire, LookWire, RemnantWire } from '#wire/accountability.ts';
import { viewCase } from '#wire/views.ts';
import type { DeskParts } from './parts.ts';
import { refsOfCase } from './text-book.ts';

const MOST_LOOKS = 1_000;

export async function heldOn(parts: DeskParts, one: CaseState): Promise<HeldWire> {
  const { live, ledger, texts, casePrivate, accessLog, retention } = parts;
  const ofCase = [subjects.case, subjects.advice, subjects.glass].map((name) =>
    ledger.read({ subject: name(one.id) }),
  );
  // The ends come first: what is told below stands before them, or came since.
  const [end, looksEnd] = await Promise.all([ledger.head(), accessLog.head()]);
  const [entries, kept, until, page] = await Promise.all([
    Promise.all(ofCase),
    texts.about(one.id),
    casePrivate.until(one.id),
    accessLog.query({ scope: { all: true }, case: one.id, limit: MOST_LOOKS }),
  ]);
  const notes = kept.map(({ id, kind, text, createdAt, eraseAt }): RemnantWire => ({
    ...{ kind, id, text, eraseAt },
    keptSince: createdAt,
    erased: text === null,
  }));
  const spot: RemnantWire = {
    ...{ kind: 'exact-position', id: null, text: null, keptSince: null },
    eraseAt: until,
    erased: until === null,
  };
  return {
    case: viewCase(one, await texts.fetch(refsOfCase(one))),
    at: iso(live.now()),
    entries: entries
      .flat()
      .sort((a, b) => a.seq - b.seq)
      .map(({ seq, at, kind, by, hash }: Entry) => ({ seq, at, kind, by, hash })),
    remnants: [spot, ...notes],
    looks: page.looks.map(lookWire),
    looksTruncated: page.next !== null,
    terms: retention,
    heads: { ledger: { seq: end.seq, hash: end.hash }, accessLog: looksEnd },
    accessLogYears: parts.accessLogYears ?? ACCESS_LOG_TERM.least,
  };
}

export function lookWire({ seen, ...look }: Look): LookWire {
  return { ...look, cases: [...seen] };
}
