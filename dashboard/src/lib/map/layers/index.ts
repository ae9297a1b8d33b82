/** All of what can be laid over the map, in one piece that is fetched when somebody asks for it. */
export { default as LayersDrawn } from './LayersDrawn.svelte';
export { default as LayersPanel } from './LayersPanel.svelte';
export { MapLayers } from './layers.svelte.ts';
