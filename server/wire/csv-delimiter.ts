/** Which sign separates the cells of a table: the one that its header has most. Two at once would cut `12,5` in two whole numbers. */
export function delimiterOf(text: string): ';' | ',' | '\t' {
  const header = /^[^\r\n]*/.exec(text.replace(/^\ufeff/, ''))?.[0] ?? '';
  const count = (sign: string) => header.split(sign).length;
  const signs = [';', ',', '\t'] as const;
  return signs.reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
