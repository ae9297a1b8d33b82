/** How well a place answers what somebody typed. */

interface Searchable {
  name: string;
  alternates: string[];
  municipality: { name: string };
}

/** Lower case, without accents, punctuation and double spaces: `'s-Hertogenbosch` is `s hertogenbosch`. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

interface Folded {
  name: string;
  alternates: string[];
  municipality: string;
}

const foldedPlaces = new WeakMap<Searchable, Folded>();

/**
 * 0 its very name, or another of its names; 1 its name begins so; 2 another name begins so; 3 a later word of a name
 * begins so; 4 every word typed begins a word of its name or municipality; null no match.
 *
 * @param wanted folded, not empty.
 */
export function matchQuality(place: Searchable, wanted: string): number | null {
  const { name, alternates, municipality } = foldedOf(place);
  if (name === wanted || alternates.includes(wanted)) return 0;
  if (name.startsWith(wanted)) return 1;
  if (alternates.some((other) => other.startsWith(wanted))) return 2;
  if ([name, ...alternates].some((other) => other.includes(` ${wanted}`))) return 3;
  const space = wanted.indexOf(' ');
  if (space < 0 || !name.startsWith(wanted.slice(0, space))) return null;
  const words = `${name} ${municipality}`.split(' ');
  return wanted.split(' ').every((part) => words.some((word) => word.startsWith(part))) ? 4 : null;
}

function foldedOf(place: Searchable): Folded {
  let folded = foldedPlaces.get(place);
  if (!folded) {
    folded = {
      name: fold(place.name),
      alternates: place.alternates.map(fold),
      municipality: fold(place.municipality.name),
    };
    foldedPlaces.set(place, folded);
  }
  return folded;
}
