/**
 * What looks like personal data in free text: a citizen number, a birth date, a telephone number, an address or a name after a word
 * that only stands before a person. Source: capacity model, rule 9. Where it is typed it is refused; where it is fed it is dropped.
 */
import { refuse, type Refusal } from './refusal.ts';

/** Nine digits, perhaps in groups. */
const NINE_DIGITS = /(?<!\d)\d(?:[ .-]?\d){8}(?!\d)/g;
const DATE =
  /(?<!\d)(?:(?:19|20)\d\d[-/.]?(?:0[1-9]|1[0-2])[-/.]?(?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)?\d\d)(?!\d)/;
/** One sign before the `@` is enough: with all of them, a long text without any would be looked through anew from each of its signs. */
const MAIL = /[^\s@]@[^\s@]+\.[a-z]{2,}/i;
const PHONE = /(?<!\d)(?:\+31|0031|0)[ -]?[1-9](?:[ -]?\d){8}(?!\d)/;
/** "dhr. Jansen", "mevr. de vries", "geb. 12": words that only stand before a person. */
const ABOUT_SOMEBODY =
  /\b(?:dhr|mevr|mw|mevrouw|meneer)\b\.?\s+(?:(?:van|de|den|der|ter|ten|'t)\s+)*\p{L}|\b(?:geb|geboren|bsn|burgerservicenummer)\b/iu;
/** "patiënt Jansen", and not "patiënt is hier": the name has a capital. */
const A_PATIENT =
  /(?<!\p{L})(?:[Pp]ati[eë]nt|PATI[EË]NT|[Pp]a?t|PA?T)(?!\p{L})\.?\s+(?:(?:[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]er|[Tt]en|'t)\s+)*\p{Lu}/u;

/** Dutch citizen number: nine digits that pass the eleven-test with weight -1 for the last. */
export function isCitizenNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length !== 9 || digits === '000000000') return false;
  let sum = 0;
  for (let n = 0; n < 9; n += 1) sum += Number(digits[n]) * (n === 8 ? -1 : 9 - n);
  return sum % 11 === 0;
}

const isAboutSomebody = (text: string) => ABOUT_SOMEBODY.test(text) || A_PATIENT.test(text);

/** Whether the text may point to a person. */
export function mayNameSomebody(text: string): boolean {
  for (const [nine] of text.matchAll(NINE_DIGITS)) if (isCitizenNumber(nine)) return true;
  return DATE.test(text) || MAIL.test(text) || PHONE.test(text) || isAboutSomebody(text);
}

/** Eight digits that are a day of somebody's life, with or without signs between them. */
const WHOLE_DATE =
  /^(?:(?:19|20)\d\d([-/.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])([-/.]?)(?:0[1-9]|1[0-2])\2(?:19|20)\d\d)$/;

/**
 * Whether a name of a register, a bed or a ward is somebody's instead. Narrower than for free text: `B4-12-03` is a bed, and the
 * numbers of a dotted identifier are no citizen number.
 */
export function isSomebodysName(name: string): boolean {
  const plain = name.trim();
  if (WHOLE_DATE.test(plain) || MAIL.test(plain) || isAboutSomebody(plain)) return true;
  if (/(?<![\d-])(?:\+31|0031|0)[1-9]\d{8}(?![\d-])/.test(plain)) return true;
  return (plain.match(/(?<![\d.])\d{9}(?![\d.])/g) ?? []).some(isCitizenNumber);
}

/** The refusal of a text that may point to a person; null when nothing in it does. `path` is the field that it stands in. */
export function refusePersonData(text: string, path: string): Refusal | null {
  return mayNameSomebody(text) ? refuse('PERSON_DATA', path) : null;
}
