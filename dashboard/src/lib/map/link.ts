/**
 * What the map page shows, as its address says it: `?region=west&unit=icu&facility=lumc-leiden&status=stop&layers=reach&zoom=9.4,52.01,4.4`.
 * Words that mean nothing to us are told and left out, never guessed; parameters of others (`at`) pass untouched. Pure.
 */
import { UNIT_KINDS, type UnitKind } from '#domain/words.ts';
import { GLYPHS, type Glyph } from '#lib/status/status.ts';
import { EDGE, ZOOMS } from './geo.ts';
import { layersFrom, layersText, NO_LAYERS, type LayerChoice } from './layer-choice.ts';
import { SORTS, type Sort } from './list.ts';

/** Centre and zoom of the map; the centre is null when only the zoom was given. */
export interface MapPlace {
  zoom: number;
  centre: { lat: number; lon: number } | null;
}

export interface MapLink {
  region: string | null;
  facility: string | null;
  unit: UnitKind | null;
  glyphs: readonly Glyph[];
  search: string;
  sort: Sort;
  layers: LayerChoice;
  place: MapPlace | null;
}

/** Our own parameters, in the order in which they are written. */
export const LINK_PARAMETERS = [
  'region',
  'facility',
  'unit',
  'status',
  'search',
  'sort',
  'layers',
  'zoom',
] as const;
export type LinkParameter = (typeof LINK_PARAMETERS)[number];

/** A parameter that was left out, with what it said. */
export interface Ignored {
  parameter: LinkParameter;
  value: string;
}

/** What exists, to know a region or hospital by; null while the picture is not there yet and nothing can be said of them. */
export interface Known {
  regions: Readonly<Record<string, unknown>>;
  facilities: Readonly<Record<string, unknown>>;
}

const LONGEST_SEARCH = 80;
const PLACE = /^(\d{1,2}(?:\.\d{1,2})?)(?:,(\d{2}(?:\.\d{1,5})?),(\d(?:\.\d{1,5})?))?$/;

const isOneOf = <T extends string>(words: readonly T[], word: string): word is T =>
  (words as readonly string[]).includes(word);

/** `search`: the query of an address, with or without its question mark. */
export function readLink(
  search: string,
  known: Known | null,
): { link: MapLink; ignored: Ignored[] } {
  const parameters = new URLSearchParams(search);
  const ignored: Ignored[] = [];
  function read<T>(
    parameter: LinkParameter,
    otherwise: T,
    understand: (value: string) => T | undefined,
  ): T {
    const value = parameters.get(parameter);
    if (value === null || value === '') return otherwise;
    const understood = understand(value);
    if (understood === undefined)
      ignored.push({ parameter, value: value.slice(0, LONGEST_SEARCH) });
    return understood ?? otherwise;
  }
  const isThere = (things: Known['regions'] | undefined, id: string) =>
    things === undefined || Object.hasOwn(things, id) ? id : undefined;
  const link: MapLink = {
    region: read<string | null>('region', null, (id) => isThere(known?.regions, id)),
    facility: read<string | null>('facility', null, (id) => isThere(known?.facilities, id)),
    unit: read<UnitKind | null>('unit', null, (word) =>
      isOneOf(UNIT_KINDS, word) && word !== 'ed' ? word : undefined,
    ),
    glyphs: read<readonly Glyph[]>('status', [], (words) => {
      const glyphs = words.split(',').filter((word) => isOneOf(GLYPHS, word));
      return glyphs.length === words.split(',').length ? [...new Set(glyphs)] : undefined;
    }),
    search: read('search', '', (text) => text.trim().slice(0, LONGEST_SEARCH).trim()),
    sort: read<Sort>('sort', 'gravity', (word) => (isOneOf(SORTS, word) ? word : undefined)),
    layers: read<LayerChoice>('layers', NO_LAYERS, layersFrom),
    place: read<MapPlace | null>('zoom', null, placeFrom),
  };
  return { link, ignored };
}

function placeFrom(text: string): MapPlace | undefined {
  const [, zoomText, latText, lonText] = PLACE.exec(text) ?? [];
  if (zoomText === undefined) return undefined;
  const zoom = Number(zoomText);
  if (zoom < ZOOMS.least || zoom > ZOOMS.most) return undefined;
  if (latText === undefined || lonText === undefined) return { zoom, centre: null };
  const [lat, lon] = [Number(latText), Number(lonText)];
  const isInside = lat >= EDGE.south && lat <= EDGE.north && lon >= EDGE.west && lon <= EDGE.east;
  return isInside ? { zoom, centre: { lat, lon } } : undefined;
}

/** The query with ours as the page stands now, empty for none; what is usual is not written, what is not ours stays. */
export function writeLink(search: string, link: MapLink): string {
  const written = new URLSearchParams(search);
  const { place } = link;
  const centre = place?.centre;
  const said: Record<LinkParameter, string> = {
    region: link.region ?? '',
    facility: link.facility ?? '',
    unit: link.unit ?? '',
    status: link.glyphs.join(','),
    search: link.search.trim(),
    sort: link.sort === 'gravity' ? '' : link.sort,
    layers: layersText(link.layers),
    zoom:
      place === null
        ? ''
        : [
            rounded(place.zoom, 1),
            ...(centre ? [rounded(centre.lat, 4), rounded(centre.lon, 4)] : []),
          ].join(','),
  };
  for (const parameter of LINK_PARAMETERS) {
    written.delete(parameter);
    if (said[parameter] !== '') written.append(parameter, said[parameter]);
  }
  // Commas stay readable.
  const text = written.toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}

const rounded = (value: number, digits: number) => String(Number(value.toFixed(digits)));
