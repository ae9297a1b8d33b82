import { redirect } from '@sveltejs/kit';
import { session } from '#lib/session/session.svelte.ts';
import type { PageLoad } from './$types';

/** A hospital account's own first; anybody else has none here. */
export const load: PageLoad = async ({ parent }) => {
  await parent();
  const first = session.me?.scope.facilities[0];
  if (first !== undefined) redirect(307, `/hospital/${first}`);
};
