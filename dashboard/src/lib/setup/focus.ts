/** Brings the reader to what has just appeared; for `{@attach}`. */
export const focused = (node: HTMLElement): void => node.focus();
