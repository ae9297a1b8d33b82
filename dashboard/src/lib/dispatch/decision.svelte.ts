/**
 * Choosing a destination, the reason for choosing otherwise, and what follows. Never a question in between for a life in danger:
 * the reason may come afterwards. Source: routing rules 6.6; contract, `POST /cases/{id}/decisions`.
 */
import { owesReason } from '#domain/cases/steps.ts';
import type { CaseStep, OverrideReason } from '#domain/words.ts';
import type { Problem } from '#wire/session.ts';
import type { DecisionWire } from '#wire/views.ts';
import { newKey, type ApiClient } from '#lib/api/client.ts';
import type { CaseEditor, DeskSource } from './case-editor.svelte.ts';
import type { CaseRanking } from './case-ranking.svelte.ts';
import { withExclusion } from './draft.ts';
import { isRetryable } from './save-queue.ts';

/** So long after news gave another first place, Enter asks to be pressed once more. */
export const HOLD_AFTER_MOVE_MS = 1_000;

/** Whose reason is asked for. `after`: the decision stands. */
export interface Asking {
  about: 'decide' | 'after' | 'exclude';
  facility: string;
}

export interface Explained {
  reason: OverrideReason;
  note: string | null;
}

interface Intended {
  facility: string;
  explained: Explained | null;
  /** Once it was sent, it is sent again as it was. */
  sent: { body: object; key: string } | null;
}

export class DecisionFlow {
  busy = $state(false);
  /** Sent, and not answered: it goes again when the server is back. */
  unsent = $state.raw<Intended | null>(null);
  /** Refused for news: the new ranking is in place. */
  refusal = $state.raw<{ code: 'CLAIM_TAKEN' | 'PICTURE_MOVED'; facility: string } | null>(null);
  problem = $state.raw<Problem | null>(null);
  asking = $state.raw<Asking | null>(null);
  hint = $state<'just-moved' | 'already' | null>(null);

  readonly #source: DeskSource;
  readonly #editor: CaseEditor;
  readonly #ranking: CaseRanking;
  readonly #api: Pick<ApiClient, 'post' | 'put'>;

  constructor(
    source: DeskSource,
    editor: CaseEditor,
    ranking: CaseRanking,
    api: Pick<ApiClient, 'post' | 'put'>,
  ) {
    this.#source = source;
    this.#editor = editor;
    this.#ranking = ranking;
    this.#api = api;
  }

  /** Whether a choice other than the first is explained at once. */
  get mustExplainAtOnce(): boolean {
    const { urgency } = this.#editor.draft;
    return urgency === 'A2' || urgency === 'B';
  }

  /** The decision that stands, when its reason is owed. */
  get owes(): boolean {
    const one = this.#editor.state;
    return one !== null && one.closedAt === null && owesReason(one);
  }

  /** The chosen hospital of a case that has one. */
  get chosen(): string | null {
    const one = this.#editor.state;
    return one === null || one.status === 'open' ? null : (one.decision?.facility ?? null);
  }

  get isOpen(): boolean {
    const one = this.#editor.state;
    return one !== null && one.closedAt === null && one.status !== 'arrived';
  }

  /** Chooses. Asks for the reason first only where it belongs to the decision. */
  async choose(facility: string, explained: Explained | null = null): Promise<void> {
    const ranking = this.#ranking.ranking;
    if (ranking === null || this.busy || !this.isOpen) return;
    this.hint = null;
    if (this.chosen === facility) {
      this.hint = 'already';
      return;
    }
    const isFirst = ranking.candidates[0]?.facility === facility;
    const isRejected = ranking.rejected.some((row) => row.facility === facility);
    const movedAt = this.#ranking.firstMovedAt;
    if (isFirst && movedAt !== null && this.#source.now - movedAt < HOLD_AFTER_MOVE_MS) {
      this.#ranking.firstMovedAt = null;
      this.hint = 'just-moved';
      return;
    }
    if (!isFirst && explained === null && (isRejected || this.mustExplainAtOnce)) {
      this.asking = { about: 'decide', facility };
      return;
    }
    this.asking = null;
    await this.#attempt({ facility, explained, sent: null }, isFirst);
  }

  /** The server is back. */
  retry(): void {
    const { unsent } = this;
    if (unsent !== null && !this.busy) void this.#attempt(unsent, false);
  }

