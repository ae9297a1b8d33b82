import { redirect } from '@sveltejs/kit';
import { OPEN_PAGES, SECOND_FACTOR, session, SIGN_IN, WALL } from '#lib/session/session.svelte.ts';
import { inTurn } from '#lib/ui/turns.ts';
import { words } from '#lib/words/words.svelte.ts';
import type { LayoutLoad } from './$types';

// A replica that lives in the browser: nothing is rendered on the server, one fallback page serves every address.
export const ssr = false;
export const prerender = false;

/** What shows nothing of anybody, and is there only while one builds. */
const GALLERY = '/gallery';

/** Nobody sees a page before the server said who it is for. */
export const load: LayoutLoad = async ({ url }) => {
  await words.ready;
  if (import.meta.env.DEV && url.pathname === GALLERY) return;
  const asked = session.load();
  // The first date format that a device makes takes a phone a tenth of a second: in a task of its own, while the server is asked.
  inTurn(() => void words.format.clock(0));
  const me = await asked;
  // Without a server there is nobody to send away; the frame says so and asks again.
  if (session.unreachable) return;
  if (session.mustSetUp) {
    if (url.pathname !== SECOND_FACTOR && url.pathname !== SIGN_IN) redirect(307, SECOND_FACTOR);
    return;
  }
  if (me === null && !OPEN_PAGES.includes(url.pathname)) redirect(307, SIGN_IN);
  if (me?.wall && url.pathname !== WALL) redirect(307, WALL);
};
