/** Makes a command ready for the transaction: all JSON work is done when it is handed in, once. */
import type { Actor } from '#domain/picture.ts';
import { plainJson } from './chain.ts';
import type { AppendRequest, Idempotency } from './ledger.ts';

/** A command with its texts: later changes of the caller's objects do not reach the ledger. */
export interface Prepared {
  atMs: number;
  by: Actor;
  /** Canonical. */
  byText: string;
  entries: PreparedEntry[];
  guards: NonNullable<AppendRequest['guards']>;
  idempotency: Idempotency | undefined;
  answer: AppendRequest['answer'];
}

export interface PreparedEntry {
  kind: string;
  subject: string;
  also: string[];
  /** Canonical, once the versions are known. */
  alsoText: string;
  /** What reading will give: the same plain values in the same order of keys. */
  body: unknown;
  /** Canonical. */
  bodyText: string;
}

const NONE: string[] = [];

/** The same few actors write nearly everything: their texts are made once. By id. */
const actors = new Map<string, { by: Actor; byText: string }>();
const ACTORS_LIMIT = 5_000;

function actorText({ id, kind, role, organisation }: Actor): { by: Actor; byText: string } {
  let known = actors.get(id);
  if (
    known === undefined ||
    known.by.kind !== kind ||
    known.by.role !== role ||
    known.by.organisation !== organisation
  ) {
    const { value, text } = plainJson({ id, kind, role, organisation });
    known = { by: Object.freeze(value as Actor), byText: text };
    if (actors.size >= ACTORS_LIMIT) actors.clear();
    actors.set(id, known);
  }
  return known;
}

/** @throws TypeError when the request is empty, its time is not a time or something in it is not JSON. */
export function prepare(request: AppendRequest): Prepared {
  if (request.entries.length === 0) throw new TypeError('a batch holds at least one entry');
  const atMs = Date.parse(request.at);
  if (Number.isNaN(atMs)) throw new TypeError(`not a time: ${request.at}`);
  const { by, byText } = actorText(request.by);
  return {
    atMs,
    by,
    byText,
    entries: request.entries.map((entry) => {
      const { value: body, text: bodyText } = plainJson(entry.body);
      const subject = entry.subject.toWellFormed();
      const also = entry.also?.length
        ? [...new Set(entry.also.map((s) => s.toWellFormed()))].filter((s) => s !== subject)
        : NONE;
      return { kind: entry.kind, subject, also, alsoText: '[]', body, bodyText };
    }),
    guards: request.guards ?? [],
    idempotency: request.idempotency,
    answer: request.answer,
  };
}
