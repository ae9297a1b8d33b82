/**
 * Free text beside the ledger, at hand without waiting: what was written or read lately is remembered, so that views can be made
 * at once. A text that is not at hand is null until it was fetched.
 */
import type { HeldText, TextStore } from '../../db/texts.ts';
import type { Signals } from '../../db/signals.ts';
import {
  eraseAt,
  USUAL_RETENTION,
  type Retention,
  type TextKind,
} from '#domain/accountability/retention.ts';
import { iso } from '#domain/clock.ts';
import type { CaseState, FacilityState, TextRef } from '#domain/picture.ts';
import type { Texts } from '#wire/views.ts';
import type { LivePicture } from './live-picture.ts';

const MOST_REMEMBERED = 5_000;
/** Topic: texts were erased, none may be said from memory. */
const ERASED = 'texts-erased';

/** Texts by their references, the latest at hand. */
export class TextBook {
  readonly #store: TextStore;
  readonly #known = new Map<string, string | null>();

  readonly #signals: Signals | null;

  readonly #retention: Retention;

  /** @param signals other servers on the same database, which erase too. */
  constructor(
    store: TextStore,
    signals: Signals | null = null,
    retention: Retention = USUAL_RETENTION,
  ) {
    this.#store = store;
    this.#retention = retention;
    this.#signals = signals;
    signals?.on(ERASED, () => this.#known.clear());
  }

  /** Keeps the text for the term of its kind; null for no text. `about`: the case that it is about. */
  async keep(
    text: string | null,
    now: number,
    kind: TextKind = 'note',
    about: string | null = null,
  ): Promise<TextRef | null> {
    return text === null ? null : this.keepSome(text, now, kind, about);
  }

  /** Keeps a text that is there. */
  async keepSome(
    text: string,
    now: number,
    kind: TextKind,
    about: string | null = null,
  ): Promise<TextRef> {
    const until = iso(eraseAt(this.#retention, kind, now));
    const ref = await this.#store.keep(text, until, { kind, about });
    this.#remember(ref.id, text);
    return ref;
  }

  /** The text if it is at hand. */
  readonly atHand: Texts = (ref) => this.#known.get(ref.id) ?? null;

  /** Fetches what is not at hand, so that `atHand` knows it. */
  async fetch(refs: readonly (TextRef | null | undefined)[]): Promise<Texts> {
    for (const ref of refs) {
      if (!ref || this.#known.has(ref.id)) continue;
      this.#remember(ref.id, await this.#store.read(ref.id));
    }
    return this.atHand;
  }

  /** What is and was kept about the case. */
  about(caseId: string): Promise<HeldText[]> {
    return this.#store.about(caseId);
  }

  /** Texts that should have been erased before `then`, by kind. */
  overdue(then: number): Promise<Partial<Record<TextKind, number>>> {
    return this.#store.overdue(iso(then));
  }

  /** The cases that what is due now is about. */
  dueAbout(now: number): Promise<string[]> {
    return this.#store.dueAbout(iso(now));
  }

  async eraseDue(now: number): Promise<number> {
    const erased = await this.#store.eraseDue(iso(now));
    if (erased > 0) {
      this.#known.clear();
      this.#signals?.tell(ERASED, erased);
    }
    return erased;
  }

  #remember(id: string, text: string | null): void {
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#known.set(id, text);
  }
}

/** The texts that a view of the facility may show. */
export function refsOfFacility(facility: FacilityState): (TextRef | null)[] {
  return [
    ...facility.stops.map((stop) => stop.note),
    ...facility.units.flatMap((unit) =>
      unit.observations.flatMap((one) => [one.note, one.reasonText ?? null]),
    ),
  ];
}

/** The texts that a view of the case may show. */
export function refsOfCase(one: CaseState): (TextRef | null)[] {
  return [
    one.decision?.note ?? null,
    one.acknowledgement?.reason ?? null,
    ...(one.opened ?? []).map(({ text }) => text),
  ];
}

/** Texts that other servers kept, fetched as their entries come, so that views made at once have them. Returns how to stop. */
export function haveTextsAtHand(
  live: LivePicture,
  texts: TextBook,
  onFault: (fault: unknown) => void,
): () => void {
  return live.listen((changes) => {
    const refs = changes.flatMap(({ entry }) => refsWithin(entry.body));
    if (refs.length > 0) texts.fetch(refs).catch(onFault);
  });
}

/** Wherever they stand in the body. */
function refsWithin(value: unknown): TextRef[] {
  if (typeof value !== 'object' || value === null) return [];
  const { id, hash, ...rest } = value as Record<string, unknown>;
  if (typeof id === 'string' && typeof hash === 'string' && Object.keys(rest).length === 0)
    return [{ id, hash }];
  return Object.values(value).flatMap(refsWithin);
}
