import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { hideAnnouncerByClass } from './announcer.mjs';
import { groupFiles } from './file-groups.mjs';
import { provideFirstWords } from './first-words.ts';
import { provideGeoFiles } from './geo-files.mjs';

/** Where `vite dev` finds the server: the same PORT that the server itself listens on. */
const server = `http://127.0.0.1:${process.env.PORT ?? '8080'}`;

provideGeoFiles();
provideFirstWords();
const fileGroups = groupFiles();

/** The one script that stands in app.html itself, as a policy names it. */
function hashOfOwnScript(): `sha256-${string}` {
  const html = readFileSync(`${import.meta.dirname}/src/app.html`, 'utf8');
  const text = /<script>([^]*?)<\/script>/.exec(html)?.[1];
  if (text === undefined) throw new Error('app.html has no script: look at vite.config.ts again');
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    hideAnnouncerByClass(),
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
      // Kit adds the hash of its own start script, we that of app.html's; the rest of the policy is the server's header.
      csp: { mode: 'hash', directives: { 'script-src': ['self', hashOfOwnScript()] } },
      outDir: `${import.meta.dirname}/.svelte-kit`,
    }),
    fileGroups.plugin,
  ],
  // Only what a browser fetches: Kit reads its own server build once, where a group that needs itself would be read half.
  environments: {
    client: {
      build: { rolldownOptions: { output: { codeSplitting: { groups: [...fileGroups.groups] } } } },
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
