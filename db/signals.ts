/**
 * What servers on one database tell each other beside the ledger: that a session ended, that a book was changed. A hint for what is
 * held in memory or open; what is true stands in the database. One that is lost is made good by the next look there.
 */

/** Short JSON values by topic. */
export interface Signals {
  /** To all other servers; a failure is reported, never thrown. `value` is JSON of at most 7,000 bytes. */
  tell(topic: string, value: unknown): void;
  /** Calls with what other servers tell, never with what this one told. A listener must not throw. */
  on(topic: string, listener: (value: unknown) => void): () => void;
}
