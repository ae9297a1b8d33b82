/**
 * The picture that lives in memory: follows the ledger, tells those who listen, and carries commands out. The hot path never
 * reads the database. Many servers: the same class on each, every one following the same ledger.
 */
import { EVENT_LOOP, type Clockwork } from '../../db/clockwork.ts';
import type { AppendRequest, Idempotency, Ledger } from '../../db/ledger.ts';
import { apply } from '#domain/apply.ts';
import { iso } from '#domain/clock.ts';
import type { Entry } from '#domain/entries.ts';
import { EMPTY_PICTURE, type Actor, type Picture } from '#domain/picture.ts';
import type { Decided, Refusal } from '#domain/refusal.ts';
import { PastPictures } from './past-pictures.ts';
import { Remembered, type Change } from './remembered.ts';
import { NO_STAGES, type Stages } from './stages.ts';

export type { Change };

/** What became of a command: its answer and its entries, or why it was refused. */
export type Outcome<T> =
  | { ok: true; value: T; entries: Entry[]; repeated: boolean }
  | Refusal
  | {
      ok: false;
      code: 'BUSY' | 'IDEMPOTENCY_KEY_REUSED';
      path: null;
      facts: Record<string, unknown>;
    };

/** Something that somebody wants: what it means for the picture of the moment, and what is answered. */
interface Command<T> {
  by: Actor;
  decide: (picture: Picture, now: number) => Decided | Refusal | Promise<Decided | Refusal>;
  answer: (picture: Picture, entries: Entry[], now: number) => T;
  idempotency?: Idempotency | undefined;
}

/** What a picture is opened on. */
export interface LivePictureOptions {
  ledger: Ledger;
  /** Milliseconds. */
  clock: () => number;
  /** Changes kept for those who come back after a lost connection. */
  remembered?: number;
  /** Entries between two stored snapshots. */
  snapshotEvery?: number;
  /** Told of what must not happen in a follower; never a reason to stop. */
  onFault?: (fault: unknown) => void;
  /** Other servers write to the same ledger. */
  shared?: boolean;
  /** Default the event loop's. */
  clockwork?: Clockwork;
}

/** Times that a command is decided again when somebody was quicker. */
const MOST_TRIES = 6;
/** Longest that a request waits for what other servers wrote, milliseconds: then it is answered with what is known here. */
const REFRESH_PATIENCE_MS = 1_000;
/** At least so long between two snapshots: a flood of entries must not be slowed by them. */
const SNAPSHOT_REST_MS = 5_000;

/** The picture at the head of the ledger, with the changes that led there lately. */
export class LivePicture {
  readonly #ledger: Ledger;
  readonly #clock: () => number;
  readonly #snapshotEvery: number;
  readonly #onFault: (fault: unknown) => void;
  readonly #shared: boolean;
  #stages: Stages = NO_STAGES;
  readonly #clockwork: Clockwork;
  /** The look at the end of the ledger that is under way, and the one that begins after it. */
  #looking: Promise<number> | null = null;
  #nextLook: Promise<number> | null = null;
  readonly #past: PastPictures;
  readonly #listeners = new Set<(changes: readonly Change[]) => void>();
  #picture: Picture = EMPTY_PICTURE;
  readonly #changes: Remembered;
  #waiting: { seq: number; done: () => void }[] = [];
  #snapshotSeq = 0;
  #snapshotAt = -Infinity;
  /** The last snapshot that was begun. */
  #saving: Promise<void> = Promise.resolve();
  /** While it reads what is there already it stores nothing: that would only make the start longer. */
  #opened = false;
  /** Time of the last entry as text and as a number. */
  #lastAt = '';
  #lastMs = 0;
  #stop: (() => void) | null = null;

  private constructor(options: LivePictureOptions) {
    this.#ledger = options.ledger;
    this.#clockwork = options.clockwork ?? EVENT_LOOP;
    this.#past = new PastPictures(options.ledger, this.#clockwork);
    this.#clock = options.clock;
    this.#changes = new Remembered(options.remembered ?? 5_000);
    this.#snapshotEvery = options.snapshotEvery ?? 5_000;
    this.#onFault = options.onFault ?? (() => undefined);
    this.#shared = options.shared ?? false;
  }

