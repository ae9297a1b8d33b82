/** What happens to people's access, told to those who keep connections open. */
export type AccessEvent =
  /** Signed out, or ended by an administrator. */
  | { what: 'session-ended'; session: string }
  /** Role, scope or standing of an account changed: whatever it holds open must be opened anew. */
  | { what: 'account-changed'; account: string }
  | { what: 'key-revoked'; key: string };

export class AccessEvents {
  readonly #listeners = new Set<(event: AccessEvent) => void>();

  /** Returns how to stop listening. A listener must not throw. */
  on(listener: (event: AccessEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: AccessEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
