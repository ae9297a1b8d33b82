/**
 * Whose word is taken for where a request comes from. `X-Forwarded-For` is written by whoever sends it, so only what a proxy that
 * was named added to it is believed: from the right, as far as the addresses are those of proxies. Source: RFC 7239, section 8.1.
 */
import { BlockList, isIP } from 'node:net';

/** Whether the address is that of a proxy which speaks the truth. */
export type TrustedProxies = (address: string | null) => boolean;

export const trustNobody: TrustedProxies = () => false;

/** An address that a machine gives, without the IPv6 form of IPv4 and without a zone. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * @param list addresses and networks: `10.0.0.4`, `172.30.77.0/24`, `fd00::/8`
 * @throws RangeError naming what is neither
 */
export function trustedProxies(list: readonly string[]): TrustedProxies {
  if (list.length === 0) return trustNobody;
  const known = new BlockList();
  for (const one of list) {
    const [address = '', bits, ...rest] = one.split('/');
    const most = isIP(address) === 6 ? 128 : 32;
    const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    // A length of nothing would believe everybody, which nobody means.
    if (isIP(address) === 0 || rest.length > 0 || length < 1 || length > most)
      throw new RangeError(`${one} is no address and no network such as 172.30.77.0/24`);
    known.addSubnet(address, length, familyOf(address));
  }
  return (address) => {
    const one = plain(address ?? '');
    return isIP(one) !== 0 && known.check(one, familyOf(one));
  };
}

/**
 * Where a request comes from. @param peer other end of the connection @param forwarded header `X-Forwarded-For`
 * @returns the peer, unless it is a trusted proxy that says for whom it asks
 */
export function clientAddress(
  peer: string | undefined,
  forwarded: string | string[] | undefined,
  proxies: TrustedProxies,
): string | undefined {
  if (peer === undefined || !proxies(peer) || forwarded === undefined) return peer;
  const told = (typeof forwarded === 'string' ? forwarded : forwarded.join(','))
    .split(',')
    .map((one) => plain(one.trim()));
  let found = peer;
  for (const address of told.reverse()) {
    // What is no address was put there by no proxy of ours.
    if (isIP(address) === 0) break;
    found = address;
    if (!proxies(address)) break;
  }
  return found;
}
