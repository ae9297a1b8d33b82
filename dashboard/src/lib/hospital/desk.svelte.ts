/** The state of one hospital's desk: taps that are being folded, entries on their way, what can be undone, what was refused. */
import { viewUnit, type UnitView } from '#domain/capacity/unit-view.ts';
import { iso } from '#domain/clock.ts';
import type { FacilityState, StopState } from '#domain/picture.ts';
import type { StopScope, UnitKind, UnitStatus } from '#domain/words.ts';
import type { Problem } from '#wire/session.ts';
import { api, newKey } from '#lib/api/client.ts';
import { live } from '#lib/live/live.svelte.ts';
import {
  canConfirm,
  figuresOf,
  observationOf,
  stepped,
  type FigureField,
  type Figures,
} from './figures.ts';
import { deviceStore, Outbox, type OutboxItem, type Sent } from './outbox.ts';
import { TapFold, type Fold } from './tap-fold.ts';
import { secondsLeft, type Undoable } from './undo.ts';

export type StopWords = Pick<StopState, 'scope' | 'level' | 'reason' | 'until'>;

/** What the undo bar tells. */
export type Deed =
  | { what: 'figures'; kind: UnitKind; from: Figures; to: Figures }
  | { what: 'stop'; stop: StopWords }
  | { what: 'ended'; stop: StopWords };

interface Tapped {
  figures: Figures;
  at: number;
  /** Version of the unit from which the picture holds it; null while it is not acknowledged. */
  version: number | null;
}

const RETRY_MS = 4_000;
/** What takes longer to arrive is said to be under way, milliseconds. */
const SLOW_AFTER_MS = 4_000;
const stopSubject = (scope: StopScope) => `stop:${scope}`;

export class HospitalDesk {
  readonly facility: string;
  readonly by: string;
  /** Figures as tapped, until the picture says the same. */
  tapped = $state.raw<Partial<Record<UnitKind, Tapped>>>({});
  unsent = $state.raw<OutboxItem[]>([]);
  /** Why the oldest of them cannot go just now. */
  stuck = $state.raw<Problem | null>(null);
  /** What was refused, by subject. */
  refused = $state.raw<Record<string, Problem>>({});
  deed = $state.raw<{ deed: Deed; undo: Undoable } | null>(null);
  /** When all figures were last confirmed here, milliseconds. */
  confirmedAt = $state<number | null>(null);

