/** What a broken glass does to the picture. By itself, because every page applies entries and none of them checks the order's shape. */
import type { EntryBodies } from '../entries.ts';
import type { GlassState, Iso, Picture } from '../picture.ts';

/** With a case the last ones are kept; all of them stand in the ledger. */
const MOST_KEPT = 50;

/** The picture with the glass of its case broken; those that have ended stay with the case. */
export function glassBroken(
  picture: Picture,
  body: EntryBodies['glass-broken'],
  { at, by }: { at: Iso; by: GlassState['by'] },
): Picture {
  const one = picture.cases[body.case];
  if (one === undefined) return picture;
  const opened = [...(one.opened ?? []), { ...body.glass, at, by }].slice(-MOST_KEPT);
  return { ...picture, cases: { ...picture.cases, [one.id]: { ...one, opened } } };
}
