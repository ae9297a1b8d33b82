/** The text of a handover, made of the facts of its draft: a heading a section, a line a fact. Pure; the chair may change it all. */
import type { Iso } from '#domain/picture.ts';
import type { ShiftStop } from '#domain/shift/draft.ts';
import type { ShiftSum } from '#domain/shift/figures.ts';
import type { HandoverDraftWire, WrittenBy } from '#wire/shift.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';

export interface Names {
  region: (id: string) => string;
  facility: (id: string) => string;
}

/** Role and region of who wrote; never a name. */
export function writer({ organisation }: WrittenBy, names: Names, t: Words): string {
  return organisation === null
    ? t.handover.chairOfNation
    : t.handover.chairOf(names.region(organisation));
}

export function draftText(
  draft: HandoverDraftWire,
  names: Names,
  words: Words,
  format: Format,
): string {
  const t = words.handover.draft;
  const { figures, from, to } = draft;
  const end = Date.parse(to);
  const time = (at: Iso) => format.time(at, end);
  const what = ({ facility, scope, level }: Pick<ShiftStop, 'facility' | 'scope' | 'level'>) =>
    `${names.facility(facility)} ${words.units.scope[scope]}: ${t.level[level]}`;
  const section = (title: string, lines: string[], none?: string) => {
    if (lines.length > 0) return [`${title}\n${lines.map((line) => `- ${line}`).join('\n')}`];
    return none === undefined ? [] : [`${title}\n${none}`];
  };
  const sum = (of: ShiftSum, at: Iso) =>
    of.known === 0
      ? t.sumUnknown(of.of)
      : t.sum(
          format.count(of.free),
          format.count(of.staffed),
          of.known,
          of.of,
          format.age(of.oldest, Date.parse(at)),
        );
  const sums = (kind: 'bays' | 'icu') => {
    const begin = figures.begin === null ? t.noBegin : t.begin(sum(figures.begin[kind], from));
    return `${t[kind]}: ${begin}; ${t.end(sum(figures.end[kind], to))}`;
  };
  return [
    t.title(names.region(draft.region), time(from), time(to)),
    ...section(t.capacity, [sums('bays'), sums('icu')]),
    ...section(
      t.stops,
      draft.stops.map((one) =>
        one.endedAt === null
          ? t.stopOn(what(one), time(one.from), format.span(one.minutes))
          : t.stop(what(one), time(one.from), time(one.endedAt), format.span(one.minutes)),
      ),
      t.noStops,
    ),
    ...section(
      t.running,
      draft.running.map((one) => t.runs(what(one), time(one.until))),
      t.noRunning,
    ),
    ...section(
      t.silent,
      draft.silent.map(({ facility, since }) =>
        since === null
          ? t.silentNever(names.facility(facility))
          : t.silentSince(names.facility(facility), time(since)),
      ),
      t.noSilent,
    ),
    ...section(
      t.asks,
      draft.asks.map(({ facility, at }) => t.asked(names.facility(facility), time(at))),
    ),
    ...section(t.decisions, [], t.decided(figures.decisions, figures.owingReason)),
    ...section(
      t.notes,
      draft.notes.map(({ at, text }) => `${time(at)} ${text ?? words.handover.erased}`),
    ),
  ].join('\n\n');
}
