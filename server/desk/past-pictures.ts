/**
 * Pictures of earlier moments, quickly and without holding up the live one: built from the nearest stored snapshot or from one
 * that was asked for lately, in small pieces, a few at a time.
 */
import { breath, type Clockwork } from '../../db/clockwork.ts';
import type { Ledger } from '../../db/ledger.ts';
import { apply } from '#domain/apply.ts';
import { EMPTY_PICTURE, type Picture } from '#domain/picture.ts';

/** Pictures kept for who plays on or steps about; some 2 MB each. */
const KEPT = 12;
/** Built at the same time; the others wait their turn. */
const AT_ONCE = 2;
/** Entries read and applied between two breaths of the event loop; some 10 ms. */
const CHUNK = 400;
/** A kept picture at most so many entries back is quicker than unpacking a snapshot. */
const NEAR = 2_000;
/** Where the ledger has no snapshot for so many entries (a flood, an older software) the next one who asks leaves one. */
const STORED_EVERY = 5_000;

export class PastPictures {
  readonly #ledger: Ledger;
  readonly #clockwork: Clockwork;
  /** The least lately used first. */
  readonly #kept = new Map<number, Picture>();
  readonly #underWay = new Map<number, Promise<Picture | null>>();
  readonly #waiting: (() => void)[] = [];
  #building = 0;

  constructor(ledger: Ledger, clockwork: Clockwork) {
    this.#ledger = ledger;
    this.#clockwork = clockwork;
  }

  /** The picture after the entry `seq`; null when the ledger has not come so far. Who asks the same at once shares the answer. */
  at(seq: number): Promise<Picture | null> {
    const kept = this.#kept.get(seq);
    if (kept !== undefined) {
      this.keep(kept);
      return Promise.resolve(kept);
    }
    let answer = this.#underWay.get(seq);
    if (answer === undefined) {
      answer = this.#inTurn(() => this.#build(seq)).finally(() => this.#underWay.delete(seq));
      this.#underWay.set(seq, answer);
    }
    return answer;
  }

  /** One that somebody made and that will be asked for again: the end of a page that is played on from. */
  keep(picture: Picture): void {
    this.#kept.delete(picture.seq);
    this.#kept.set(picture.seq, picture);
    if (this.#kept.size <= KEPT) return;
    for (const oldest of this.#kept.keys()) {
      this.#kept.delete(oldest);
      break;
    }
  }

  async #build(seq: number): Promise<Picture | null> {
    let picture = await this.#base(seq);
    let stored = picture.seq;
    while (picture.seq < seq) {
      const entries = await this.#ledger.read({ after: picture.seq, upTo: seq, limit: CHUNK });
      if (entries.length === 0) return null;
      picture = entries.reduce(apply, picture);
      if (picture.seq - stored >= STORED_EVERY) {
        stored = picture.seq;
        await this.#ledger.saveSnapshot({ seq: picture.seq, picture });
      }
      await breath(this.#clockwork);
    }
    this.keep(picture);
    return picture;
  }

  async #base(seq: number): Promise<Picture> {
    let near = EMPTY_PICTURE;
    for (const one of this.#kept.values()) if (one.seq <= seq && one.seq > near.seq) near = one;
    if (seq - near.seq <= NEAR) return near;
    const stored = (await this.#ledger.loadSnapshot(seq))?.picture ?? EMPTY_PICTURE;
    if (stored.seq <= near.seq) return near;
    this.keep(stored);
    return stored;
  }

  /** Who ends hands the place to who waits longest. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#building >= AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#building += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#building -= 1;
      else next();
    }
  }
}
