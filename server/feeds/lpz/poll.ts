/**
 * Asks LPZ, the national platform, for the availability of all locations, again and again. It is a source like any other: what it says
 * ends in the same command as a tap. One question at a time; what fails is asked again later and later, up to ten minutes.
 */
import { createHash } from 'node:crypto';
import { NO_SCOPE, type Principal } from '#domain/access/table.ts';
import type { FeedHealth } from '../core/health.ts';
import type { Intake } from '../core/intake.ts';
import type { FeedMessage } from '../core/item.ts';
import type { LpzMapping } from './mapping.ts';
import { readLpz } from './read.ts';

/** Of the read interface for dispatch rooms and ambulance services. */
export const LPZ_STATUS_PATH = '/api/external/organization/status';
const MOST_BYTES = 5 * 1024 * 1024;
const PATIENCE_MS = 10_000;
/** However often it failed, it is asked again within so long, milliseconds. */
export const LONGEST_PAUSE_MS = 600_000;

/** How one question went. A failure has a stable word; what was answered is never kept. */
export type LpzOutcome =
  | { ok: true; items: number }
  | {
      ok: false;
      code:
        'UNREACHABLE' | 'UNAUTHORIZED' | 'HTTP_ERROR' | 'TOO_LARGE' | 'MALFORMED_JSON' | 'NOT_LPZ';
    };

export interface LpzParts {
  /** Origin and any path before `/api`, without a slash at the end. */
  url: string;
  /** `user:token`, as the header X-AUTH-TOKEN takes it. */
  token: string;
  mapping: LpzMapping;
  /** Milliseconds between two questions while they are answered. */
  everyMs: number;
  intake: Pick<Intake, 'take'>;
  health: Pick<FeedHealth, 'tookMessage' | 'failed'>;
  /** Ids of all facilities: LPZ speaks for each that it names. */
  facilities: () => string[];
  /** Calls back once after so many milliseconds; answers how to call it off. */
  later: (work: () => void, ms: number) => () => void;
  onFault: (fault: unknown) => void;
}

const FEED = { feed: 'lpz', channel: 'lpz' } as const;

export class LpzFeed {
  readonly #parts: LpzParts;
  readonly #abort = new AbortController();
  #failures = 0;
  #cancel: (() => void) | null = null;
  #asking: Promise<unknown> = Promise.resolve();

  constructor(parts: LpzParts) {
    this.#parts = parts;
  }

  /** Asks at once, and then again and again until `stop`. */
  start(): void {
    this.#asking = this.#round();
  }

  /** Waits for a question that is under way; it is broken off. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#cancel?.();
    await this.#asking;
  }

  /** Milliseconds until the next question: longer with each failure in a row. */
  get pauseMs(): number {
    const { everyMs } = this.#parts;
    return Math.max(everyMs, Math.min(everyMs * 2 ** this.#failures, LONGEST_PAUSE_MS));
  }

  async #round(): Promise<void> {
    try {
      await this.ask();
    } catch (fault) {
      this.#failures += 1;
      this.#parts.onFault(fault);
    }
    if (this.#abort.signal.aborted) return;
    this.#cancel = this.#parts.later(() => {
      this.#asking = this.#round();
    }, this.pauseMs);
  }

  /** One question. */
  async ask(): Promise<LpzOutcome> {
    const outcome = await this.#ask();
    if (this.#abort.signal.aborted) return outcome;
    this.#failures = outcome.ok ? 0 : this.#failures + 1;
    if (!outcome.ok) this.#parts.health.failed(FEED, outcome.code);
    return outcome;
  }

  async #ask(): Promise<LpzOutcome> {
    const { mapping, intake, health } = this.#parts;
    const fetched = await this.#fetch();
    if (!fetched.ok) return fetched;
    let json: unknown;
    try {
      json = JSON.parse(fetched.text);
    } catch {
      return { ok: false, code: 'MALFORMED_JSON' };
    }
    const read = readLpz(json, mapping);
    if (read === null) return { ok: false, code: 'NOT_LPZ' };
    const message: FeedMessage = {
      ...FEED,
      messageId: null,
      hash: createHash('sha256').update(fetched.text).digest('hex'),
    };
    health.tookMessage(message, read.observedAt, read.anomalies);
    await intake.take(message, read.items, { principal: this.#principal() });
    return { ok: true, items: read.items.length };
  }

  async #fetch(): Promise<{ ok: true; text: string } | Extract<LpzOutcome, { ok: false }>> {
    const { url, token } = this.#parts;
    const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      const response = await fetch(`${url}${LPZ_STATUS_PATH}`, {
        headers: { 'X-AUTH-TOKEN': token, accept: 'application/json' },
        // The token goes to the address that was set and nowhere else.
        redirect: 'error',
        signal,
      });
      if (!response.ok) {
        await response.body?.cancel();
        const { status } = response;
        return {
          ok: false,
          code: status === 401 || status === 403 ? 'UNAUTHORIZED' : 'HTTP_ERROR',
        };
      }
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of response.body ?? []) {
        bytes += chunk.byteLength;
        if (bytes > MOST_BYTES) return { ok: false, code: 'TOO_LARGE' };
        chunks.push(chunk);
      }
      return { ok: true, text: new TextDecoder('utf-8').decode(Buffer.concat(chunks)) };
    } catch {
      return { ok: false, code: 'UNREACHABLE' };
    }
  }

  #principal(): Principal {
    return {
      actor: { id: FEED.feed, kind: 'feed', role: 'machine', organisation: null },
      role: 'machine',
      scope: { ...NO_SCOPE, facilities: this.#parts.facilities(), actions: ['unit.write'] },
    };
  }
}
