/**
 * Free text of feeds: short, one line, and never about a person. What looks like a citizen number, a birth date, a telephone number
 * or an address is not kept, whole sentence and all. Source: capacity model, rule 9.
 */
import { mayNameSomebody } from '#domain/person-data.ts';
import type { Anomaly } from './item.ts';

const MOST = 500;

/** The text as it may be kept, on one line and cut to length; null when nothing of it may. */
export function keepable(text: string | null, remark: (anomaly: Anomaly) => void): string | null {
  // eslint-disable-next-line no-control-regex -- control characters are just what must go
  const plain = (text ?? '').replace(/[\x00-\x1f\x7f\s]+/g, ' ').trim();
  if (plain === '') return null;
  if (mayNameSomebody(plain)) {
    remark('PERSON_DATA');
    return null;
  }
  if (plain.length <= MOST) return plain;
  remark('CUT');
  return plain.slice(0, MOST).trimEnd();
}
