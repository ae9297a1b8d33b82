/** The chair's commands: asking a hospital for confirmation, notes, the handover of a shift. And what was written, read back. */
import { askConfirmation, ASK_STANDS_MINUTES, standingAsk } from '#domain/asks/ask.ts';
import { iso, MINUTE, ms } from '#domain/clock.ts';
import { subjects, type Entry } from '#domain/entries.ts';
import type { AskState, Iso } from '#domain/picture.ts';
import { refusePersonData } from '#domain/person-data.ts';
import { refuseSpan, saveHandover, writeNote } from '#domain/shift/commands.ts';
import { draftHandover, type HandoverDraft } from '#domain/shift/draft.ts';
import type { StopLog } from '../../db/stop-log.ts';
import type { DecisionQuery } from '../../db/decision-log.ts';
import type { AskWire, HandoverWire, NoteWire } from '#wire/shift.ts';
import type { Outcome } from './live-picture.ts';
import type { Asker, DeskParts } from './parts.ts';

const MOST_NOTES = 100;
const MOST_HANDOVERS = 50;
const MOST_STOPS = 1_000;

/** Part of what was written. */
interface Span {
  /** Entries of a seq below this. */
  before?: number;
  limit?: number;
}

/** `next`: the `before` of the next page; null at the end. */
interface Page<T> {
  rows: T[];
  next: number | null;
}

export class ShiftDesk {
  readonly #parts: DeskParts;
  readonly #stops: StopLog;

  constructor(parts: DeskParts, stops: StopLog) {
    this.#parts = parts;
    this.#stops = stops;
  }

  /** Asking again while an ask stands writes nothing and is answered with that one. */
  async askConfirmation(
    asker: Asker,
    command: { facility: string; regions: readonly string[] | 'nation' },
  ): Promise<Outcome<AskWire>> {
    const { live } = this.#parts;
    const facility = live.picture.facilities[command.facility];
    const standing = facility === undefined ? null : standingAsk(facility, live.now());
    if (standing !== null)
      return {
        ok: true,
        value: toAsk(command.facility, standing),
        entries: [],
        repeated: true,
      };
    return live.carryOut({
      ...asker,
      decide: (picture) => askConfirmation(picture, command),
      answer: (picture, entries) => {
        const asked = picture.facilities[command.facility]?.asked;
        const region = asked?.region ?? null;
        return toAsk(command.facility, asked ?? { at: entries[0]?.at ?? picture.at, region });
      },
    });
  }

  async writeNote(
    asker: Asker,
    command: { region: string; text: string },
  ): Promise<Outcome<NoteWire>> {
    const { live, texts, newId } = this.#parts;
    // Before it is kept anywhere.
    const refused = refusePersonData(command.text, 'text');
    if (refused !== null) return refused;
    const text = await texts.keepSome(command.text, live.now(), 'shift-note');
    const note = { region: command.region, id: newId(), text };
    return live.carryOut({
      ...asker,
      decide: (picture) => writeNote(picture, note),
      answer: (_picture, entries) => ({
        ...writtenIn(entries[0], asker),
        id: note.id,
        text: command.text,
      }),
    });
  }

  async saveHandover(
    asker: Asker,
    command: { region: string; from: Iso; to: Iso; text: string; scope: DecisionQuery['scope'] },
  ): Promise<Outcome<HandoverWire>> {
    const { live, texts, newId } = this.#parts;
    const { region, from, to } = command;
    const refused = refuseSpan(command, live.now()) ?? refusePersonData(command.text, 'text');
    if (refused !== null) return refused;
    const { figures } = await this.draft(region, ms(from), ms(to), command.scope);
    const text = await texts.keepSome(command.text, live.now(), 'shift-note');
    const body = { region, id: newId(), from, to, text, figures };
    return live.carryOut({
      ...asker,
      decide: (picture) => saveHandover(picture, body),
      answer: (_picture, entries) => ({
        ...writtenIn(entries[0], asker),
        id: body.id,
        from,
        to,
        figures,
        text: command.text,
      }),
    });
  }

  /** Facts of the span, milliseconds. `scope`: whose decisions the asker may count. */
  async draft(
    region: string,
    from: number,
    to: number,
    scope: DecisionQuery['scope'],
  ): Promise<HandoverDraft> {
    const { decisionLog } = this.#parts;
    const [begin, end, stops, counted] = await Promise.all([
      this.#pictureAt(from),
      this.#pictureAt(to),
      this.#stops.stops({ from, to, region, limit: MOST_STOPS }),
      decisionLog.indicators({ scope, region, from: iso(from), to: iso(to + 1) }),
    ]);
    return draftHandover({
      region,
      from,
      to,
      begin,
      end: end ?? this.#parts.live.picture,
      stops,
      decisions: counted.decisions,
      owingReason: counted.owingReason,
    });
  }

  /** Newest first. */
  async notes(region: string, span: Span = {}): Promise<Page<NoteWire>> {
    const limit = span.limit ?? MOST_NOTES;
    const entries = await this.#written(subjects.notes(region), limit, span.before);
    const found = entries.slice(0, limit).filter((entry) => entry.kind === 'note-written');
    const known = await this.#parts.texts.fetch(found.map(({ body }) => body.text));
    const rows = found.map(({ at, by, body }) => ({
      id: body.id,
      at,
      by: writerOf(by),
      text: known(body.text),
    }));
    return { rows, next: nextOf(entries, limit) };
  }

  /** Newest first. */
  async handovers(region: string, span: Span = {}): Promise<Page<HandoverWire>> {
    const limit = span.limit ?? MOST_HANDOVERS;
    const entries = await this.#written(subjects.handovers(region), limit, span.before);
    const found = entries.slice(0, limit).filter((entry) => entry.kind === 'handover-saved');
    const known = await this.#parts.texts.fetch(found.map(({ body }) => body.text));
    const rows = found.map(({ at, by, body: { id, from, to, figures, text } }) => {
      return { id, at, by: writerOf(by), from, to, figures, text: known(text) };
    });
    return { rows, next: nextOf(entries, limit) };
  }

  /** One more than the limit, so that one knows whether there are more. */
  #written(subject: string, limit: number, before: number | undefined): Promise<Entry[]> {
    const upTo = before === undefined ? {} : { upTo: before - 1 };
    return this.#parts.ledger.read({ subject, order: 'desc', limit: limit + 1, ...upTo });
  }

  /** Null before the first entry. */
  async #pictureAt(moment: number) {
    const { ledger, live } = this.#parts;
    const seq = await ledger.seqAt(iso(moment));
    return seq === 0 ? null : live.pictureAt(seq);
  }
}

function nextOf(entries: readonly Entry[], limit: number): number | null {
  return entries.length > limit ? (entries[limit - 1]?.seq ?? null) : null;
}

function toAsk(facility: string, asked: AskState): AskWire {
  return { facility, ...asked, lapsesAt: iso(ms(asked.at) + ASK_STANDS_MINUTES * MINUTE) };
}

const writerOf = ({ role, organisation }: Entry['by']) => ({ role, organisation });

function writtenIn(entry: Entry | undefined, { by }: Asker): Pick<NoteWire, 'at' | 'by'> {
  return { at: entry?.at ?? '', by: writerOf(entry?.by ?? by) };
}
