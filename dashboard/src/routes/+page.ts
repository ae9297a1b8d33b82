import { redirect } from '@sveltejs/kit';
import { landingOf, session, SIGN_IN } from '#lib/session/session.svelte.ts';
import type { PageLoad } from './$types';

/** Each role begins on the page that answers its own question. */
export const load: PageLoad = async ({ parent }) => {
  await parent();
  if (session.unreachable) return;
  redirect(307, session.me === null ? SIGN_IN : landingOf(session.me));
};
