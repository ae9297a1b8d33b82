/** F6 goes round the parts of the desk, as it does between the panes of other programs. */

/** Focuses the part after the one in which the focus is; the first when it is in none. */
export function focusNextPart(page: HTMLElement | undefined): void {
  if (page === undefined) return;
  const parts = [...page.querySelectorAll<HTMLElement>('[data-part]')];
  const at = parts.findIndex((part) => part.contains(document.activeElement));
  parts[(at + 1) % parts.length]?.focus();
}
