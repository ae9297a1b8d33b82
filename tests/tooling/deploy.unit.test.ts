/** What deploy/ names is there: files, settings of the server, variables to fill in, servers behind the balancer. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instructionsOf, isIgnored } from '../../scripts/image.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const compose = read('deploy', 'compose.yaml');
const dockerfile = instructionsOf(read('deploy', 'Dockerfile'));
/** Names that the server takes from its surroundings. */
const settings = new Set(
  readdirSync(join(ROOT, 'server'))
    .filter((file) => /^settings.*\.ts$/.test(file))
    .flatMap((file) => read('server', file).match(/\b[A-Z][A-Z0-9_]{3,}(?=:)/g) ?? []),
);
/** What node and the image itself know. */
const OF_NODE = ['NODE_ENV'];
const found = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

describe('deploy', () => {
  it('gives servers settings that they have', () => {
    expect([...settings]).toEqual(expect.arrayContaining(['DATABASE_URL', 'TRUSTED_PROXIES']));
    const server = compose.slice(compose.indexOf('x-server:'), compose.indexOf('services:'));
    const given = [
      ...found(server, /^ {4}([A-Z][A-Z_]+):/gm),
      ...found(compose, /<<: \*settings\n\s+([A-Z_]+):/g),
      ...found(read('deploy', 'spoedkaart.service'), /\b([A-Z][A-Z_]{3,})=\S/g),
      ...dockerfile
        .filter(({ word }) => word === 'ENV')
        .flatMap(({ rest }) => found(rest, /(\w+)=/g)),
    ];
    expect(given).toEqual(expect.arrayContaining(['PUBLIC_URL', 'MLLP_PORT', 'HOST']));
    expect(given.filter((name) => !settings.has(name) && !OF_NODE.includes(name))).toEqual([]);
  });

  it('asks for what the example lists, and for nothing else', () => {
    const asked = new Set(found(compose, /\$\{([A-Z_]+)/g));
    expect(new Set(found(read('deploy', 'example.env'), /^([A-Z_]+)=/gm))).toEqual(asked);
    const caddyfile = read('deploy', 'Caddyfile');
    for (const name of found(caddyfile, /\{\$([A-Z_]+)\}/g)) expect(compose).toContain(`${name}:`);
  });

  it('sends to servers that there are, at the port on which they listen', () => {
    const upstreams = found(read('deploy', 'Caddyfile'), /\b(server-\d+:\d+)\b/g);
    expect(upstreams.length).toBeGreaterThan(1);
    const env = dockerfile.find(({ word }) => word === 'ENV')?.rest ?? '';
    const [port] = found(env, /\bPORT=(\d+)/g);
    for (const upstream of upstreams) {
      const [name = '', at] = upstream.split(':');
      expect(compose).toMatch(new RegExp(`^ {2}${name}:`, 'm'));
      expect(at).toBe(port);
    }
  });

  it('names files that there are', () => {
    const mounted = found(compose, /- \.\/(\S+?):\//g).map((file) => join('deploy', file));
    const built = found(compose, /dockerfile: (\S+)/g);
    const copied = dockerfile
      .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    const started = found(read('deploy', 'spoedkaart.service'), /^ExecStart=\S+ (\S+)/gm);
    const all = [...mounted, ...built, ...copied, ...started];
    expect(all).toEqual(expect.arrayContaining([join('deploy', 'Caddyfile'), 'server/main.ts']));
    const ignored = read('.dockerignore').split('\n').filter(Boolean);
    for (const file of all) expect(existsSync(join(ROOT, file)), file).toBe(true);
    for (const file of copied) expect(isIgnored(file, ignored), file).toBe(false);
  });
});
