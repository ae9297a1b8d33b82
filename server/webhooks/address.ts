/**
 * Where a webhook may go. The server stands inside a hospital's or a region's network, and whoever makes a webhook must not make
 * it knock on doors there (server-side request forgery). A name can lead elsewhere tomorrow, so what it leads to is judged at
 * every connection, in the very look-up that the connection uses. Ranges: IANA special-purpose address registries (RFC 6890).
 */
import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { WEBHOOK_URL_LENGTH } from '#domain/webhooks/words.ts';

export interface AddressRules {
  /** This machine itself, also without TLS: for trying out. */
  localhost: boolean;
  /** Addresses of a private network, by TLS all the same. */
  privateNetwork: boolean;
}

export const PUBLIC_ONLY: AddressRules = { localhost: false, privateNetwork: false };

const LOOPBACK = listOf(['127.0.0.0/8', '::1/128']);
const PRIVATE = listOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);
const SPECIAL = listOf([
  ...['0.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24'],
  ...['192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
  // Of IPv6 only 2000::/3 is given out; in it, what carries an IPv4 address or is for examples.
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
]);
const GIVEN_OUT = listOf(['2000::/3']);

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Whether a connection to this IP address may be made. */
export function mayConnect(address: string, rules: AddressRules): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  // An IPv4 address written as IPv6 is judged as what it is: the lists see through it.
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const isIn = (list: BlockList) => list.check(address, family);
  if (isIn(LOOPBACK)) return rules.localhost;
  if (isIn(PRIVATE)) return rules.privateNetwork;
  if (isIn(SPECIAL)) return false;
  const mapped = address.toLowerCase().startsWith('::ffff:');
  return version === 4 || mapped || isIn(GIVEN_OUT);
}

/** Host of an address as a connection takes it: IPv6 without brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const isLoopback = (host: string) =>
  isIP(host) !== 0 && LOOPBACK.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
const isLocalName = (host: string) => host === 'localhost' || host.endsWith('.localhost');

/** What is wrong with an address, in words for whoever wrote the request; null when nothing is. */
export function faultOfUrl(text: string, rules: AddressRules): string | null {
  if (text.length > WEBHOOK_URL_LENGTH) return `at most ${WEBHOOK_URL_LENGTH} characters`;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    return 'an address that begins with https://';
  if (url.username !== '' || url.password !== '') return 'no name or password in the address';
  if (url.hash !== '') return 'nothing behind a #';
  const host = hostOf(url).replace(/\.$/, '');
  const local = isLocalName(host) || isLoopback(host);
  if (local && !rules.localhost) return 'this machine itself may not be spoken to';
  if (url.protocol === 'http:' && !local) return 'https, so that nobody reads along';
  if (isIP(host) !== 0 && !mayConnect(host, rules)) return 'not an address of the public internet';
  return null;
}

/** The name leads to an address that may not be spoken to. */
export class AddressRefused extends Error {
  override name = 'AddressRefused';
}

/**
 * A look-up for a connection, which gives only addresses that may be spoken to.
 * @param resolve default the system's.
 */
export function guardedLookup(
  rules: AddressRules,
  resolve: typeof lookupAll = lookupAll,
): LookupFunction {
  return (host, options, done) => {
    resolve(host, (error, found) => {
      if (error !== null) return done(error, '');
      const fine = found.filter(({ address }) => mayConnect(address, rules));
      const [first] = fine;
      if (first === undefined) return done(new AddressRefused(host), '');
      if (options.all === true) done(null, fine);
      else done(null, first.address, first.family);
    });
  };
}

function lookupAll(
  host: string,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
): void {
  lookup(host, { all: true }, done);
}
