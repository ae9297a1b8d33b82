/**
 * One case as it is being entered: the draft, its saving, and what others did to it meanwhile. The first position opens the case;
 * from then on every change is saved whole. Source: contract, `POST /cases` and `PUT /cases/{id}`.
 */
import type { Classification } from '#domain/cases/classification.ts';
import { roundedPosition } from '#domain/cases/decide.ts';
import type { CaseState, Picture } from '#domain/picture.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import type { Problem } from '#wire/session.ts';
import type { CaseWire } from '#wire/views.ts';
import { newKey, type ApiClient } from '#lib/api/client.ts';
import { draftOf, EMPTY_DRAFT, openBody, reviseBody, type CaseDraft, type Where } from './draft.ts';
import { isSame, merged, type DraftChange } from './draft-parts.ts';
import { SaveQueue, type Attempt, type SaveState } from './save-queue.ts';

/** What a desk reads of the live picture. */
export interface DeskSource {
  readonly picture: Picture | null;
  /** Server's clock, milliseconds. */
  readonly now: number;
}

export interface CaseAdvice {
  id: string;
  classification: Classification;
  ranking: Ranking;
}

export type Notice = { of: 'merged'; changes: DraftChange[] } | { of: 'adopted' };

/** Whether the case lies where the draft says, as far as the ledger's 100 m tell. */
function isAt(one: Pick<CaseState, 'position' | 'place'>, where: Where | null): boolean {
  if (where === null) return false;
  if ('place' in where) return one.place?.id === where.place;
  const { lat, lon } = roundedPosition(where.position);
  return lat === one.position.lat && lon === one.position.lon;
}

export class CaseEditor {
  /** Null until the server opened it. */
  id = $state<string | null>(null);
  draft = $state.raw<CaseDraft>(EMPTY_DRAFT);
  /** What the chosen place is called, until the picture says it. */
  placeName = $state<string | null>(null);
  save = $state<SaveState>('saved');
  /** Why the last save was refused for good. */
  problem = $state.raw<Problem | null>(null);
  notice = $state.raw<Notice | null>(null);
  /** The server's last answer. */
  answer = $state.raw<CaseAdvice | null>(null);
  /** As the picture has it; null while it is new or not ours to see. */
  state: CaseState | null = $derived.by(() =>
    this.id === null ? null : (this.#source.picture?.cases[this.id] ?? null),
  );
  isClosed = $derived.by(() => this.state !== null && this.state.closedAt !== null);

  readonly #source: DeskSource;
  readonly #api: Pick<ApiClient, 'get' | 'post' | 'put'>;
  /** The draft as the server has it. */
  #base: CaseDraft = EMPTY_DRAFT;
  #version = 0;
  readonly #queue: SaveQueue<CaseDraft, CaseAdvice>;

  constructor(
    source: DeskSource,
    api: Pick<ApiClient, 'get' | 'post' | 'put'>,
    existing: CaseState | null = null,
  ) {
    this.#source = source;
    this.#api = api;
    if (existing !== null) {
      this.id = existing.id;
      this.#version = existing.version;
      this.#base = draftOf(existing, { position: existing.position });
      this.draft = this.#base;
      this.placeName = existing.place?.name ?? null;
    }
    this.#queue = new SaveQueue({
      newKey,
      send: (attempt) => this.#send(attempt),
      onState: (state) => (this.save = state),
      onSaved: ({ data, etag }, sent) => {
        this.id = data.id;
        this.answer = data;
        this.problem = null;
        this.#base = sent;
        this.#version = Number(etag?.replaceAll('"', '') ?? this.#version);
      },
      onRefused: (problem) => this.#refused(problem),
    });
  }

  /** Every change goes through here. */
  change(make: (draft: CaseDraft) => CaseDraft): void {
    if (this.isClosed) return;
    const next = make(this.draft);
    if (next === this.draft) return;
    this.draft = next;
    if (next.where === null) return;
    this.#queue.put(next);
    // A spot is worth a ranking at once; the rest may wait for the next key.
    if (this.id === null && this.save !== 'unsaved') void this.#queue.flush();
  }

  setWhere(where: Where, name: string | null): void {
    this.placeName = name;
    this.change((draft) => ({ ...draft, where }));
  }

  /** Whether all that was entered is on the server. */
  flush(): Promise<boolean> {
    return this.#queue.flush();
  }

  retry(): void {
    this.#queue.retry();
  }

  dismissNotice(): void {
    this.notice = null;
  }

  /** Takes over what somebody else changed, when nothing of ours is under way. Called when the picture moved. */
  follow(): void {
    const one = this.state;
    if (one === null || one.version <= this.#version || this.save !== 'saved') return;
    if (!isSame(this.draft, this.#base)) return;
    const theirs = this.#theirs(one);
    this.#version = one.version;
    if (isSame(theirs, this.#base)) return;
    this.#base = theirs;
    this.draft = theirs;
    this.placeName = one.place?.name ?? null;
    this.notice = { of: 'adopted' };
  }

  #theirs(one: CaseState): CaseDraft {
    const { where } = this.#base;
    return draftOf(one, isAt(one, where) ? where : { position: one.position });
  }

  /** An answer of a hospital or a step also raises the version: only another's revision is a reason to look again. */
  #expectedVersion(): number {
    const one = this.state;
    const newer = one !== null && one.version > this.#version;
    return newer && isSame(this.#theirs(one), this.#base) ? one.version : this.#version;
  }

  #send({ body: draft, key: idempotencyKey }: Attempt<CaseDraft>) {
    if (this.id === null)
      return this.#api.post<CaseAdvice>('/cases', openBody(draft), { idempotencyKey });
    return this.#api.put<CaseAdvice>(`/cases/${this.id}`, reviseBody(draft), {
      idempotencyKey,
      ifMatch: `"${this.#expectedVersion()}"`,
    });
  }

  async #refused(problem: Problem): Promise<{ again: CaseDraft | null }> {
    if (problem.code !== 'VERSION_MISMATCH' || this.id === null) {
      this.problem = problem;
      return { again: null };
    }
    const read = await this.#api.get<CaseWire>(`/cases/${this.id}`);
    if (!read.ok) return { again: this.draft };
    const { where } = this.#base;
    const found = read.data;
    const moved = !isAt(found, where);
    const theirs = draftOf(found, moved ? { position: found.position } : where);
    const both = merged(this.#base, this.draft, theirs);
    this.#base = theirs;
    this.#version = found.version;
    this.draft = both.draft;
    if (both.theirs.length > 0) this.notice = { of: 'merged', changes: both.theirs };
    return { again: both.draft };
  }
}
