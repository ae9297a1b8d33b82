/**
 * Writes down who saw which case (NEN 7513; docs/decisions/0012). What somebody asks for is written before it is given; what a live
 * connection is told is written behind its back, once a session and case, for a control room must not wait for a log.
 */
import type { AccessLog } from '../../db/access-log.ts';
import { audienceOf, type Principal } from '#domain/access/table.ts';
import {
  seenCase,
  type LookAction,
  type NewLook,
  type Onlooker,
  type SeenCase,
} from '#domain/accountability/looks.ts';
import { iso, MINUTE } from '#domain/clock.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import type { Picture } from '#domain/picture.ts';
import type { SignedIn } from '../access/principal.ts';

/** A list that shows a session nothing that it was not shown within this time is the same look: a page that asks each second. */
export const SAME_LOOK_MINUTES = 15;
/** A session whose connections were lost for shorter than this went on looking. */
export const LOST_FOR_MINUTES = 10;
/** Between two tries of what could not be written, milliseconds. */
const AGAIN_MS = 1_000;
const MOST_FOLDED = 10_000;

/** What a session was told on its live connections. */
interface Watching {
  onlooker: Onlooker;
  since: number;
  cases: Map<string, SeenCase>;
  connections: Set<string>;
  /** When the last connection was lost; null: one is there. */
  lostAt: number | null;
}

export interface WitnessParts {
  log: AccessLog;
  /** Milliseconds. */
  clock: () => number;
  /** Keyed hash of a session's id. */
  hash: (text: string) => string;
  onFault: (fault: unknown) => void;
}

export class Witness {
  readonly #parts: WitnessParts;
  readonly #watching = new Map<string, Watching>();
  /** Whose connection it is. */
  readonly #connections = new Map<string, Watching>();
  /** Lists that were shown lately: until when, and which cases. */
  readonly #folded = new Map<string, { until: number; cases: Set<string> }>();
  #waiting: NewLook[] = [];
  #writing: Promise<void> | null = null;
  #again: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(parts: WitnessParts) {
    this.#parts = parts;
  }

  /** Looks that are told but not yet written: more than a moment's worth means that the database is away. */
  get waiting(): number {
    return this.#waiting.length;
  }

  onlookerOf({ principal, session }: Pick<SignedIn, 'principal' | 'session'>): Onlooker {
    return {
      by: principal.actor,
      session: session === null ? null : this.#parts.hash(`session ${session}`).slice(0, 32),
    };
  }

  /** Durable when it resolves; rejects when it could not be written: then nothing may be shown. */
  async saw(
    onlooker: Onlooker,
    action: LookAction,
    seen: readonly SeenCase[],
    asked?: Record<string, string>,
  ): Promise<void> {
    const at = iso(this.#parts.clock());
    await this.#parts.log.write([
      { ...onlooker, at, action, seen, ...(asked === undefined ? {} : { asked }) },
    ]);
  }

  /** As `saw`, for lists: one look for all that it shows, and none when the same session was shown all of it a moment ago. */
  async listed(
    onlooker: Onlooker,
    action: LookAction,
    seen: readonly SeenCase[],
    asked: Record<string, string> = {},
  ): Promise<void> {
    const now = this.#parts.clock();
    const key = JSON.stringify([nameOf(onlooker), action, Object.entries(asked).sort()]);
    const earlier = this.#folded.get(key);
    if (
      earlier !== undefined &&
      earlier.until > now &&
      seen.every((one) => earlier.cases.has(markOf(one)))
    )
      return;
    await this.saw(onlooker, action, seen, asked);
    if (this.#folded.size >= MOST_FOLDED) this.#folded.clear();
    this.#folded.set(key, {
      until: now + SAME_LOOK_MINUTES * MINUTE,
      cases: new Set(seen.map(markOf)),
    });
  }

  /** What goes to another system by a webhook, in the name of its owner. Durable when it resolves. */
  async transferred(
    owner: Principal,
    webhook: string,
    entry: AudienceEntry | null,
    picture: Pick<Picture, 'cases' | 'facilities'>,
  ): Promise<void> {
    const cases = entry?.shown?.cases ?? [];
    if (cases.length === 0) return;
    const audience = audienceOf(owner);
    // As it stands now: what its owner was told of it lacks who else was.
    const whole = cases.map((one) => picture.cases[one.id] ?? one);
    const seen = whole.flatMap((one) => seenCase(one, picture, audience) ?? []);
    await this.saw({ by: owner.actor, session: null }, 'transfer', seen, { webhook });
  }

  /** A live connection was told of these cases. Returns at once. */
  told(connection: string, onlooker: Onlooker, seen: readonly SeenCase[]): void {
    const now = this.#parts.clock();
    const name = nameOf(onlooker);
    let watching = this.#watching.get(name);
    if (watching === undefined) {
      watching = { onlooker, since: now, cases: new Map(), connections: new Set(), lostAt: null };
      this.#watching.set(name, watching);
    }
    watching.connections.add(connection);
    watching.lostAt = null;
    this.#connections.set(connection, watching);
    const { cases } = watching;
    const fresh = seen.filter((one) => cases.get(one.case)?.ground !== one.ground);
    if (fresh.length === 0) return;
    for (const one of fresh) cases.set(one.case, one);
    this.#later({ ...onlooker, at: iso(now), action: 'live', seen: fresh });
  }

  /** The connection has ended; its session may come back. */
  left(connection: string): void {
    const watching = this.#connections.get(connection);
    if (watching === undefined) return;
    this.#connections.delete(connection);
    watching.connections.delete(connection);
    if (watching.connections.size === 0) watching.lostAt = this.#parts.clock();
  }

  /** Writes the end of what sessions saw whose connections did not come back. To be called now and then. */
  sweep(): void {
    const now = this.#parts.clock();
    for (const [name, { lostAt }] of this.#watching)
      if (lostAt !== null && now - lostAt >= LOST_FOR_MINUTES * MINUTE) this.#end(name);
    for (const [key, { until }] of this.#folded) if (until <= now) this.#folded.delete(key);
  }

  /** Resolves when what was told is written. */
  async settled(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  /** Writes what it can. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const name of this.#watching.keys()) this.#end(name);
    if (this.#again !== null) clearTimeout(this.#again);
    this.#again = null;
    this.#writing ??= this.#write();
    await this.settled();
  }

  #end(name: string): void {
    const watching = this.#watching.get(name);
    if (watching === undefined) return;
    this.#watching.delete(name);
    const { onlooker, since, cases, lostAt } = watching;
    if (cases.size === 0) return;
    const now = this.#parts.clock();
    this.#later({
      ...onlooker,
      at: iso(now),
      action: 'live-ended',
      seen: [...cases.values()],
      since: iso(since),
      until: iso(lostAt ?? now),
    });
  }

  #later(look: NewLook): void {
    this.#waiting.push(look);
    if (this.#again === null) this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    // What comes in the same turn goes along.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const looks = this.#waiting.slice(0, 1_000);
      try {
        await this.#parts.log.write(looks);
        this.#waiting.splice(0, looks.length);
      } catch (fault) {
        this.#parts.onFault(fault);
        if (!this.#closed)
          this.#again = setTimeout(() => {
            this.#again = null;
            this.#writing ??= this.#write();
          }, AGAIN_MS).unref();
        break;
      }
    }
    this.#writing = null;
  }
}

/** A key has no session: all that it does is one. */
const nameOf = ({ by, session }: Onlooker) => session ?? `${by.kind}:${by.id}`;

const markOf = ({ case: id, ground }: SeenCase) => `${ground} ${id}`;
