/**
 * How time passes: turns of the event loop and timers, as an argument. A simulation has one that it turns by hand, so that the
 * same seed gives the same order of things.
 */

/** Each answers how to call it off. Waits are milliseconds; none of them keeps the process alive, except `soon`. */
export interface Clockwork {
  /** Once what is under way in this turn has run. */
  soon(work: () => void): () => void;
  /** Once. */
  after(milliseconds: number, work: () => void): () => void;
  /** Again and again. */
  every(milliseconds: number, work: () => void): () => void;
  /** Milliseconds since some moment: what measures how long a piece of work took. */
  elapsed(): number;
}

/** The event loop's own. */
export const EVENT_LOOP: Clockwork = {
  soon(work) {
    const due = setImmediate(work);
    return () => clearImmediate(due);
  },
  after(milliseconds, work) {
    const due = setTimeout(work, milliseconds).unref();
    return () => clearTimeout(due);
  },
  every(milliseconds, work) {
    const due = setInterval(work, milliseconds).unref();
    return () => clearInterval(due);
  },
  elapsed: () => performance.now(),
};

/** One turn: lets others have the event loop. */
export function breath(clockwork: Clockwork): Promise<void> {
  return new Promise((done) => {
    clockwork.soon(done);
  });
}
