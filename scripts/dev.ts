/** `npm run dev`: the server, restarted when its files change, and beside it the dashboard with hot reload. */
import { spawn } from 'node:child_process';
import { inRoot } from './setup/root.mjs';

const programs = [
  ['--watch', '--watch-preserve-output', inRoot('server', 'main.ts')],
  [inRoot('node_modules', 'vite', 'bin', 'vite.js'), 'dev', 'dashboard'],
];
// Pages come from the address of the dashboard's own server: that is the origin to trust.
const dashboard = `http://localhost:${process.env.DASHBOARD_PORT ?? '5173'}`;
const env = { ...process.env, PUBLIC_URL: process.env.PUBLIC_URL ?? dashboard };
const children = programs.map((args) => spawn(process.execPath, args, { stdio: 'inherit', env }));

const stop = (): void => {
  for (const child of children) child.kill('SIGTERM');
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
for (const child of children) {
  // One without the other is of no use: whichever ends, ends both.
  child.on('exit', (code) => {
    process.exitCode ??= code ?? 0;
    stop();
  });
}