  /** Starts from the newest snapshot and reads the rest; resolves when it stands at the head. */
  static async open(options: LivePictureOptions): Promise<LivePicture> {
    const live = new LivePicture(options);
    const snapshot = await options.ledger.loadSnapshot();
    if (snapshot !== null) live.#picture = snapshot.picture;
    live.#snapshotSeq = live.#picture.seq;
    live.#stop = await options.ledger.follow(live.#picture.seq, (entries) => live.#take(entries));
    const head = await options.ledger.head();
    await live.caughtUp(head.seq);
    live.#opened = true;
    live.#saveWhenDue();
    return live;
  }

  /** From here on `stages` is told of what commands go through. */
  watch(stages: Stages): void {
    this.#stages = stages;
  }

  get picture(): Picture {
    return this.#picture;
  }

  /** The clock of this server, never before the last entry. */
  now(): number {
    const { at } = this.#picture;
    if (at !== this.#lastAt) {
      this.#lastAt = at;
      this.#lastMs = Date.parse(at);
    }
    return Math.max(this.#clock(), this.#lastMs);
  }

  /** Calls with each group of changes, as committed, until the returned function is called. */
  listen(listener: (changes: readonly Change[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The changes after `seq`; null when they are no longer remembered: snapshot again. */
  changesAfter(seq: number): readonly Change[] | null {
    if (seq > this.#picture.seq) return null;
    if (seq === this.#picture.seq) return [];
    return this.#changes.after(seq);
  }

  /** Resolves when the picture holds the entry `seq`. */
  caughtUp(seq: number): Promise<void> {
    if (this.#picture.seq >= seq) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ seq, done }));
  }

  /**
   * Resolves when the picture holds all that any server had acknowledged when it was called, so that whoever wrote on one server can
   * read it on another. At once where there is one server only; never rejects, and waits a second at most.
   */
  async refresh(): Promise<void> {
    if (!this.#shared) return;
    const { promise: patience, resolve: lost } = Promise.withResolvers<void>();
    const callOff = this.#clockwork.after(REFRESH_PATIENCE_MS, lost);
    // A database that does not answer is no reason to show nothing: the ages on the screen tell.
    const there = this.#end().then(
      (seq) => this.caughtUp(seq),
      () => undefined,
    );
    await Promise.race([there, patience]);
    callOff();
  }

  /**
   * Resolves when the picture holds all that stood in the ledger when it was called. For what must not be said by a picture that
   * lags: it waits as long as that takes, and rejects when the ledger cannot be asked. At once where there is one server only.
   */
  async catchUp(): Promise<void> {
    if (this.#shared) await this.caughtUp(await this.#end());
  }

  /** Seq of the last entry, looked for after the call; who comes during a look shares the next one. */
  #end(): Promise<number> {
    const look = () =>
      (this.#looking = this.#ledger
        .head()
        .then((head) => head.seq)
        .finally(() => (this.#looking = null)));
    if (this.#looking === null) return look();
    return (this.#nextLook ??= this.#looking
      .catch(() => 0)
      .then(() => {
        this.#nextLook = null;
        return look();
      }));
  }

  /** The picture after the entry `seq`; null for a seq that does not exist yet. */
  async pictureAt(seq: number): Promise<Picture | null> {
    if (seq === this.#picture.seq) return this.#picture;
    if (seq < 0 || seq > this.#picture.seq) return null;
    return this.#changes.pictureAt(seq) ?? this.#past.at(seq);
  }

  /**
   * At most `limit` changes after `seq`, oldest first, also where they are no longer remembered; null for a seq that does not exist
   * yet. The picture after the last one is kept, so that reading on from there costs no more than its own entries.
   */
  async changesFrom(seq: number, limit: number): Promise<readonly Change[] | null> {
    const remembered = this.changesAfter(seq);
    if (remembered !== null) return remembered.slice(0, limit);
    const upTo = this.#picture.seq;
    let before = await this.pictureAt(seq);
    if (before === null) return null;
    const changes: Change[] = [];
    for (const entry of await this.#ledger.read({ after: seq, upTo, limit })) {
      const after = apply(before, entry);
      changes.push({ entry, before, after });
      before = after;
    }
    this.#past.keep(before);
    return changes;
  }

  /**
   * Decides on the present picture and appends; when somebody was quicker, catches up and decides again. `answer` is made from
   * the picture with the entries applied, and remembered with the key. A refusal is final for whoever asks: it is given on a
   * picture that holds all there was when it was decided, and never for what stands under the key already.
   */
  async carryOut<T>(command: Command<T>): Promise<Outcome<T>> {
    const ended = this.#stages.received();
    try {
      const outcome = await this.#carryOut(command);
      if (outcome.ok) ended(outcome.repeated ? 'repeated' : 'written', null);
      else ended(outcome.code === 'BUSY' ? 'busy' : 'refused', outcome.code);
      return outcome;
    } catch (fault) {
      ended('failed', null);
      throw fault;
    }
  }

  async #carryOut<T>(command: Command<T>): Promise<Outcome<T>> {
    const known = await this.#recall<T>(command.idempotency);
    if (known !== null) return known;
    let caughtUp = false;
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const picture = this.#picture;
      const now = this.now();
      const decided = await this.#stages.decide(() => command.decide(picture, now));
      if (!decided.ok) {
        if (!caughtUp) await this.catchUp();
        // Another attempt under the same key may have been quicker: then this is what it refused.
        if (caughtUp || this.#picture.seq === picture.seq)
          return (await this.#recall<T>(command.idempotency)) ?? decided;
        caughtUp = true;
        continue;
      }
      const request: AppendRequest = {
        by: command.by,
        at: iso(now),
        entries: decided.entries,
        guards: decided.guards,
        ...(command.idempotency === undefined ? {} : { idempotency: command.idempotency }),
        // The guards say that nothing it rests on has moved, whatever was written in between. Only an answer that is to be
        // remembered has to be made inside the commit; the others wait for the picture, which takes the entries in anyway.
        ...(command.idempotency === undefined
          ? {}
          : {
              answer: (entries: Entry[]) =>
                command.answer(entries.reduce(apply, picture), entries, now),
            }),
      };
      const result = await this.#stages.append(() => this.#ledger.append(request));
      if (result.ok) {
        const last = result.entries.at(-1)?.seq ?? 0;
        await this.caughtUp(last);
        const value =
          command.idempotency === undefined
            ? command.answer(this.#changes.pictureAt(last) ?? this.#picture, result.entries, now)
            : (result.answer as T);
        return {
          ok: true,
          value,
          entries: result.entries,
          repeated: result.repeated,
        };
      }
      if (result.reason === 'key-reused') return KEY_REUSED;
      await this.caughtUp((await this.#ledger.head()).seq);
    }
    return { ok: false, code: 'BUSY', path: null, facts: {} };
  }

  /** What was answered under the key; null for nothing. */
  async #recall<T>(idempotency: Idempotency | undefined): Promise<Outcome<T> | null> {
    if (idempotency === undefined) return null;
    const known = await this.#ledger.recall(idempotency);
    if (!known.found) return null;
    if (known.keyReused) return KEY_REUSED;
    return { ok: true, value: known.answer as T, entries: known.entries, repeated: true };
  }

  /** Stores the picture as it stands, due or not. @throws when it cannot be kept */
  store(): Promise<void> {
    return this.#save();
  }

  async close(): Promise<void> {
    this.#stop?.();
    this.#stop = null;
    // One that is under way must not find its database closed.
    await this.#saving.catch(() => undefined);
    if (this.#picture.seq > this.#snapshotSeq) await this.#save();
  }

  #take(entries: Entry[]): void {
    const changes: Change[] = [];
    for (const entry of entries) {
      if (entry.seq <= this.#picture.seq) continue;
      const before = this.#picture;
      this.#picture = apply(before, entry);
      changes.push({ entry, before, after: this.#picture });
    }
    if (changes.length === 0) return;
    this.#changes.add(changes);
    const ready = this.#waiting.filter(({ seq }) => seq <= this.#picture.seq);
    if (ready.length > 0) {
      this.#waiting = this.#waiting.filter(({ seq }) => seq > this.#picture.seq);
      for (const { done } of ready) done();
    }
    for (const listener of this.#listeners) {
      try {
        listener(changes);
      } catch (fault) {
        this.#onFault(fault);
      }
    }
    this.#saveWhenDue();
  }

  #saveWhenDue(): void {
    const due =
      this.#opened &&
      this.#picture.seq - this.#snapshotSeq >= this.#snapshotEvery &&
      this.#clock() - this.#snapshotAt >= SNAPSHOT_REST_MS;
    if (due) this.#save().catch(this.#onFault);
  }

  #save(): Promise<void> {
    const picture = this.#picture;
    this.#snapshotSeq = picture.seq;
    this.#snapshotAt = this.#clock();
    this.#saving = this.#ledger.saveSnapshot({ seq: picture.seq, picture });
    return this.#saving;
  }
}

const KEY_REUSED = {
  ok: false,
  code: 'IDEMPOTENCY_KEY_REUSED',
  path: null,
  facts: {},
} as const;
