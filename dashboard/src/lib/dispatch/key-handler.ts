/** A key press at the desk: whose it is, and what it asks for. */
import type { DispatchDesk, Reach } from './desk.svelte.ts';
import { actionOf, isCharacterKey } from './keys.ts';

const TEXT_FIELDS =
  'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true]';
/** Things that answer to Enter, space or arrows themselves. */
const OWN_KEYS = 'button, a[href], summary, input, [role=option]';

/** Carries out what is the desk's; leaves alone what a field, a button or a dialog is waiting for. */
export function handleKey(event: KeyboardEvent, desk: DispatchDesk, reach: Reach): void {
  if (document.querySelector('dialog[open], [role=dialog][data-state=open]') !== null) return;
  // Not where the key began: a vital sign gives the focus back and passes the next letter on.
  const at = document.activeElement ?? document.body;
  const isText = at.matches(TEXT_FIELDS);
  if (isText && event.key !== 'Escape') return;
  // Escape leaves a field and nothing more; only the question for a reason goes away as a whole.
  if (isText && at instanceof HTMLElement && at.closest('[data-reason]') === null) {
    at.blur();
    event.preventDefault();
    return;
  }
  if (!desk.letters && isCharacterKey(event)) return;
  const found = actionOf(event);
  if (found === null) return;
  const { action, to } = found;
  const command = action.act === 'desk' ? action.command : null;
  const ctrl = event.ctrlKey || event.metaKey;
  if (command === 'decide' && !ctrl && at.matches(OWN_KEYS)) return;
  if (
    (command === 'up' || command === 'down' || command === 'open' || command === 'close') &&
    at.matches('input[type=radio]')
  )
    return;
  // A key held down must not decide, open or toggle again and again.
  if (event.repeat && command !== 'up' && command !== 'down') return;
  if (!desk.act(action, to, reach)) return;
  if (isText && at instanceof HTMLElement) at.blur();
  event.preventDefault();
}
