import { describe, expect, it } from 'vitest';
import { storeName, storesToDrop, strategyFor, type Strategy } from '#lib/offline/strategy.ts';

const HERE = 'https://spoedkaart.example';
const kept = new Set(['/_app/immutable/entry/start.js', '/geo/roaz.json', '/favicon.svg']);
const of = (path: string, mode = 'cors', method = 'GET'): Strategy =>
  strategyFor({ method, mode, url: new URL(path, HERE).href }, HERE, kept);

describe('how a request is answered without a network', () => {
  it('the API, the sockets and which build the server has are never kept', () => {
    for (const path of [
      '/api/v1/me',
      '/api/v1/picture?region=west',
      '/api/auth/sign-in/email',
      '/socket.io/?EIO=4&transport=websocket',
      '/_app/version.json',
      '/service-worker.js',
    ])
      for (const mode of ['cors', 'navigate'])
        expect([path, of(path, mode)]).toEqual([path, 'pass']);
  });

  it('a page comes from the server when there is one', () => {
    for (const path of ['/', '/wall', '/region/west', '/map?facility=lumc-leiden'])
      expect(of(path, 'navigate')).toBe('page');
  });

  it('only files of this build are kept, as they were built', () => {
    expect(of('/_app/immutable/entry/start.js')).toBe('kept');
    expect(of('/geo/roaz.json')).toBe('kept');
    expect(of('/_app/immutable/entry/another.js')).toBe('pass');
    expect(of('/geo/roaz.json?v=2')).toBe('pass');
  });

  it('writes and other hosts are not its business', () => {
    expect(of('/favicon.svg', 'cors', 'POST')).toBe('pass');
    expect(of('https://tiles.example/favicon.svg')).toBe('pass');
  });
});

describe('the stores of builds', () => {
  it('a new build keeps its own and the one before it, of which a page may still be open', () => {
    const names = ['spoedkaart-1', 'somebody-else', 'spoedkaart-2', 'spoedkaart-3'];
    expect(storesToDrop(names, '3')).toEqual(['spoedkaart-1']);
    expect(storesToDrop(['spoedkaart-1'], '1')).toEqual([]);
    expect(storesToDrop([], '1')).toEqual([]);
    expect(storeName('1')).toBe('spoedkaart-1');
  });
});
