import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Before any worker starts: the zone of the machine must not decide whether a test passes.
process.env.TZ = 'UTC';

export default defineConfig({
  test: {
    pool: 'forks',
    // Left alone, vitest keeps a core for the editor: of two that would be one for the tests.
    maxWorkers: Math.max(2, availableParallelism()),
    passWithNoTests: true,
    // A forgotten `.only` is an error everywhere, not just in a pipeline.
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/**/*.unit.test.ts'] },
      },
      {
        extends: true,
        // Modules and components with runes: compiled, and resolved as in a browser.
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'svelte',
          include: ['tests/**/*.svelte.test.ts'],
          environment: './scripts/test/runes-environment.ts',
          server: { deps: { inline: [/svelte/] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'int',
          include: ['tests/**/*.int.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/**/*.e2e.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
