/** The webhooks of this installation: made, changed, paused and removed by a person; each has its own line in the ledger. */
import type { Registry } from 'prom-client';
import type { DeadLetter, StoredWebhook, WebhookOrder, WebhookStore } from '../../db/webhooks.ts';
import { audienceOf } from '#domain/access/table.ts';
import { iso } from '#domain/clock.ts';
import { EVERYTHING } from '#domain/webhooks/filter.ts';
import { messageOf } from '#domain/webhooks/message.ts';
import { freshProgress, type AttemptOutcome } from '#domain/webhooks/progress.ts';
import { ROTATION_MS } from '#domain/webhooks/schedule.ts';
import { MOST_WEBHOOKS, TEST_TYPE } from '#domain/webhooks/words.ts';
import type { Access } from '../access/access.ts';
import type { Change } from '../desk/live-picture.ts';
import { faultOfUrl, PUBLIC_ONLY, type AddressRules } from './address.ts';
import { NO_TRACES, type Traces } from '../watch/traces.ts';
import { Ink } from './ink.ts';
import { Line, type FollowedLedger } from './line.ts';
import type { Transferred } from './line.ts';
import { webhookMeters, type WebhookMeters } from './meters.ts';
import { Owners } from './owners.ts';
import { afterByTimer, createPoster, type After, type Poster } from './post.ts';
import { Sender } from './sender.ts';
import { secretOf } from './signature.ts';

/** What a test turns by hand, and what the settings allow. */
export interface WebhookOptions {
  rules?: AddressRules;
  after?: After;
  /** From 0 to 1. */
  random?: () => number;
  poster?: Poster;
}

export interface WebhooksParts extends WebhookOptions {
  store: WebhookStore;
  live: FollowedLedger & { listen(listener: (changes: readonly Change[]) => void): () => void };
  access: Pick<Access, 'principalOf' | 'events'>;
  /** The installation's. */
  secret: string;
  /** Milliseconds. */
  clock: () => number;
  newId: () => string;
  version: string;
  registry: Registry;
  /** Where traces go; default nowhere. */
  traces?: Traces;
  /** Where in a trace an entry was written; default not known. */
  placeOf?: (seq: number) => object | null;
  onFault: (fault: unknown) => void;
  /** Absent: nobody writes it down, as in a test of webhooks alone. */
  transferred?: Transferred;
}

/** What became of sending one message by hand. */
export type Sent = AttemptOutcome | 'ended';

export class Webhooks {
  readonly #parts: WebhooksParts;
  readonly #rules: AddressRules;
  readonly #after: After;
  readonly #poster: Poster;
  readonly #sender: Sender;
  readonly #ink: Ink;
  readonly #owners: Owners;
  readonly #meters: WebhookMeters;
  readonly #lines = new Map<string, Line>();
  /** Dead letters that are being sent. */
  readonly #sending = new Set<string>();
  #stops: (() => void)[] = [];
  #wakeDue: NodeJS.Immediate | null = null;

