/** A picture as text, without holding up whoever else needs the event loop: a day of cases makes tens of megabytes. */
import type { Picture } from '#domain/picture.ts';
import { breath, type Clockwork } from './clockwork.ts';

/** Members of a large record that become text in one turn; some ms. */
const AT_ONCE = 50;
/** Those that grow with the country and with the day. */
const LARGE: ReadonlySet<string> = new Set<keyof Picture>(['cases', 'facilities']);

/**
 * The very text of `JSON.stringify(picture)`, in pieces. The picture is never changed in place, so that it is of one moment however
 * long this takes.
 */
export async function pictureText(picture: Picture, clockwork: Clockwork): Promise<string[]> {
  const pieces: string[] = [];
  let between = '{';
  for (const [name, value] of Object.entries(picture)) {
    if (value === undefined) continue;
    const key = `${between}${JSON.stringify(name)}:`;
    between = ',';
    if (LARGE.has(name)) {
      pieces.push(key);
      await recordText(value as Record<string, unknown>, pieces, clockwork);
    } else pieces.push(key + JSON.stringify(value));
  }
  pieces.push(between === '{' ? '{}' : '}');
  return pieces;
}

async function recordText(
  record: Record<string, unknown>,
  pieces: string[],
  clockwork: Clockwork,
): Promise<void> {
  const names = Object.keys(record);
  pieces.push('{');
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const members = names
      .slice(from, from + AT_ONCE)
      .map((name) => `${JSON.stringify(name)}:${JSON.stringify(record[name])}`);
    pieces.push((from === 0 ? '' : ',') + members.join(','));
    if (from + AT_ONCE < names.length) await breath(clockwork);
  }
  pieces.push('}');
}
