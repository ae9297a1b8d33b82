import type { Environment } from 'vitest/runtime';

/**
 * Node as it is, with modules compiled as for a browser: otherwise Svelte compiles for server rendering, where effects
 * never run.
 */
export default {
  name: 'runes',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
} satisfies Environment;
