import type { Signals } from '../../db/signals.ts';

/** What happens to people's access, told to those who keep connections open. */
export type AccessEvent =
  /** Signed out, or ended by an administrator. */
  | { what: 'session-ended'; session: string }
  /** Role, scope or standing of an account changed: whatever it holds open must be opened anew. */
  | { what: 'account-changed'; account: string }
  /** It has another second factor, or one less: it goes on, unless it must have one and has none. */
  | { what: 'factor-changed'; account: string }
  | { what: 'key-revoked'; key: string }
  /** It has another secret, or the one before ended: whoever came with that one is asked again. */
  | { what: 'key-rotated'; key: string };

const TOPIC = 'access';

/** One server's listeners; what is emitted on one server is heard on all that share its database. */
export class AccessEvents {
  readonly #signals: Signals | null;
  readonly #listeners = new Set<(event: AccessEvent) => void>();

  constructor(signals: Signals | null = null) {
    this.#signals = signals;
    // Only servers write there, so it is an event.
    signals?.on(TOPIC, (event) => this.#tell(event as AccessEvent));
  }

  /** Returns how to stop listening. A listener must not throw. */
  on(listener: (event: AccessEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: AccessEvent): void {
    this.#tell(event);
    this.#signals?.tell(TOPIC, event);
  }

  #tell(event: AccessEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
