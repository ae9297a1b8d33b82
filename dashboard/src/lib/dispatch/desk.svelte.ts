/** The dispatch desk: which case is on it, and what a key does. Cases that were worked on stay at hand, with what is not saved. */
import type { AudienceEntry } from '#domain/entries.ts';
import type { ApiClient } from '#lib/api/client.ts';
import { recall, remember } from '#lib/shell/remembered.ts';
import { CaseEditor, type DeskSource } from './case-editor.svelte.ts';
import { CaseRanking } from './case-ranking.svelte.ts';
import { Compared } from './compared.svelte.ts';
import { DecisionFlow } from './decision.svelte.ts';
import { withCrew, withFinding, withFlag, withThreat, type Where } from './draft.ts';
import type { DeskCommand, KeyAction, PatientField } from './keys.ts';

/** One case on the desk. */
export interface CaseDesk {
  editor: CaseEditor;
  ranking: CaseRanking;
  decision: DecisionFlow;
  compare: Compared;
}

/** What the page does for a key, because it needs the page's elements. */
export interface Reach {
  place: () => void;
  vital: (name: string) => void;
  field: (name: PatientField) => void;
  /** The open cases in the order of the lane, by id. */
  cases: () => readonly string[];
  /** The question for a reason. */
  reason: () => void;
  /** The next part of the page: lane, findings, destinations, the reasons beside them. */
  part: () => void;
  allKeys: () => void;
  /** The selected row came into sight. */
  row: () => void;
}

const ON_OFF = ['on', 'off'] as const;

export class DispatchDesk {
  current = $state.raw<CaseDesk | null>(null);
  /** Letters alone are shortcuts; a person can switch that off. */
  letters = $state(recall('dispatch-letters', ON_OFF) !== 'off');

  readonly #source: DeskSource;
  readonly #api: ApiClient;
  #kept = $state.raw<readonly CaseDesk[]>([]);

  constructor(source: DeskSource, api: ApiClient) {
    this.#source = source;
    this.#api = api;
  }

  /** A case that is being entered and has no place yet. */
  get fresh(): CaseDesk | null {
    return this.#kept.find(({ editor }) => editor.id === null) ?? null;
  }

  newCase(): void {
    this.current = this.fresh ?? this.#keep(new CaseEditor(this.#source, this.#api));
  }

  /** A new case at a spot that is known at once. */
  newAt(where: Where, name: string | null): void {
    this.newCase();
    this.current?.editor.setWhere(where, name);
  }

  open(id: string): void {
    const known = this.#kept.find(({ editor }) => editor.id === id);
    const one = this.#source.picture?.cases[id];
    if (known === undefined && one === undefined) return;
    this.current = known ?? this.#keep(new CaseEditor(this.#source, this.#api, one));
  }

  close(): void {
    this.current = null;
  }

  setLetters(on: boolean): void {
    this.letters = on;
    remember('dispatch-letters', on ? 'on' : 'off');
  }

  #keep(editor: CaseEditor): CaseDesk {
    const ranking = new CaseRanking(this.#source, editor);
    const decision = new DecisionFlow(this.#source, editor, ranking, this.#api);
    const made = { editor, ranking, decision, compare: new Compared() };
    this.#kept = [...this.#kept, made];
    return made;
  }

  hear(entries: readonly AudienceEntry[]): void {
    for (const { ranking } of this.#kept) ranking.hear(entries);
  }

  /** Cases whose choice was refused because the last place was taken, with the hospital. */
  get lost(): { case: string; facility: string }[] {
    return this.#kept.flatMap(({ editor, decision: { refusal } }) =>
      editor.id !== null && refusal?.code === 'CLAIM_TAKEN'
        ? [{ case: editor.id, facility: refusal.facility }]
        : [],
    );
  }

  /** A decision was sent and not taken. */
  get waits(): boolean {
    return this.#kept.some(({ decision }) => decision.unsent !== null);
  }

  /** The server is back, or may be able again: what was not saved and not sent goes again. */
  retry(): void {
    for (const { editor, decision } of this.#kept) {
      editor.retry();
      decision.retry();
    }
  }

  /** Carries out a key; answers whether it was for us. */
  act(action: KeyAction, to: 'yes' | 'no', reach: Reach): boolean {
    if (action.act === 'desk') return this.#command(action.command, reach);
    const editor = this.current?.editor;
    if (editor === undefined || editor.isClosed) return false;
    switch (action.act) {
      case 'vital':
        reach.vital(action.name);
        return true;
      case 'field':
        reach.field(action.name);
        return true;
      case 'flag':
        editor.change((draft) => withFlag(draft, action.name, to));
        return true;
      case 'threat':
        editor.change((draft) => withThreat(draft, action.threat, to));
        return true;
      case 'crew':
        editor.change((draft) => withCrew(draft, to));
        return true;
      case 'finding':
        editor.change((draft) => withFinding(draft, action.code, to));
        return true;
    }
  }

  #command(command: DeskCommand, reach: Reach): boolean {
    if (command === 'all-keys') {
      reach.allKeys();
      return true;
    }
    if (command === 'new') {
      this.newCase();
      reach.place();
      return true;
    }
    if (command === 'previous-case' || command === 'next-case') {
      this.#walkCases(command === 'next-case' ? 1 : -1, reach.cases());
      return true;
    }
    if (command === 'next-part') {
      reach.part();
      return true;
    }
    const { current } = this;
    if (current === null) {
      if (command !== 'place') return false;
      reach.place();
      return true;
    }
    const { ranking, decision, compare } = current;
    switch (command) {
      case 'compare':
        if (ranking.selected !== null) compare.toggle(ranking.selected);
        return true;
      case 'reason':
        decision.askReason();
        reach.reason();
        return true;
      case 'place':
        reach.place();
        return true;
      case 'up':
      case 'down':
        ranking.walk(command === 'up' ? -1 : 1);
        reach.row();
        return true;
      case 'open':
      case 'close':
        ranking.opened = command === 'open';
        return true;
      case 'decide':
      case 'decide-other':
        if (ranking.selected !== null) void decision.choose(ranking.selected);
        return true;
      case 'back':
        this.#back(current);
        return true;
    }
  }

  /** One step back at a time: what is asked, the marks, the row, and at last the case itself. */
  #back({ editor, decision, compare, ranking }: CaseDesk): void {
    if (decision.back() || compare.clear() || ranking.release()) return;
    if (editor.save === 'saved') this.close();
  }

  /** Through the lane and round; a case that is being entered stands before all others. */
  #walkCases(steps: 1 | -1, ids: readonly string[]): void {
    const { fresh } = this;
    const all = [...(fresh === null ? [] : [null]), ...ids];
    if (all.length === 0) return;
    const at = this.current === null ? -1 : all.indexOf(this.current.editor.id);
    const from = at < 0 && steps < 0 ? 0 : at;
    const to = all[(from + steps + all.length) % all.length];
    if (to === null) this.current = fresh;
    else if (to !== undefined) this.open(to);
  }
}
