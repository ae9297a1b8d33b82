/**
 * Text in a table that a spreadsheet must not take for a formula (OWASP, "CSV Injection"): an apostrophe before it says that it is text.
 * A spreadsheet splits at the sign of the computer's region, which need not be ours, and then begins a cell in the middle of one of ours.
 */

/** Between the cells of the file; inside a cell it stands quoted. */
export type Separator = ',' | ';';

/** What a formula begins with, in full width too. */
const FORMULA = '[=+\\-@＝＋－＠]';
/** Before it, what a spreadsheet passes over. An apostrophe that stands there already counts, so that what was put there can be taken away again. */
const AT_BEGIN = `'*(?:[\\t\\r\\n]|["\\s]*'*${FORMULA})`;
const BEGIN = new RegExp(`^(?=${AT_BEGIN})`);
const SAID_AT_BEGIN = new RegExp(`^'(?=${AT_BEGIN})`);

/** Behind a sign that another spreadsheet splits at, whatever stands quoted. Who splits at ours minds our quotes. */
const INSIDE: Record<Separator, string> = {
  ',': `[;\\t\\r\\n]["\\s]*`,
  ';': `[,\\t\\r\\n]["\\s]*`,
};
const inside = (one: Separator, said: string) =>
  new RegExp(`(${INSIDE[one]})${said}(?='*${FORMULA})`, 'g');
const INNER = { ',': inside(',', ''), ';': inside(';', '') };
const SAID_INSIDE = { ',': inside(',', "'"), ';': inside(';', "'") };

/** The text with an apostrophe wherever a spreadsheet could begin a formula in a file with these separators. */
export function harmlessText(text: string, separator: Separator): string {
  return text.replace(INNER[separator], "$1'").replace(BEGIN, "'");
}

/** The text that `harmlessText` was given. */
export function plainText(harmless: string, separator: Separator): string {
  return harmless.replace(SAID_AT_BEGIN, '').replace(SAID_INSIDE[separator], '$1');
}
