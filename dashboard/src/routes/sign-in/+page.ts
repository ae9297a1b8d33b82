import { session } from '#lib/session/session.svelte.ts';
import type { PageLoad } from './$types';

/** What stands on the card is known before it is shown: nothing shifts under a finger that is on its way. */
export const load: PageLoad = () => session.ways();