  private constructor(parts: WebhooksParts) {
    this.#parts = parts;
    const { store, secret, clock, version, registry, onFault } = parts;
    this.#rules = parts.rules ?? PUBLIC_ONLY;
    this.#after = parts.after ?? afterByTimer;
    this.#poster = parts.poster ?? createPoster(this.#rules, this.#after);
    this.#meters = webhookMeters(registry, {
      states: () => this.list().map((one) => one.progress.state),
      behind: () => Math.max(0, ...this.#active().map((one) => this.behind(one))),
      deadLetters: async () =>
        [...(await store.letterCounts()).values()].reduce((a, b) => a + b, 0),
    });
    const { post } = this.#poster;
    const { traces = NO_TRACES, placeOf = () => null } = parts;
    const meters = this.#meters;
    this.#sender = new Sender({ post, secret, clock, version, meters, traces, placeOf });
    this.#ink = new Ink(store, this.#after, onFault);
    this.#owners = new Owners((owner) => parts.access.principalOf(owner), clock);
  }

  /** Takes every line up where it stood. */
  static async open(parts: WebhooksParts): Promise<Webhooks> {
    const webhooks = new Webhooks(parts);
    for (const one of await parts.store.list()) webhooks.#follow(one);
    webhooks.#stops = [
      parts.live.listen(() => webhooks.#wakeSoon()),
      parts.access.events.on(() => {
        webhooks.#owners.forget();
        webhooks.#wakeSoon();
      }),
    ];
    webhooks.#wakeSoon();
    return webhooks;
  }

  /** By name. */
  list(): StoredWebhook[] {
    return [...this.#lines.values()]
      .map((line) => line.webhook)
      .sort((a, b) => a.name.localeCompare(b.name, 'nl') || a.id.localeCompare(b.id));
  }

  find(id: string): StoredWebhook | null {
    return this.#lines.get(id)?.webhook ?? null;
  }

  /** Entries that it has yet to come to, those among them that it will pass over too. */
  behind({ progress }: StoredWebhook): number {
    return Math.max(0, this.#parts.live.picture.seq - progress.seq);
  }

  /** Dead letters of each webhook that has any. */
  letterCounts(): Promise<Map<string, number>> {
    return this.#parts.store.letterCounts();
  }

  /** What is wrong with an address, for whoever wrote it; null when nothing is. */
  faultOfUrl(url: string): string | null {
    return faultOfUrl(url, this.#rules);
  }

  /** Whether this account or key can have a webhook. */
  async canOwn(owner: StoredWebhook['owner']): Promise<boolean> {
    return (await this.#owners.of({ owner })) !== null;
  }

  /** Tells what happens from now on; null when there are as many as there may be. */
  async create(
    order: WebhookOrder & Pick<StoredWebhook, 'owner'>,
    by: string,
  ): Promise<StoredWebhook | null> {
    if (this.#lines.size >= MOST_WEBHOOKS) return null;
    const { store, clock, newId, live } = this.#parts;
    const now = clock();
    const made: StoredWebhook = {
      id: newId(),
      ...order,
      secretVersion: 1,
      previousUntil: null,
      createdAt: iso(now),
      createdBy: by,
      progress: freshProgress(live.picture.seq, now),
    };
    await store.insert(made);
    this.#follow(made).wake();
    return made;
  }

  /** Null when there is none. */
  async change(id: string, order: WebhookOrder): Promise<StoredWebhook | null> {
    const line = this.#lines.get(id);
    if (line === undefined || !(await this.#parts.store.change(id, order))) return null;
    line.changed(order);
    return line.webhook;
  }

  /** False when there is none. Its dead letters go with it. */
  async remove(id: string): Promise<boolean> {
    const line = this.#lines.get(id);
    if (line === undefined) return false;
    line.end();
    this.#lines.delete(id);
    this.#ink.forget(line);
    return this.#parts.store.remove(id);
  }

  /** A new secret; the one before holds for a day more. Null when there is none, or somebody was quicker. */
  async rotate(id: string): Promise<StoredWebhook | null> {
    const line = this.#lines.get(id);
    if (line === undefined) return null;
    const { store, clock } = this.#parts;
    const secretVersion = line.webhook.secretVersion + 1;
    const previousUntil = iso(clock() + ROTATION_MS);
    if (!(await store.rotate(id, secretVersion, previousUntil))) return null;
    line.changed({ secretVersion, previousUntil });
    return line.webhook;
  }

  /** The secret of a version: to be said once, where it was made. */
  secret(id: string, version: number): string {
    return secretOf(this.#parts.secret, id, version);
  }

  /** Null when there is none. One that goes on is tried at once. */
  async setState(id: string, state: 'active' | 'paused'): Promise<StoredWebhook | null> {
    const line = this.#lines.get(id);
    if (line === undefined) return null;
    await line.setState(state);
    return line.webhook;
  }

  /** Sends a message that stands for no entry, once, whatever the state. Changes nothing. */
  test(webhook: StoredWebhook): Promise<Sent> {
    const { clock, live, newId } = this.#parts;
    return this.#sender.send(webhook, {
      id: `msg_${webhook.id}_test_${newId()}`,
      type: TEST_TYPE,
      seq: live.picture.seq,
      at: iso(clock()),
      entry: null,
    });
  }

  letters(id: string): Promise<DeadLetter[]> {
    return this.#parts.store.letters(id);
  }

  /**
   * Sends what could not be delivered once more, by the rights that the owner has now and whatever the filter asks by now. Delivered,
   * it is no dead letter any more.
   * @returns `withheld`: the owner may not see it any more; `busy`: somebody else is sending it.
   */
  async resend(
    webhook: StoredWebhook,
    id: string,
  ): Promise<Sent | 'unknown' | 'withheld' | 'busy'> {
    const { store, clock } = this.#parts;
    const letter = await store.letter(webhook.id, id);
    if (letter === null) return 'unknown';
    if (this.#sending.has(id)) return 'busy';
    this.#sending.add(id);
    try {
      const message = await this.#again(webhook, letter);
      if (message === null) return 'withheld';
      const outcome = await this.#sender.send(webhook, message);
      if (outcome === 'ended') return outcome;
      const { error, status } = outcome;
      if (error === null) await store.removeLetter(webhook.id, id);
      else {
        const attempt = { attempts: letter.attempts + 1, lastAt: iso(clock()) };
        await store.changeLetter(id, { ...attempt, lastStatus: status, lastError: error });
      }
      return outcome;
    } finally {
      this.#sending.delete(id);
    }
  }

  /** Puts it aside. False when there is none. */
  dropLetter(webhook: string, id: string): Promise<boolean> {
    return this.#parts.store.removeLetter(webhook, id);
  }

  /** Resolves when every line has nothing to do but wait and what it did is written; for tests. */
  async settled(): Promise<void> {
    await new Promise(setImmediate);
    for (const line of this.#lines.values()) while (line.busy) await line.idle;
    await this.#ink.flush();
  }

  /** Ends what is under way, which is told again at the next start, and writes how far each has come. */
  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    if (this.#wakeDue !== null) clearImmediate(this.#wakeDue);
    const lines = [...this.#lines.values()];
    for (const line of lines) line.end();
    this.#sender.end();
    await Promise.all(lines.map((line) => line.idle));
    this.#poster.close();
    await this.#ink.flush();
  }

  async #again(webhook: StoredWebhook, { seq }: DeadLetter) {
    const owner = await this.#owners.of(webhook);
    const [change] = (await this.#parts.live.changesFrom(seq - 1, 1)) ?? [];
    if (owner === null || change === undefined) return null;
    const order = { id: webhook.id, filter: EVERYTHING };
    const message = messageOf(order, change, audienceOf(owner));
    if (message !== null) await this.#parts.transferred?.(owner, webhook.id, message.entry);
    return message;
  }

  #active(): StoredWebhook[] {
    return this.list().filter((one) => one.progress.state === 'active');
  }

  #follow(webhook: StoredWebhook): Line {
    const { live, clock, newId, onFault, random } = this.#parts;
    // A ledger that was put back from an older copy: what is written from here on is told.
    const seq = Math.min(webhook.progress.seq, live.picture.seq);
    const line = new Line(
      { ...webhook, progress: { ...webhook.progress, seq } },
      {
        ...{ live, clock, newId, onFault },
        sender: this.#sender,
        ink: this.#ink,
        ownerOf: (one) => this.#owners.of(one),
        after: this.#after,
        random: random ?? Math.random,
        meters: this.#meters,
        transferred: this.#parts.transferred ?? (async () => undefined),
      },
    );
    this.#lines.set(webhook.id, line);
    return line;
  }

  /** Not inside the commit that something was written in. */
  #wakeSoon(): void {
    this.#wakeDue ??= setImmediate(() => {
      this.#wakeDue = null;
      for (const line of this.#lines.values()) line.wake();
    });
  }
}
