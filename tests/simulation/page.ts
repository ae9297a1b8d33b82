/** A browser or a machine: the dashboard's own connection, replica and outbox, and who writes with them. */
import { iso } from '#domain/clock.ts';
import { ApiClient, type Answer } from '#lib/api/client.ts';
import { isRetryable } from '#lib/dispatch/save-queue.ts';
import { Outbox, type OutboxItem } from '#lib/hospital/outbox.ts';
import { LiveConnection } from '#lib/live/connection.ts';
import type { EntriesMessage } from '#wire/live.ts';
import type { PersonName } from '../support/land.ts';
import type { Deed, Deeds } from './deeds.ts';
import type { Answered } from './handle.ts';
import type { Mutant } from './mutants.ts';
import type { Asked } from './oracle.ts';
import type { Network } from './network.ts';
import type { SimulatedServer } from './server.ts';
import { ClientEnd, type Manner } from './sockets.ts';
import { Process, type World } from './world.ts';

/** The browser gives a request up after so long, milliseconds. */
const GIVES_UP_MS = 8_000;
const AGAIN_MS = 1_500;

export interface PageParts {
  world: World;
  network: Network;
  servers: readonly SimulatedServer[];
  deeds: Deeds;
  mutant: Mutant;
  manner: Manner;
  /** Told of all that a page hears, as it came over the way. */
  onHeard: (page: Page, event: string, text: string) => void;
  /** Told after a message was taken in. */
  onPicture: (page: Page) => void;
  /** Told of each answer that a server gives, before it is on its way. */
  onAnswer: (asked: Asked, answered: Answered) => void;
  /** Seq of the last entry that stands. */
  head: () => number;
}

/** One person's page. */
export class Page {
  readonly name: PersonName;
  readonly #parts: PageParts;
  /** Of the device: outlives a reload. */
  #kept: string | null = null;
  process: Process;
  live: LiveConnection | null = null;
  #outbox: Outbox | null = null;
  #api: ApiClient;
  /** What is under way and is sent again under the same key until it is settled. */
  readonly #errands = new Set<Deed>();
  /** Whether somebody looks and acts. */
  acts = false;

  constructor(name: PersonName, parts: PageParts) {
    this.name = name;
    this.#parts = parts;
    this.process = new Process(name);
    this.#api = new ApiClient(this.#fetch);
  }

  /** What is not settled yet. */
  get unsent(): number {
    const kept = this.#kept === null ? 0 : (JSON.parse(this.#kept) as unknown[]).length;
    return kept + this.#errands.size;
  }

