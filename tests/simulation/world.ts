/**
 * Time and chance of one simulated run. Nothing in it waits for a real clock: the next event is taken, time jumps to it, and all that
 * follows from it at once is run before the next. What happened is summed in a trace; the same seed gives the same trace.
 */
import type { Clockwork } from '../../db/clockwork.ts';
import { NOW } from '../builders.ts';
import { Random } from './random.ts';

/** Something that can die or stand still: a server, a page in a browser, the database. Its events die and wait with it. */
export class Process {
  readonly name: string;
  alive = true;
  /** Stands still until then, milliseconds of the world. */
  frozenUntil = 0;
  /** Its clock less the world's, milliseconds. */
  skew = 0;

  constructor(name: string) {
    this.name = name;
  }
}

interface Event {
  time: number;
  /** Of two at the same time the earlier made comes first. */
  order: number;
  owner: Process | null;
  label: string;
  work: () => void;
  off: boolean;
}

/** Real time in which a run must not come to rest: a run that goes on for ever is a fault. */
const MOST_EVENTS = 400_000;

export class World {
  readonly seed: number;
  readonly random: Random;
  /** Milliseconds, never back. */
  now = NOW;
  events = 0;
  /** Kept only when asked for. */
  readonly lines: string[] | null;
  #queue: Event[] = [];
  #order = 0;
  #high = 0x811c9dc5;
  #low = 0x01000193;
  /** What went wrong in a process where nobody waits for it. */
  readonly faults: string[] = [];

  constructor(seed: number, keepLines = false) {
    this.seed = seed;
    this.random = new Random(seed);
    this.lines = keepLines ? [] : null;
  }

  /** Sum of all that happened. */
  get trace(): string {
    return (this.#high >>> 0).toString(16).padStart(8, '0') + (this.#low >>> 0).toString(16);
  }

  /** Puts a line into the trace. */
  note(line: string): void {
    const text = `${this.now - NOW} ${line}`;
    this.lines?.push(text);
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      this.#high = Math.imul(this.#high ^ code, 0x01000193);
      this.#low = Math.imul(this.#low + code, 0x5bd1e995) ^ (this.#low >>> 15);
    }
  }

  /** Calls `work` so much later, milliseconds, unless its owner has died. Answers how to call it off. */
  after(delay: number, owner: Process | null, label: string, work: () => void): () => void {
    const event = {
      ...{ time: this.now + Math.max(0, delay), order: (this.#order += 1) },
      ...{ owner, label, work, off: false },
    };
    push(this.#queue, event);
    return () => {
      event.off = true;
    };
  }

  /** The turns and timers of one process. */
  clockwork(owner: Process): Clockwork {
    const { name } = owner;
    const every = (milliseconds: number, work: () => void): (() => void) => {
      let callOff = () => {};
      const again = () => {
        callOff = this.after(milliseconds, owner, `${name} round`, () => {
          again();
          work();
        });
      };
      again();
      return () => callOff();
    };
    return {
      soon: (work) => this.after(0, owner, `${name} turn`, work),
      after: (milliseconds, work) => this.after(milliseconds, owner, `${name} timer`, work),
      every,
      // Work takes no time here.
      elapsed: () => this.now,
    };
  }

  /** The clock that the process reads. */
  clockOf(owner: Process): () => number {
    return () => this.now + owner.skew;
  }

  /**
   * Runs until that moment of the world, or until `done` says so.
   * @throws Error of a run that does not come to an end.
   */
  async run(until: number, done: () => boolean = () => false): Promise<void> {
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      if (next.time > until || done()) break;
      pop(this.#queue);
      if (next.off || next.owner?.alive === false) continue;
      if (next.owner !== null && next.owner.frozenUntil > next.time) {
        push(this.#queue, { ...next, time: next.owner.frozenUntil, order: (this.#order += 1) });
        continue;
      }
      this.now = next.time;
      this.events += 1;
      if (this.events > MOST_EVENTS) throw new Error(`seed ${this.seed}: no end of events`);
      this.note(next.label);
      next.work();
      await allThatFollows();
    }
    if (!done()) this.now = Math.max(this.now, until);
  }

  /** Lets what needs no time happen, until the promise is settled. @throws what it is rejected with */
  async settle<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const end = () => {
      settled = true;
    };
    promise.then(end, end);
    await allThatFollows();
    await this.run(Infinity, () => settled);
    return promise;
  }
}

/** Resolves when no promise has anything left to do: a tick comes after all of them. */
function allThatFollows(): Promise<void> {
  return new Promise((done) => process.nextTick(done));
}

const before = (a: Event, b: Event) => a.time < b.time || (a.time === b.time && a.order < b.order);

/** A heap: the next event stands first. */
function push(queue: Event[], event: Event): void {
  let at = queue.push(event) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = queue[up] as Event;
    if (!before(event, parent)) break;
    queue[at] = parent;
    at = up;
  }
  queue[at] = event;
}

function pop(queue: Event[]): void {
  const last = queue.pop();
  if (last === undefined || queue.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= queue.length) break;
    if (child + 1 < queue.length && before(queue[child + 1] as Event, queue[child] as Event))
      child += 1;
    if (!before(queue[child] as Event, last)) break;
    queue[at] = queue[child] as Event;
    at = child;
  }
  queue[at] = last;
}
