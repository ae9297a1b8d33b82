import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

/** For whoever builds the pages: there in `npm run dev`, and no page at all in what is built. */
export const load: PageLoad = async () => {
  if (!import.meta.env.DEV) error(404);
  return { Gallery: (await import('#lib/gallery/Gallery.svelte')).default };
};
