/**
 * Saves the newest of something: waits a moment for more, one request at a time, nothing lost. When the server cannot be reached
 * the request is kept as it was, with its idempotency key, and sent again; so that a lost answer never writes twice.
 */
import type { Answer } from '#lib/api/client.ts';
import type { Problem } from '#wire/session.ts';

export type SaveState = 'saved' | 'waiting' | 'saving' | 'unsaved' | 'refused';

/** After so long without a change it is sent, milliseconds. */
export const SAVE_DELAY_MS = 250;
/** Between two attempts at a server that cannot be reached, milliseconds. */
export const SAVE_RETRY_MS = 3_000;

/** One intended write. */
export interface Attempt<B> {
  body: B;
  key: string;
}

export interface SaveQueueParts<B, A> {
  send: (attempt: Attempt<B>) => Promise<Answer<A>>;
  onSaved: (answer: Extract<Answer<A>, { ok: true }>, body: B) => void;
  /** Refused for good. `again`: send this instead, at once; null: leave it and wait for a change. */
  onRefused: (problem: Problem, body: B) => Promise<{ again: B | null }>;
  onState: (state: SaveState) => void;
  newKey: () => string;
  later?: (run: () => void, milliseconds: number) => () => void;
}

/** The server did not decide: not reached, failing or asking for patience. */
export function isRetryable({ status, code }: Pick<Problem, 'status' | 'code'>): boolean {
  return code === 'NETWORK' || status === 0 || status === 429 || status >= 500;
}

const onClock = (run: () => void, milliseconds: number) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

export class SaveQueue<B, A> {
  readonly #parts: SaveQueueParts<B, A>;
  readonly #later: NonNullable<SaveQueueParts<B, A>['later']>;
  #next: { body: B } | null = null;
  #attempt: Attempt<B> | null = null;
  #running: Promise<void> | null = null;
  #cancel: () => void = () => undefined;
  state: SaveState = 'saved';

  constructor(parts: SaveQueueParts<B, A>) {
    this.#parts = parts;
    this.#later = parts.later ?? onClock;
  }

  /** The newest; an older one that was not sent yet is dropped, for a body is whole. */
  put(body: B): void {
    this.#next = { body };
    if (this.#running !== null) return;
    if (this.#attempt === null) this.#set('waiting');
    this.#cancel();
    this.#cancel = this.#later(() => void this.flush(), SAVE_DELAY_MS);
  }

  /** Sends now what waits. Answers whether all is saved. */
  async flush(): Promise<boolean> {
    this.#cancel();
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    await this.#running;
    return this.state === 'saved';
  }

  /** The server is back. */
  retry(): void {
    if (this.state === 'unsaved') void this.flush();
  }

  /** Nothing more is sent: the screen goes away. */
  dispose(): void {
    this.#cancel();
    this.#next = null;
  }

  async #run(): Promise<void> {
    const { send, newKey, onSaved, onRefused } = this.#parts;
    for (;;) {
      if (this.#attempt === null) {
        if (this.#next === null) return;
        this.#attempt = { body: this.#next.body, key: newKey() };
        this.#next = null;
      }
      const attempt = this.#attempt;
      // What could not be sent goes on saying so until it is.
      if (this.state !== 'unsaved') this.#set('saving');
      const answer = await send(attempt);
      if (answer.ok) {
        this.#attempt = null;
        onSaved(answer, attempt.body);
        if (this.#next === null) return this.#set('saved');
        continue;
      }
      if (isRetryable(answer.problem)) {
        this.#set('unsaved');
        this.#cancel = this.#later(() => void this.flush(), SAVE_RETRY_MS);
        return;
      }
      this.#attempt = null;
      const { again } = await onRefused(answer.problem, attempt.body);
      this.#next ??= again === null ? null : { body: again };
      if (this.#next === null) return this.#set('refused');
    }
  }

  #set(state: SaveState): void {
    if (state === this.state) return;
    this.state = state;
    this.#parts.onState(state);
  }
}
