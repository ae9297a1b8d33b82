/** A spreadsheet's way with a file: it splits at the signs of its computer's region, not of the file, and forgives every quote. */

/** Signs that are split at by some computer, alone and, as LibreOffice offers, together. */
export const SPLITS = [',', ';', '\t', ',;', ',;\t'] as const;

/**
 * The cells of a file. One that begins with a quote goes on to the next single quote and what follows it to the separator; any other is
 * taken as it stands, quotes and all.
 */
export function cellsOf(file: string, signs: string): string[] {
  const text = file.replace(/^\ufeff/, '');
  const ends = (at: number) =>
    at >= text.length || '\r\n'.includes(text[at] ?? '') || signs.includes(text[at] ?? '');
  const cells: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; at < text.length; at += 1) {
        if (text[at] === '"' && text[at + 1] !== '"') break;
        if (text[at] === '"') at += 1;
        cell += text[at] ?? '';
      }
      at += 1;
    }
    for (; !ends(at); at += 1) cell += text[at] ?? '';
    cells.push(cell);
  }
  return cells;
}

/** What a spreadsheet would run (OWASP, "CSV Injection"). A number is a number, and a lone sign nothing. */
export function isFormula(cell: string): boolean {
  return /^\s*[=+\-@＝＋－＠]/.test(cell) && !/^\s*[+-]?\d+(?:[.,]\d+)*\s*$/.test(cell);
}

/** Of the file, all that some spreadsheet would run. */
export const formulasIn = (file: string): string[] =>
  SPLITS.flatMap((signs) => cellsOf(file, signs).filter(isFormula));
