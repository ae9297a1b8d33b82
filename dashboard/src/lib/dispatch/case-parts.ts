/** What the desk shows of a case. Fetched once the page stands: it opens without a case, and a first sight must not wait for these. */
export { default as ChangeLog } from './ChangeLog.svelte';
export { default as Compare } from './Compare.svelte';
export { default as Destinations } from './Destinations.svelte';
export { default as Findings } from './Findings.svelte';
export { default as KeyOverlay } from './KeyOverlay.svelte';
export { default as Questions } from './Questions.svelte';
