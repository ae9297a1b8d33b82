/** Notes and handovers of one region, as its chair reads and writes them. Nothing is kept here that the server does not have. */
import { subjects } from '#domain/entries.ts';
import type { HandoverDraftWire, HandoverWire, NoteWire } from '#wire/shift.ts';
import type { Problem } from '#wire/session.ts';
import { live } from '#lib/live/live.svelte.ts';
import { api, type Answer } from '#lib/api/client.ts';

/** Should the word that something was written be missed, it is seen within this long. */
const READ_AGAIN_MS = 60_000;

export class ShiftBook {
  notes = $state.raw<NoteWire[] | null>(null);
  handovers = $state.raw<HandoverWire[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  readonly #path: string;
  readonly #subjects: readonly string[];

  constructor(region: string) {
    this.#path = `/regions/${region}`;
    this.#subjects = [subjects.notes(region), subjects.handovers(region)];
  }

  /** Reads, and reads again when another chair wrote, while the page is open. Answers how to stop. */
  open(): () => void {
    void this.read();
    const stop = live.onEntries((entries) => {
      if (entries.some(({ subject }) => subject !== null && this.#subjects.includes(subject)))
        void this.read();
    });
    const timer = setInterval(() => void this.read(), READ_AGAIN_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  }

  async read(): Promise<void> {
    const [notes, handovers] = await Promise.all([
      api.get<NoteWire[]>(`${this.#path}/notes`),
      api.get<HandoverWire[]>(`${this.#path}/handovers`),
    ]);
    if (notes.ok) this.notes = notes.data;
    if (handovers.ok) this.handovers = handovers.data;
  }

  /** Whether it was written. */
  async write(text: string): Promise<boolean> {
    return (await this.#ask(() => api.post<NoteWire>(`${this.#path}/notes`, { text }))) !== null;
  }

  /** `hours` null: since the last handover. Null when it could not be made. */
  draft(hours: number | null): Promise<HandoverDraftWire | null> {
    const query = hours === null ? '' : `?hours=${hours}`;
    return this.#ask(() => api.get<HandoverDraftWire>(`${this.#path}/handover-draft${query}`));
  }

  save(body: { from: string; to: string; text: string }): Promise<HandoverWire | null> {
    return this.#ask(() => api.post<HandoverWire>(`${this.#path}/handovers`, body));
  }

  async #ask<T>(send: () => Promise<Answer<T>>): Promise<T | null> {
    this.busy = true;
    const answer = await send();
    this.busy = false;
    this.problem = answer.ok ? null : answer.problem;
    if (!answer.ok) return null;
    await this.read();
    return answer.data;
  }
}