  readonly #fold: TapFold;
  readonly #outbox: Outbox;
  /** Stops that were started here: id by idempotency key. */
  #started: Record<string, string> = {};
  /** To be done once the start of a stop was acknowledged. */
  #after: Record<string, (stop: string) => void> = {};
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(facility: string, by: string) {
    this.facility = facility;
    this.by = by;
    this.#fold = new TapFold((fold) => this.#sendFold(fold));
    this.#outbox = new Outbox({
      store: deviceStore,
      send: (item) => this.#deliver(item),
      onSent: (sent) => this.#settle(sent),
      onChange: () => (this.unsent = this.#outbox.of(this.by, this.facility)),
      onStuck: (why) => (this.stuck = why),
    });
    this.unsent = this.#outbox.of(by, facility);
    for (const item of this.unsent) this.#recall(item);
  }

  /** Keeps trying while the page is open. Answers how to stop. */
  open(): () => void {
    const leave = () => this.#fold.flush();
    const flush = () => void this.#outbox.flush(this.by);
    addEventListener('pagehide', leave);
    addEventListener('online', flush);
    this.#timer = setInterval(flush, RETRY_MS);
    flush();
    return () => {
      leave();
      removeEventListener('pagehide', leave);
      removeEventListener('online', flush);
      clearInterval(this.#timer);
    };
  }

  /** Figures to show: as tapped here until the picture has them. */
  figures(view: UnitView): Figures {
    const tapped = this.#newer(view);
    return tapped === null ? figuresOf(view) : tapped.figures;
  }

  /** When it was tapped here and is not in the picture yet, milliseconds; else null. */
  tappedAt(view: UnitView): number | null {
    return this.#newer(view)?.at ?? null;
  }

  /** Something does not go: no server, a server that cannot keep it, or a slow line. What goes at once is not worth a word. */
  get isWaiting(): boolean {
    const [oldest] = this.unsent;
    if (oldest === undefined) return false;
    const long = live.wallClock - Date.parse(oldest.at) > SLOW_AFTER_MS;
    return live.status !== 'live' || this.stuck !== null || long;
  }

  isUnsent(subject: string): boolean {
    return this.isWaiting && this.unsent.some((one) => one.subject === subject);
  }

  #newer(view: UnitView): Tapped | null {
    const tapped = this.tapped[view.kind];
    if (tapped === undefined) return null;
    return tapped.version !== null && view.version >= tapped.version ? null : tapped;
  }

  tap(view: UnitView, field: FigureField, by: 1 | -1): void {
    const from = this.figures(view);
    const to = stepped(from, field, by);
    this.#mark(view.kind, to);
    this.#fold.tap(view.kind, from, to);
  }

  #sendFold({ kind, from, to }: Fold): void {
    const key = this.#observe(kind, to);
    if (key === null) return;
    this.#did({ what: 'figures', kind, from, to }, () => {
      this.#mark(kind, from);
      if (!this.#outbox.drop(key)) this.#observe(kind, from);
      else this.#forget(kind);
    });
  }

  /** Says all known figures again, as observed now. */
  confirmAll(views: readonly UnitView[]): void {
    this.#fold.flush();
    const known = views.filter(canConfirm);
    if (known.length === 0) return;
    for (const view of known) this.#observe(view.kind, this.figures(view));
    this.confirmedAt = live.now;
  }

  startStop(stop: StopWords, running: StopState | null): void {
    const { scope } = stop;
    const key = this.#write('POST', `/facilities/${this.facility}/stops`, stop, stopSubject(scope));
    this.#did({ what: 'stop', stop }, () => {
      if (this.#outbox.drop(key)) return;
      const back = (id: string) => {
        // Taking the place of the former one ends it; without a former one there is only the end.
        if (running === null || running.until <= iso(live.now)) this.#end(id, scope);
        else this.#restart(running);
      };
      const id = this.#started[key];
      if (id === undefined) this.#after[key] = back;
      else back(id);
    });
  }

  /** Ends what runs. For the emergency department it also says that it is open, which its end alone does not. */
  endStops(running: readonly StopState[], ed: UnitView | null): void {
    for (const stop of running) this.#end(stop.id, stop.scope);
    const before = ed === null ? null : ed.status;
    if (ed !== null) this.#observe('ed', this.figures(ed), 'open');
    const first = running[0];
    if (first !== undefined)
      this.#did({ what: 'ended', stop: first }, () => {
        for (const stop of running) if (stop.until > iso(live.now)) this.#restart(stop);
      });
    else if (ed !== null && before !== 'open') this.deed = null;
  }

  undo(): void {
    const open = this.deed;
    this.deed = null;
    if (open !== null && secondsLeft(open.undo, live.now) > 0) open.undo.back();
  }

  #restart({ scope, level, reason, until }: StopWords): void {
    const body = { scope, level, reason, until };
    this.#write('POST', `/facilities/${this.facility}/stops`, body, stopSubject(scope));
  }

  #end(id: string, scope: StopScope): void {
    this.#write(
      'DELETE',
      `/facilities/${this.facility}/stops/${id}`,
      undefined,
      stopSubject(scope),
    );
  }

  /** Answers the key; null when the unit is not there. */
  #observe(kind: UnitKind, figures: Figures, status?: UnitStatus): string | null {
    const facility: FacilityState | undefined = live.picture?.facilities[this.facility];
    const view = facility === undefined ? null : viewUnit(facility, kind, live.now);
    if (view === null) return null;
    const path = `/facilities/${this.facility}/units/${kind}`;
    return this.#write('PUT', path, observationOf(view, figures, iso(live.now), status), kind);
  }

  #write(method: OutboxItem['method'], path: string, body: unknown, subject: string): string {
    const { [subject]: _former, ...others } = this.refused;
    this.refused = others;
    const key = newKey();
    const { facility, by } = this;
    this.#outbox.add({ key, by, facility, method, path, body, subject, at: iso(live.now) });
    void this.#outbox.flush(by);
    return key;
  }

  #deliver({ method, path, body, key }: OutboxItem) {
    const options = { idempotencyKey: key };
    if (method === 'PUT') return api.put(path, body, options);
    return method === 'POST' ? api.post(path, body, options) : api.del(path, undefined, options);
  }

  #settle(sent: Sent): void {
    const { item } = sent;
    if (item.facility !== this.facility) return;
    const kind = item.method === 'PUT' ? (item.subject as UnitKind) : null;
    if (!sent.ok) {
      // An end that came by itself is what was wanted.
      if (sent.problem.code !== 'STOP_ALREADY_OVER')
        this.refused = { ...this.refused, [item.subject]: sent.problem };
      if (kind !== null) this.#forget(kind);
      return;
    }
    if (kind !== null) {
      const { version } = sent.data as { version: number };
      const tapped = this.tapped[kind];
      if (tapped !== undefined) this.tapped = { ...this.tapped, [kind]: { ...tapped, version } };
    } else if (item.method === 'POST') {
      const { id } = sent.data as { id: string };
      this.#started[item.key] = id;
      this.#after[item.key]?.(id);
      delete this.#after[item.key];
    }
  }

  #did(deed: Deed, back: () => void): void {
    this.deed = { deed, undo: { at: live.now, back } };
  }

  #mark(kind: UnitKind, figures: Figures): void {
    this.tapped = { ...this.tapped, [kind]: { figures, at: live.now, version: null } };
  }

  #forget(kind: UnitKind): void {
    const { [kind]: _gone, ...others } = this.tapped;
    this.tapped = others;
  }

  /** An unsent figure of an earlier visit is shown as it was tapped. */
  #recall({ method, subject, body, at }: OutboxItem): void {
    if (method !== 'PUT') return;
    const { available, staffed } = body as Figures;
    const tapped = { figures: { available, staffed }, at: Date.parse(at), version: null };
    this.tapped = { ...this.tapped, [subject as UnitKind]: tapped };
  }
}
