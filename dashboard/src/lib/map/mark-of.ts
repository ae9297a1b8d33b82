/** A row of the list as its mark on the map. */
import { statusPhrase } from '#lib/status/phrase.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import type { UnitKind } from '#domain/words.ts';
import { viewUnit } from '#domain/capacity/unit-view.ts';
import { Kept, KeptList } from './kept.ts';
import { sameMark, type MapMark } from './marks.ts';
import { USUAL_KINDS, type Row } from './rows.ts';
import type { Level } from './zoom.ts';

/** What a mark says depends on these beside its row. */
export interface Telling {
  selected: string | null;
  /** Whether the reader is shown who is on the way. */
  showsInbound: boolean;
  level: Level;
  /** Milliseconds. */
  now: number;
  t: Pick<Words, 'status' | 'units'>;
  format: Format;
}

/** Rows at a mark when every unit is shown, as far as the hospital has them. */
const UNIT_ROWS: readonly UnitKind[] = ['trauma-bay', 'icu', 'acute-ward', 'operating-room'];

export function markOf(row: Row, telling: Telling): MapMark {
  const { id, facility, ed, shown, oldest } = row;
  const { level, now, t, format } = telling;
  return {
    id,
    lat: facility.position.lat,
    lon: facility.position.lon,
    glyph: ed.glyph,
    stale: ed.stale,
    level1: facility.traumaLevel === 1,
    name: facility.shortName,
    title: `${facility.name}: ${statusPhrase(ed, now, t.status, format)}`,
    figures: level === 'units' ? '' : figuresOf(shown, telling),
    lines: level === 'units' ? linesOf(row, telling) : '',
    age: format.age(oldest, now),
    inbound: telling.showsInbound ? row.inbound : 0,
    selected: telling.selected === id,
  };
}

function figuresOf(shown: Row['shown'], { format, t }: Telling): string {
  const [only] = shown;
  if (shown.length === 1 && only !== undefined)
    return only.view === null
      ? t.units.notHere
      : `${format.count(only.view.effectiveAvailable)}/${format.count(only.view.staffed)}`;
  return shown.map(({ view }) => format.count(view?.effectiveAvailable ?? null)).join(' · ');
}

/** A line a unit: its name, free / staffed and age, parted by tabs. */
function linesOf({ facility, shown }: Row, { now, format, t }: Telling): string {
  const kinds = new Set<UnitKind>([...shown.map((one) => one.kind), ...USUAL_KINDS, ...UNIT_ROWS]);
  return [...kinds]
    .flatMap((kind) => viewUnit(facility, kind, now) ?? [])
    .map((view) => {
      const figure = `${format.count(view.effectiveAvailable)}/${format.count(view.staffed)}`;
      const age =
        view.trust === 'stale' || view.trust === 'unknown' ? format.age(view.observedAt, now) : '';
      return [t.units.kind[view.kind], figure, age].join('\t');
    })
    .join('\n');
}

/** The marks of all rows: one that says nothing new stays the same object. */
export class MarkBook {
  readonly #kept = new Kept<MapMark>(sameMark);
  readonly #list = new KeptList<MapMark>();

  marksOf(rows: readonly Row[], telling: Telling): readonly MapMark[] {
    const { selected, showsInbound, level, now, t, format } = telling;
    this.#kept.keepOnly(new Set(rows.map((row) => row.id)));
    return this.#list.of(
      rows.map((row) =>
        this.#kept.get(
          row.id,
          [row, selected === row.id, showsInbound, level, now, t, format],
          () => markOf(row, telling),
        ),
      ),
    );
  }
}
