import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

/** For whoever builds the pages: there in `npm run dev`; nothing of it is in what is built. */
export const load: PageLoad = async () => {
  if (import.meta.env.DEV)
    return { Gallery: (await import('#lib/gallery/Gallery.svelte')).default };
  error(404);
};
