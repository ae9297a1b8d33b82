/** Dutch words of the components that every page shares. */
export const ui = {
  /** Names of keys, as they stand on a keyboard. */
  escape: 'Esc',
  control: 'Ctrl',
  close: 'Sluiten',
  nothingFound: 'Niets gevonden',
  /** Said, not shown, while somebody types in a field with a list. */
  found: (count: number) => (count === 1 ? '1 keuze' : `${count} keuzes`),
};
