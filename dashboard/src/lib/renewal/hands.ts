/**
 * Whether somebody's hands are on the page: something was typed that is not away yet, a desk holds work of its own, a dialog is open,
 * or it was touched a moment ago. Such a page is not reloaded by itself. No DOM of its own, so that it can be tested as it is.
 */

/** A page that was left alone for so long is not being worked on, milliseconds. */
export const CALM_MS = 10_000;

/** What we ask of a field. */
export interface EditedField {
  readonly isConnected: boolean;
  readonly value: string;
}

export class Hands {
  readonly #edited = new Set<EditedField>();
  readonly #holders = new Set<() => boolean>();
  #touchedAt = -Infinity;

  /** A desk says by `holds` whether it has work that a reload would lose. Answers how to stop. */
  hold(holds: () => boolean): () => void {
    this.#holders.add(holds);
    return () => this.#holders.delete(holds);
  }

  touched(now: number): void {
    this.#touchedAt = now;
  }

  edited(field: EditedField): void {
    this.#edited.add(field);
  }

  /** The page went on to another one: what was typed there is away, sent or left. */
  moved(): void {
    this.#edited.clear();
  }

  /** Something would be lost. */
  get full(): boolean {
    for (const field of this.#edited)
      // A field that was emptied or taken away has been sent, or given up.
      if (!field.isConnected || field.value === '') this.#edited.delete(field);
    return this.#edited.size > 0 || [...this.#holders].some((holds) => holds());
  }

  /** @param dialog one is open. */
  on(now: number, dialog: boolean): boolean {
    return this.full || dialog || now - this.#touchedAt < CALM_MS;
  }
}

/** Those on this page. */
export const hands = new Hands();
