/** A row of the list as its mark on the map. */
import { inboundOf } from '#wire/views.ts';
import { statusPhrase } from '#lib/status/phrase.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import type { Row } from './list.ts';
import type { MapMark } from './marks.ts';

export function markOf(
  { id, facility, ed, bays, icu, oldest }: Row,
  selected: boolean,
  /** Whether the reader is shown who is on the way. */
  showsInbound: boolean,
  now: number,
  t: Pick<Words, 'status'>,
  format: Format,
): MapMark {
  const free = (view: Row['bays']) => format.count(view?.effectiveAvailable ?? null);
  return {
    id,
    lat: facility.position.lat,
    lon: facility.position.lon,
    glyph: ed.glyph,
    stale: ed.stale,
    level1: facility.traumaLevel === 1,
    name: facility.shortName,
    title: `${facility.name}: ${statusPhrase(ed, now, t.status, format)}`,
    figures: `${free(bays)} · ${free(icu)}`,
    age: format.age(oldest, now),
    inbound: showsInbound ? inboundOf(facility, now).length : 0,
    selected,
  };
}
