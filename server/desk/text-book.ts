/**
 * Free text beside the ledger, at hand without waiting: what was written or read lately is remembered, so that views can be made
 * at once. A text that is not at hand is null until it was fetched.
 */
import type { TextStore } from '../../db/texts.ts';
import { HOUR, iso } from '#domain/clock.ts';
import type { CaseState, FacilityState, TextRef } from '#domain/picture.ts';
import type { Texts } from '#wire/views.ts';

/** A note is erased a year after it was written; what rests on it stays. */
export const NOTE_KEPT_HOURS = 365 * 24;
const MOST_REMEMBERED = 5_000;

/** Texts by their references, the latest at hand. */
export class TextBook {
  readonly #store: TextStore;
  readonly #known = new Map<string, string | null>();

  constructor(store: TextStore) {
    this.#store = store;
  }

  /** Keeps the text; null for no text. */
  async keep(text: string | null, now: number): Promise<TextRef | null> {
    return text === null ? null : this.keepSome(text, now);
  }

  /** Keeps a text that is there. */
  async keepSome(text: string, now: number): Promise<TextRef> {
    const ref = await this.#store.keep(text, iso(now + NOTE_KEPT_HOURS * HOUR));
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

  async eraseDue(now: number): Promise<number> {
    const erased = await this.#store.eraseDue(iso(now));
    if (erased > 0) this.#known.clear();
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
  return [one.decision?.note ?? null, one.acknowledgement?.reason ?? null];
}
