/** What can be chosen in a list: what the machine keeps, and what people read. */
export interface Option<Value extends string = string> {
  value: Value;
  label: string;
  /** A second word beside the label, in quieter ink. */
  detail?: string;
  disabled?: boolean;
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** The options of which label or detail holds every word of `text`, whatever its accents and capitals; all for no text. */
export function matching<One extends Option>(options: readonly One[], text: string): One[] {
  const asked = plain(text).split(/\s+/).filter(Boolean);
  return options.filter((option) => {
    const said = plain(`${option.label} ${option.detail ?? ''}`);
    return asked.every((word) => said.includes(word));
  });
}
