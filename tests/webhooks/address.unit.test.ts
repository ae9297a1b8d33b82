import type { LookupAddress } from 'node:dns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AddressRefused,
  faultOfUrl,
  guardedLookup,
  mayConnect,
  PUBLIC_ONLY,
} from '../../server/webhooks/address.ts';

const LOCAL = { localhost: true, privateNetwork: false };
const PRIVATE = { localhost: false, privateNetwork: true };

const NOWHERE = [
  ...['0.0.0.0', '0.1.2.3', '100.64.0.1', '169.254.169.254', '192.0.0.1', '192.0.2.1'],
  ...['198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', 'fe80::1', 'ff02::1', '2001:db8::1', '2001::1', '2002:7f00:1::', '64:ff9b::7f00:1'],
  ...['::7f00:1', 'fec0::1', '::ffff:169.254.169.254', 'localhost', ''],
];
const LOOPBACK = ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'];
const OF_NETWORK = ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fd00::1'];
const PUBLIC = ['8.8.8.8', '172.15.0.1', '172.32.0.1', '2a00:1450:400e::1', '::ffff:8.8.8.8'];

describe('an address', () => {
  it('of the public internet may be spoken to, others only where that is said', () => {
    const allowed = (list: string[], rules: typeof LOCAL) =>
      list.filter((address) => mayConnect(address, rules));
    expect(allowed(PUBLIC, PUBLIC_ONLY)).toEqual(PUBLIC);
    for (const rules of [PUBLIC_ONLY, LOCAL, PRIVATE]) expect(allowed(NOWHERE, rules)).toEqual([]);
    expect(allowed([...LOOPBACK, ...OF_NETWORK], PUBLIC_ONLY)).toEqual([]);
    expect(allowed([...LOOPBACK, ...OF_NETWORK], LOCAL)).toEqual(LOOPBACK);
    expect(allowed([...LOOPBACK, ...OF_NETWORK], PRIVATE)).toEqual(OF_NETWORK);
  });

  it('is judged the same however IPv4 is written as IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(mayConnect(`::ffff:${address}`, PUBLIC_ONLY)).toBe(mayConnect(address, PUBLIC_ONLY));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the address of a webhook', () => {
  it.each([
    'https://receiver.example/in?for=us',
    'https://receiver.example:8443/',
    'https://8.8.8.8/',
    'https://[2a00:1450:400e::1]/',
  ])('%s is fine', (url) => {
    expect(faultOfUrl(url, PUBLIC_ONLY)).toBeNull();
  });

  it.each([
    ...['receiver.example', 'ftp://receiver.example', 'http://receiver.example/', 'javascript:x'],
    ...['https://a@receiver.example/', 'https://receiver.example/#a', 'https://10.0.0.1/'],
    ...['https://127.1/', 'https://2130706433/', 'https://0x7f.0.0.1/', 'https://017700000001/'],
    ...['https://LOCALHOST/', 'https://localhost./', 'https://a.localhost/', 'https://[::1]/'],
    ...['https://[::ffff:7f00:1]/', 'https://[fd00::1]/', 'https://169.254.169.254/latest'],
    `https://receiver.example/${'x'.repeat(1_000)}`,
  ])('%s is refused', (url) => {
    expect(faultOfUrl(url, PUBLIC_ONLY)).not.toBeNull();
  });

  it('without TLS leads to this machine only, and only where that is said', () => {
    expect(faultOfUrl('http://localhost:9000/', LOCAL)).toBeNull();
    expect(faultOfUrl('http://127.0.0.1:9000/', LOCAL)).toBeNull();
    expect(faultOfUrl('http://receiver.example/', LOCAL)).not.toBeNull();
    expect(faultOfUrl('http://10.0.0.1/', PRIVATE)).not.toBeNull();
    expect(faultOfUrl('https://10.0.0.1/', PRIVATE)).toBeNull();
    expect(faultOfUrl('http://localhost:9000/', PRIVATE)).not.toBeNull();
  });
});

describe('a name', () => {
  const four = (address: string): LookupAddress => ({ address, family: 4 });
  const find = (found: LookupAddress[], all: boolean) =>
    new Promise((done) => {
      const lookup = guardedLookup(PUBLIC_ONLY, (_host, tell) => tell(null, found));
      lookup('receiver.example', { all }, (error, address) => done(error ?? address));
    });

  it('that leads inside is refused at the connection, whatever it led to before', async () => {
    expect(await find([four('10.0.0.1'), four('127.0.0.1')], true)).toBeInstanceOf(AddressRefused);
    expect(await find([], true)).toBeInstanceOf(AddressRefused);
  });

  it('that leads inside and outside leads outside', async () => {
    const mixed = [four('127.0.0.1'), four('8.8.8.8')];
    expect(await find(mixed, true)).toEqual([four('8.8.8.8')]);
    expect(await find(mixed, false)).toBe('8.8.8.8');
  });

  it('that is not found is said to be', async () => {
    const missing = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
    const lookup = guardedLookup(PUBLIC_ONLY, (_host, tell) => tell(missing, []));
    const answer = await new Promise((done) => lookup('a.example', {}, done));
    expect(answer).toBe(missing);
  });
});
