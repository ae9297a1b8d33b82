import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { provideGeoFiles } from './geo-files.mjs';

/** Where `vite dev` finds the server: the same PORT that the server itself listens on. */
const server = `http://127.0.0.1:${process.env.PORT ?? '8080'}`;

provideGeoFiles();

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    sveltekit({
      // Absolute, because the adapter counts from the working folder and not from `root`.
      adapter: adapter({
        pages: `${import.meta.dirname}/build`,
        fallback: 'index.html',
        precompress: true,
      }),
      compilerOptions: {
        // Runes in our own files; a package keeps the mode that it was written in.
        runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true),
      },
      // Kit adds the hash of its own start script; the rest of the policy is the server's header.
      csp: { mode: 'hash', directives: { 'script-src': ['self'] } },
      outDir: `${import.meta.dirname}/.svelte-kit`,
    }),
  ],
  build: {
    rolldownOptions: {
      output: {
        // A phone far from a mast pays for each file that it fetches and not for its bytes alone: what most pages need is one
        // file, and what some of them share goes together by who needs it, in place of a hundred small ones.
        codeSplitting: {
          groups: [
            // Kit tells its program which build it is before that program is read, so what its first file needs must bring
            // nothing else along: in one file with the rest, a page would never hear of another build (preloads.mjs checks it).
            {
              name: 'first',
              test: /[\\/]kit[\\/]src[\\/]runtime[\\/]client[\\/]payload\.js|vite[\\/]preload-helper/,
              priority: 3,
            },
            { name: 'most-pages', minShareCount: 8, priority: 2 },
            {
              name: 'some-pages',
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 3_000,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  server: {
    port: Number(process.env.DASHBOARD_PORT ?? '5173'),
    fs: {
      allow: [`${import.meta.dirname}/../server/domain`, `${import.meta.dirname}/../server/wire`],
    },
    proxy: {
      '/api': { target: server },
      '/socket.io': { target: server, ws: true },
    },
  },
});