  drop(): void {
    this.unsent = null;
  }

  /** Asks for the reason that is owed, where one is. */
  askReason(): void {
    if (this.asking === null && this.owes && this.chosen !== null)
      this.asking = { about: 'after', facility: this.chosen };
  }

  /** Leaves what is asked; answers whether there was anything to leave. */
  back(): boolean {
    const had = this.asking !== null || this.refusal !== null || this.hint !== null;
    this.asking = null;
    this.refusal = null;
    this.hint = null;
    this.problem = null;
    return had;
  }

  async #attempt(intended: Intended, asFirst: boolean): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      await this.#send(intended, asFirst);
    } finally {
      this.busy = false;
    }
  }

  async #send(intended: Intended, asFirst: boolean): Promise<void> {
    const { facility, explained } = intended;
    if (!(await this.#editor.flush())) {
      this.unsent = this.#editor.save === 'unsaved' ? intended : null;
      return;
    }
    const ranking = this.#ranking.ranking;
    const { id } = this.#editor;
    if (ranking === null || id === null) return;
    // What was just saved can have moved the first place: nobody decides on what he has not seen.
    if (asFirst && ranking.candidates[0]?.facility !== facility)
      return this.#refuse('PICTURE_MOVED', facility);
    const sent = intended.sent ?? {
      key: newKey(),
      body: {
        facility,
        seq: ranking.seq,
        at: ranking.at,
        overrideReason: explained?.reason ?? null,
        note: explained?.note ?? null,
      },
    };
    const answer = await this.#api.post<DecisionWire>(`/cases/${id}/decisions`, sent.body, {
      idempotencyKey: sent.key,
    });
    if (answer.ok) {
      this.unsent = null;
      this.refusal = null;
      this.#ranking.select(facility);
      const owes = answer.data.overridden && answer.data.overrideReason === null;
      this.asking = owes ? { about: 'after', facility } : null;
      return;
    }
    const { problem } = answer;
    if (isRetryable(problem)) {
      this.unsent = { ...intended, sent };
      return;
    }
    this.unsent = null;
    if (problem.code === 'CLAIM_TAKEN' || problem.code === 'PICTURE_MOVED') {
      this.#adopt(problem);
      return this.#refuse(problem.code, facility);
    }
    if (problem.code === 'OVERRIDE_REASON_REQUIRED') this.asking = { about: 'decide', facility };
    else this.problem = problem;
  }

  /** The ranking that came with the refusal stands until the replica has caught up with it. */
  #adopt({ ranking }: Problem): void {
    const classification = this.#ranking.classification;
    const { id } = this.#editor;
    if (ranking === undefined || classification === null || id === null) return;
    this.#editor.answer = { id, classification, ranking };
  }

  #refuse(code: 'CLAIM_TAKEN' | 'PICTURE_MOVED', facility: string): void {
    this.refusal = { code, facility };
    this.#ranking.select(facility);
  }

  /** The reason that was asked for was given. */
  async explain(explained: Explained): Promise<void> {
    const { asking } = this;
    if (asking === null) return;
    if (asking.about === 'decide') return this.choose(asking.facility, explained);
    if (asking.about === 'exclude') {
      const { facility } = asking;
      this.#editor.change((draft) => withExclusion(draft, { facility, reason: explained.reason }));
      this.asking = null;
      return;
    }
    const decision = this.#editor.state?.decision?.id;
    if (decision === undefined) return;
    const body = { overrideReason: explained.reason, note: explained.note };
    const done = await this.#act(() =>
      this.#api.put(`/decisions/${decision}/override-reason`, body),
    );
    if (done) this.asking = null;
  }

  /** Where the patient is. */
  async step(status: CaseStep): Promise<void> {
    const { id } = this.#editor;
    if (id === null) return;
    await this.#act(() => this.#api.post(`/cases/${id}/status`, { status }));
    if (this.problem?.code === 'OVERRIDE_REASON_REQUIRED' && this.chosen !== null)
      this.asking = { about: 'after', facility: this.chosen };
  }

  async #act(send: () => ReturnType<ApiClient['post']>): Promise<boolean> {
    this.busy = true;
    this.problem = null;
    const answer = await send();
    this.busy = false;
    if (!answer.ok) this.problem = answer.problem;
    return answer.ok;
  }
}
