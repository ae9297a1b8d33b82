/**
 * Whether what is written can be kept just now, so that screens and operators are told before the next one tries. A refused write
 * says no, a written one says yes; while it says no, the picture is stored as a trial. Where several servers share a database each looks
 * whether it answers.
 */
import { EVENT_LOOP, type Clockwork } from '../../db/clockwork.ts';
import type { Ledger } from '../../db/ledger.ts';
import { storageFaultOf, type StorageFault } from '../../db/storage-fault.ts';

/** What is wrong, and since when: milliseconds, on the server's clock. */
export interface StorageTrouble {
  fault: StorageFault;
  since: number;
}

export interface StorageWatchOptions {
  ledger: Ledger;
  clock: () => number;
  /** Other servers write to the same database. */
  shared: boolean;
  /** Writes something that is of use anyway. */
  trial: () => Promise<void>;
  /** Told of each change; null: all is well again. */
  onChange?: (trouble: StorageTrouble | null) => void;
  clockwork?: Clockwork;
}

/** Between two looks, and between two trials, milliseconds. */
const LOOK_EVERY_MS = 1_000;
const TRY_EVERY_MS = 2_000;
/** Looks in a row that find nothing before the database is called away: one that changes its primary may miss one. */
const MOST_MISSED = 2;
/** A look that takes longer finds nothing, milliseconds. */
const LOOK_PATIENCE_MS = 4_000;

export class StorageWatch {
  /** The ledger as everybody is to use it: what becomes of its writes is noticed here. */
  readonly ledger: Ledger;
  /** Null: all is well, as far as is known. */
  trouble: StorageTrouble | null = null;
  readonly #options: StorageWatchOptions;
  readonly #stops: (() => void)[] = [];
  readonly #listeners = new Set<(trouble: StorageTrouble | null) => void>();
  #refused: StorageFault | null = null;
  #missed = 0;
  #trying = false;
  #looking = false;

  constructor(options: StorageWatchOptions) {
    const { ledger, shared, clockwork = EVENT_LOOP } = options;
    this.#options = options;
    this.ledger = {
      ...ledger,
      append: (request) => this.#writing(() => ledger.append(request)),
      saveSnapshot: (snapshot) => this.#writing(() => ledger.saveSnapshot(snapshot)),
    };
    this.#stops.push(clockwork.every(TRY_EVERY_MS, () => void this.#try()));
    if (shared) this.#stops.push(clockwork.every(LOOK_EVERY_MS, () => this.#look(clockwork)));
  }

  /** Calls at each change until the returned function is called. */
  listen(listener: (trouble: StorageTrouble | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Somebody met this error: of a write, or of a read that should have been answered. */
  met(error: unknown): void {
    const fault = storageFaultOf(error);
    if (fault === null) return;
    this.#refused = fault;
    this.#settle();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  async #writing<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.#refused = null;
      this.#settle();
      return result;
    } catch (error) {
      this.met(error);
      throw error;
    }
  }

  /** While something was refused: whether it would be now. */
  async #try(): Promise<void> {
    if (this.#refused === null || this.#trying) return;
    this.#trying = true;
    // What it meets was noticed on the way.
    await this.#options.trial().catch(() => undefined);
    this.#trying = false;
  }

  #look(clockwork: Clockwork): void {
    if (this.#looking) return;
    this.#looking = true;
    const found = (there: boolean) => {
      this.#missed = there ? 0 : this.#missed + 1;
      this.#settle();
    };
    const late = clockwork.after(LOOK_PATIENCE_MS, () => {
      this.#missed = MOST_MISSED;
      this.#settle();
    });
    void this.#options.ledger
      .head()
      .then(
        () => found(true),
        () => found(false),
      )
      .finally(() => {
        late();
        this.#looking = false;
      });
  }

  #settle(): void {
    const fault = this.#missed >= MOST_MISSED ? 'away' : this.#refused;
    if (fault === (this.trouble?.fault ?? null)) return;
    this.trouble =
      fault === null ? null : { fault, since: this.trouble?.since ?? this.#options.clock() };
    this.#options.onChange?.(this.trouble);
    for (const listener of this.#listeners) listener(this.trouble);
  }
}
