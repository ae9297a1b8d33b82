import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inlineOf } from '../../server/policy.ts';
import { createStatic } from '../../server/static.ts';

const root = mkdtempSync(join(tmpdir(), 'pages-'));
const SCRIPT = 'export const a = 1;'.repeat(50);

beforeAll(() => {
  mkdirSync(join(root, '_app', 'immutable'), { recursive: true });
  const head = '<head><title>Spoedkaart</title><link href="/there.css"></head>';
  writeFileSync(join(root, 'index.html'), `<!doctype html>${head}`);
  const routes = {
    '/map': ['/map.js'],
    '/region/[id]': ['/region.js', '/there.css', '/geo/a.json'],
  };
  writeFileSync(join(root, 'preloads.json'), JSON.stringify({ letters: ['/a.woff2'], routes }));
  writeFileSync(join(root, 'robots.txt'), 'User-agent: *');
  writeFileSync(join(root, 'service-worker.js'), SCRIPT);
  writeFileSync(join(root, '_app', 'version.json'), '{"version":"1"}');
  writeFileSync(join(root, '_app', 'immutable', 'a.js'), SCRIPT);
  writeFileSync(join(root, '_app', 'immutable', 'a.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(join(root, '..', 'outside.txt'), 'secret');
});
afterAll(() => rmSync(root, { recursive: true }));

const get = (path: string, headers: Record<string, string> = {}) =>
  createStatic({
    root,
    tilesUrl: 'https://{s}.tiles.example/{z}/{x}/{y}.png',
    secure: true,
    origins: ['https://spoedkaart.example'],
  }).request(path, {
    headers,
  });

describe('the pages', () => {
  it('are one page for every address of the dashboard', async () => {
    for (const path of ['/', '/map', '/region/west', '/decisions/0b6f']) {
      const reply = await get(path);
      expect([path, reply.status]).toEqual([path, 200]);
      expect(reply.headers.get('cache-control')).toBe('no-cache');
      expect(await reply.text()).toContain('<title>Spoedkaart');
    }
  });

  it('say with the address what it will need, once', async () => {
    const links = async (path: string) =>
      [...(await (await get(path)).text()).matchAll(/href="([^"]+)"/g)].map(([, to]) => to);
    expect(await links('/map')).toEqual(['/there.css', '/api/v1/me', '/a.woff2', '/map.js']);
    expect(await links('/region/west')).toEqual([
      '/there.css',
      '/api/v1/me',
      '/a.woff2',
      '/region.js',
      '/geo/a.json',
    ]);
    expect(await links('/region/west/east')).toEqual(['/there.css', '/api/v1/me', '/a.woff2']);
  });

  it('wait for no style sheet before the first word, and bring the few rules of that along', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'boot-'));
    const sheet = '<link href="/base.css" rel="stylesheet">';
    writeFileSync(join(folder, 'index.html'), `<!doctype html><head>${sheet}</head>`);
    const told = { letters: [], routes: { '/map': ['/base.css'] }, boot: '.boot{color:red}' };
    writeFileSync(join(folder, 'preloads.json'), JSON.stringify(told));
    const app = createStatic({ root: folder, tilesUrl: null, secure: false, origins: [] });
    const html = await (await app.request('/map')).text();
    expect(html).not.toContain('rel="stylesheet"');
    expect(html).toContain('<style>.boot{color:red}</style>');
    const policy = (await app.request('/map')).headers.get('content-security-policy');
    expect(policy).toContain(
      `style-src 'self' ${inlineOf('<style>.boot{color:red}</style>').styles[0]};`,
    );
    expect(html.match(/href="\/base\.css"/g)).toHaveLength(1);
    rmSync(folder, { recursive: true });
  });

  it('say what they are in every language, as text, and ask for what they need after that', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'words-'));
    const body = '<body><div class="boot"><div>Spoedkaart</div></div>\n</body>';
    writeFileSync(join(folder, 'index.html'), `<!doctype html><head></head>${body}`);
    const words = {
      nl: { '/map': { title: 'De kaart', text: 'A <b> & c' } },
      en: { '/map': { title: 'The map', text: 'So' } },
    };
    const told = { letters: ['/a.woff2'], routes: { '/map': [], '/wall': [] }, words };
    writeFileSync(join(folder, 'preloads.json'), JSON.stringify(told));
    const app = createStatic({ root: folder, tilesUrl: null, secure: false, origins: [] });
    const html = await (await app.request('/map')).text();
    expect(html).toContain(
      '<div>Spoedkaart</div>' +
        '<div class="boot-words" role="status" lang="nl"><p>De kaart</p><p>A &lt;b> &amp; c</p></div>' +
        '<div class="boot-words" role="status" lang="en"><p>The map</p><p>So</p></div></div>',
    );
    expect(html).toMatch(/<template id="later">.*href="\/a\.woff2".*<\/template>/);
    expect(await (await app.request('/wall')).text()).not.toContain('boot-words');
    rmSync(folder, { recursive: true });
  });

  it('come compressed as the browser takes them, each with a mark of its own', async () => {
    const marks = new Set<string | null>();
    for (const [accepted, coding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['', null],
    ] as const) {
      const reply = await get('/map', { 'accept-encoding': accepted });
      expect(reply.headers.get('content-encoding')).toBe(coding);
      expect(reply.headers.get('vary')).toBe('Accept-Encoding');
      marks.add(reply.headers.get('etag'));
    }
    expect(marks.size).toBe(3);
    const packed = await get('/map', { 'accept-encoding': 'br' });
    const text = brotliDecompressSync(Buffer.from(await packed.arrayBuffer())).toString();
    expect(text).toContain('<title>Spoedkaart');
  });

  it('are not sent again when they did not change', async () => {
    const etag = (await get('/map')).headers.get('etag') ?? '';
    expect((await get('/map', { 'if-none-match': etag })).status).toBe(304);
  });

  it.each(['/_app/immutable/gone.js', '/_app/gone', '/gone.png', '/favicon.ico'])(
    'are not the answer to a file that is missing: %s',
    async (path) => {
      const reply = await get(path);
      expect(reply.status).toBe(404);
      expect(await reply.text()).not.toContain('<title>');
    },
  );

  it('keep for good what has a hash in its name, compressed', async () => {
    const reply = await get('/_app/immutable/a.js', { 'accept-encoding': 'br' });
    expect(reply.headers.get('content-encoding')).toBe('br');
    expect(reply.headers.get('cache-control')).toContain('immutable');
    expect(reply.headers.get('content-type')).toContain('javascript');
    expect((await get('/robots.txt')).headers.get('cache-control')).toBe('no-cache');
  });

  it('may keep themselves for when there is no network, and say each time which build they are', async () => {
    for (const path of ['/service-worker.js', '/_app/version.json']) {
      const reply = await get(path);
      expect([path, reply.status, reply.headers.get('cache-control')]).toEqual([
        path,
        200,
        'no-cache',
      ]);
    }
    const policy = (await get('/service-worker.js')).headers.get('content-security-policy');
    expect(policy).toContain("worker-src 'self'");
  });

  it.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/_app/..%5c..%5coutside.txt',
  ])('give nothing from outside their folder: %s', async (path) => {
    expect(await (await get(path)).text()).not.toContain('secret');
  });

  it('may not be framed, and load tiles from the one place that is set', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain('https://*.tiles.example');
    expect(policy).toContain("connect-src 'self' wss://spoedkaart.example;");
  });

  it('run no script and show no style that is not ours, and say so to every address', async () => {
    for (const path of ['/', '/gone.png', '/robots.txt']) {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; ");
      expect(policy).not.toMatch(/unsafe|\*(?!\.tiles)|blob:/);
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('name what stands in the page itself by its hash', async () => {
    expect(
      inlineOf('<script src="/a.js"></script><script>\n1</script><style>.a{}</style>'),
    ).toEqual({
      scripts: [`'sha256-${createHash('sha256').update('\n1').digest('base64')}'`],
      styles: [`'sha256-${createHash('sha256').update('.a{}').digest('base64')}'`],
    });
  });
});
