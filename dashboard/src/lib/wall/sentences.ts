/** What the wall says in words, from facts. Pure. */
import { MINUTE } from '#domain/clock.ts';
import type { Picture } from '#domain/picture.ts';
import { runningStops } from '#domain/stops/stops.ts';
import type { SeenFacility, GlyphCounts } from '#lib/map/summary.ts';
import { seenAt, type Headline } from '#lib/map/summary.ts';
import { statusPhrase } from '#lib/status/phrase.ts';
import type { Format } from '#lib/words/format.ts';
import type { Words } from '#lib/words/nl/index.ts';
import type { Arrival } from './arrivals.ts';
import type { Slide } from './plan.ts';

/** "stop tot 14:30", "open, niet bevestigd", "open, zonder CT". */
export function wallPhrase(
  { facility, ed }: SeenFacility,
  now: number,
  t: Pick<Words, 'status' | 'wall' | 'units'>,
  format: Format,
): string {
  const said =
    ed.glyph === 'stale' ? t.wall.openUnconfirmed : statusPhrase(ed, now, t.status, format);
  const lacking = runningStops(facility, now)
    .filter(({ scope, level }) => level === 'stop' && scope !== 'ed' && scope !== 'facility')
    .map(({ scope }) => t.units.scope[scope]);
  return lacking.length === 0 ? said : `${said}, ${t.wall.without(format.list(lacking))}`;
}

/** Since when the longest silent department is silent: milliseconds; null when one never spoke, or none is silent. */
export function silentSince(seen: readonly SeenFacility[]): number | null {
  const quiet = seen.filter(({ ed }) => ed.glyph === 'stale' || ed.glyph === 'unknown' || ed.stale);
  const heard = quiet.map(({ ed }) => (ed.view === null ? null : seenAt(ed.view)));
  return heard.length === 0 || heard.includes(null) ? null : Math.min(...heard.map(Number));
}

export function silentSentence(
  counts: GlyphCounts,
  since: number | null,
  now: number,
  t: Words['wall'],
  format: Format,
): string {
  const count = counts.stale + counts.unknown;
  if (count === 0) return t.noneSilent;
  return since === null ? t.silentEver(count) : t.silentSince(count, format.time(since, now));
}

/** Where it hurts in the nation. */
export function nationSentence(
  { kind, regions, more }: Headline,
  t: Words['map'],
  format: Format,
): string {
  const named = format.list(more > 0 ? [...regions, t.more(more)] : regions);
  switch (kind) {
    case 'hurts':
      return t.hurts(named);
    case 'watch':
      return t.watch(named);
    case 'calm':
      return t.calm;
    case 'calm-as-known':
      return t.calmAsKnown;
    case 'silent':
      return t.silentWhole;
  }
}

/** "12 min", "4 min over tijd", "tijd onbekend". */
export function arrivalWords(
  { minutes, overdue, etaAt }: Arrival,
  now: number,
  t: Words['wall'],
  format: Format,
): string {
  if (etaAt === null) return overdue ? t.overdueNoTime : t.unknownEta;
  if (overdue || (minutes !== null && minutes < 0))
    return t.overdue(format.span((now - etaAt) / MINUTE));
  return format.span(minutes);
}

export function slideName(slide: Slide, picture: Picture, t: Words['wall']): string {
  const part =
    'parts' in slide && slide.parts > 1 ? `, ${t.part(slide.part + 1, slide.parts)}` : '';
  switch (slide.kind) {
    case 'region':
      return `${picture.regions[slide.region]?.name ?? slide.region}${part}`;
    case 'nation':
      return t.nation;
    case 'incoming':
      return `${t.incoming}${part}`;
  }
}
