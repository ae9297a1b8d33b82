/**
 * The ranking of one case as it stands this second: reckoned on the replica by the same function as on the server, so that it
 * moves with every key and every report. The server's answer counts while the replica is behind it.
 */
import { rankCase } from '#domain/cases/decide.ts';
import { classify } from '#domain/cases/rule-sets.ts';
import type { Classification } from '#domain/cases/classification.ts';
import { ms } from '#domain/clock.ts';
import type { AudienceEntry } from '#domain/entries.ts';
import type { CaseState, Picture } from '#domain/picture.ts';
import type { Policy } from '#domain/routing/policy.ts';
import type { Ranking } from '#domain/routing/ranking.ts';
import type { CaseEditor, DeskSource } from './case-editor.svelte.ts';
import { inputOfDraft, type CaseDraft } from './draft.ts';
import { changesOf } from './draft-parts.ts';
import { heardIn, orderChange, type Heard, type Moment, type OrderChange } from './order-change.ts';
import { questionsOf, type Question } from './questions.ts';

/** Changes of the order that stay in sight. */
const LOG_KEPT = 30;

export class CaseRanking {
  /** Newest first. */
  log = $state.raw<OrderChange[]>([]);
  /** When the first ranking came, milliseconds; null before. */
  firstAt = $state<number | null>(null);
  /** When news from outside last gave another first place, milliseconds of the server's clock. */
  firstMovedAt = $state<number | null>(null);
  /** The row that was walked to; null follows the first. */
  walked = $state<string | null>(null);
  /** The row whose sum is open; the selected one unless somebody closed it. */
  opened = $state<boolean>(true);

  readonly #source: DeskSource;
  readonly #editor: CaseEditor;
  #heard: Heard[] = [];
  #last: { moment: Moment; draft: CaseDraft } | null = null;

  constructor(source: DeskSource, editor: CaseEditor) {
    this.#source = source;
    this.#editor = editor;
  }

  /** The case as it is in the picture, with what was entered since. */
  #asEntered = $derived.by((): { one: CaseState; picture: Picture; policy: Policy } | null => {
    const { picture } = this.#source;
    const { state, draft } = this.#editor;
    if (picture === null || picture.policy === null || state === null) return null;
    if (state.travelTimes === null) return null;
    const input = inputOfDraft(draft);
    const classification = classify(input, picture.policy);
    const one = { ...state, ...input, excluded: [...draft.excluded], classification };
    return { one, picture, policy: picture.policy };
  });

  moment: Moment | null = $derived.by(() => {
    const { answer, save } = this.#editor;
    const entered = this.#asEntered;
    const seq = this.#source.picture?.seq ?? 0;
    const ahead = answer !== null && answer.ranking.seq > seq && save === 'saved';
    if (entered === null || ahead) return answer;
    const now = Math.max(this.#source.now, ms(entered.picture.at));
    const ranking = rankCase(entered.picture, entered.one, now);
    return { ranking, classification: entered.one.classification };
  });

  ranking: Ranking | null = $derived(this.moment?.ranking ?? null);

  /** What the rules make of what was entered, also before there is a place. */
  classification: Classification | null = $derived.by(() => {
    if (this.moment !== null) return this.moment.classification;
    const policy = this.#source.picture?.policy ?? null;
    return policy === null ? null : classify(inputOfDraft(this.#editor.draft), policy);
  });

  /** Every hospital in the order of the screen. */
  order: string[] = $derived([
    ...(this.ranking?.candidates ?? []).map((row) => row.facility),
    ...(this.ranking?.rejected ?? []).map((row) => row.facility),
  ]);

  selected: string | null = $derived.by(() => {
    const { walked, order } = this;
    return walked !== null && order.includes(walked) ? walked : (order[0] ?? null);
  });

  questions: Question[] = $derived.by(() => {
    const entered = this.#asEntered;
    if (entered === null) return [];
    const { one, picture, policy } = entered;
    const now = ms(picture.at);
    return questionsOf(one, policy, (classification) =>
      rankCase(picture, { ...one, classification }, now)
        .candidates.map((row) => `${row.tier}/${row.facility}`)
        .join(' '),
    );
  });

  walk(steps: 1 | -1): void {
    const at = this.selected === null ? -1 : this.order.indexOf(this.selected);
    const to = this.order[Math.min(this.order.length - 1, Math.max(0, at + steps))];
    if (to !== undefined) this.select(to);
  }

  select(facility: string): void {
    this.walked = facility;
    this.opened = true;
  }

  /** Back to following the first; answers whether another was selected. */
  release(): boolean {
    const had = this.walked !== null && this.walked !== this.order[0];
    this.walked = null;
    return had;
  }

  /** What was heard of hospitals since the last look. */
  hear(entries: readonly AudienceEntry[]): void {
    for (const entry of entries) this.#heard.push(...heardIn(entry, this.#editor.id));
  }

  /** Looks at the ranking as it now is and writes down what changed, and by what. Called when it moved. */
  note(moment: Moment | null): void {
    if (moment === null) return;
    const { draft } = this.#editor;
    const last = this.#last;
    this.#last = { moment, draft };
    if (last === null) {
      this.firstAt = ms(moment.ranking.at);
      this.#heard = [];
      return;
    }
    const entered = changesOf(last.draft, draft);
    const change = orderChange(last.moment, moment, { entered, heard: this.#heard });
    this.#heard = [];
    if (change === null) return;
    if (change.first.from !== change.first.to && entered.length === 0)
      this.firstMovedAt = change.at;
    this.log = [change, ...this.log].slice(0, LOG_KEPT);
  }
}