  /** Opens the page, or loads it anew: what was in memory is gone, the outbox stays. */
  load(): void {
    const { world } = this.#parts;
    this.process.alive = false;
    const { skew } = this.process;
    this.process = new Process(this.name);
    this.process.skew = skew;
    // A dispatcher who reloads has lost what was not saved; whether it was written is then unknown.
    this.#errands.clear();
    const clock = world.clockOf(this.process);
    this.live?.stop();
    const live = new LiveConnection(
      () => this.#socket(),
      {
        onStatus: () => undefined,
        onPicture: () => this.#parts.onPicture(this),
        onEntry: () => undefined,
        onRefused: (code) => world.faults.push(`${this.name} was refused: ${code}`),
      },
      clock,
    );
    this.live = live;
    this.#outbox = new Outbox({
      store: {
        read: () => this.#kept,
        write: (text) => {
          this.#kept = text;
        },
      },
      send: (item) => this.#attempt(item),
      onSent: ({ item, ...sent }) => {
        if (sent.ok) this.#settled(item.key, { ok: true });
        else this.#settled(item.key, sent);
      },
      onChange: () => undefined,
    });
    live.start(clock());
    const clockwork = world.clockwork(this.process);
    clockwork.every(1_000, () => live.tick(clock()));
    clockwork.every(AGAIN_MS, () => void this.#outbox?.flush(this.name));
    this.#actLater();
  }

  /** The device came out of its sleep. */
  wake(): void {
    this.live?.wake(this.#parts.world.now + this.process.skew);
  }

  #actLater(): void {
    const { world } = this.#parts;
    const clockwork = world.clockwork(this.process);
    clockwork.after(world.random.between(300, 4_000), () => {
      this.#actLater();
      if (this.acts) this.#act().catch((fault: unknown) => world.faults.push(String(fault)));
    });
  }

  async #act(): Promise<void> {
    const { world, deeds } = this.#parts;
    const { random } = world;
    const picture = this.live?.replica.picture ?? null;
    if (this.name === 'key-4') return this.#errand(deeds.figure(this.name, random));
    if (picture === null) return;
    if (this.name.startsWith('hospital')) {
      const at = iso(world.now + this.process.skew);
      const deed = deeds.ofHospital(this.name, picture, random, at);
      if (deed === null) return;
      const { key, method, path, body, subject } = deed;
      const item: OutboxItem = {
        key,
        by: this.name,
        facility: '',
        method,
        path,
        body,
        subject,
        at,
      };
      this.#outbox?.add(item);
      return this.#outbox?.flush(this.name);
    }
    if (!this.name.startsWith('dispatch') || this.#errands.size > 2) return;
    const mine = Object.values(picture.cases).filter((one) => one.closedAt === null);
    const one = mine.length === 0 ? null : random.pick(mine);
    const turn = random.below(10);
    if (one === null || turn < 3) return this.#errand(deeds.opening(this.name, random));
    if (turn < 4) return this.#errand(deeds.revising(this.name, one.id, random));
    if (turn < 6 && one.decision !== null)
      return this.#errand(deeds.step(this.name, one.id, random));
    const seen = await this.#api.get<Parameters<Deeds['deciding']>[2]>(`/cases/${one.id}/ranking`);
    if (seen.ok) return this.#errand(deeds.deciding(this.name, one.id, seen.data, random));
  }

  /** Sends until it is settled. */
  async #errand(deed: Deed): Promise<void> {
    this.#errands.add(deed);
    const answer = await this.#attempt(deed);
    if (!answer.ok && isRetryable(answer.problem)) {
      const { world } = this.#parts;
      world.after(AGAIN_MS, this.process, `${this.name} again`, () => void this.#errand(deed));
      return;
    }
    this.#errands.delete(deed);
    this.#settled(deed.key, answer);
  }

  #settled(
    key: string,
    answer: { ok: true } | { ok: false; problem: { status: number; code: string } },
  ): void {
    const deed = this.#parts.deeds.all.get(key);
    if (deed === undefined) throw new Error(`nobody did ${key}`);
    if (answer.ok) {
      deed.acknowledged = true;
      // Whoever wrote looks somewhere else.
      void this.#api.get('/health');
    } else deed.refused = `${answer.problem.status} ${answer.problem.code}`;
  }

  #attempt(item: Pick<Deed, 'key' | 'method' | 'path' | 'body'>): Promise<Answer<unknown>> {
    const { deeds, mutant } = this.#parts;
    const deed = deeds.all.get(item.key);
    if (deed !== undefined) deed.attempts += 1;
    const idempotencyKey = mutant.key?.(item.key, deed?.attempts ?? 0) ?? item.key;
    const options = { idempotencyKey };
    switch (item.method) {
      case 'PUT':
        return this.#api.put(item.path, item.body, options);
      case 'POST':
        return this.#api.post(item.path, item.body, options);
      case 'DELETE':
        return this.#api.del(item.path, undefined, options);
    }
  }

  /** As a browser's: to any of the servers, and given up when nothing comes back. */
  readonly #fetch: typeof fetch = (input, init = {}) => {
    const { world, network, servers, onAnswer } = this.#parts;
    const server = world.random.pick(servers);
    const page = this.process;
    const headers = init.headers as Record<string, string>;
    const key = headers['Idempotency-Key'] ?? null;
    const request = {
      ...{ who: this.name, method: init.method ?? 'GET', path: input as string, key },
      body: typeof init.body === 'string' ? init.body : null,
    };
    const label = `${this.name} ${request.method} ${request.path} ${key ?? ''}`;
    return new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('fetch failed'));
      world.after(GIVES_UP_MS, page, `${this.name} gives up`, fail);
      // Whoever runs under the server's name when it arrives.
      network.send('request', page, new Process(server.name), label, () => {
        const { process: at } = server;
        const back = (what: string, work: () => void) =>
          void network.send('request', at, page, `${this.name} ${what} ${key ?? ''}`, work);
        const when = { at: world.now, seq: this.#parts.head() };
        const answering = at.alive ? server.answer(request) : null;
        if (answering === null) return back('refused', fail);
        void answering.then((answered) => {
          if (!at.alive) return;
          onAnswer({ key, path: request.path, by: server, when }, answered);
          const text = JSON.stringify(answered.body) ?? '';
          back(`${answered.status} ${text.length}`, () => resolve(responseOf(answered, text)));
        });
      });
    });
  };

  #socket(): ClientEnd {
    const { world, network, servers, manner, mutant, onHeard } = this.#parts;
    const door = world.random.pick(servers);
    const end = new ClientEnd({
      ...{ world, network, manner, door, page: this.process, who: this.name },
    });
    if (mutant.heard !== undefined) {
      const { heard } = mutant;
      end.spoil = (event, message) =>
        event === 'entries' ? heard(message as EntriesMessage, world) : message;
    }
    end.onHeard = (event, text) => onHeard(this, event, text);
    return end;
  }
}

/** As much of a response as the client reads. */
function responseOf({ status }: Answered, text: string): Response {
  return {
    ...{ ok: status < 400, status, statusText: '', headers: new Headers() },
    text: async () => text,
  } as Response;
}
