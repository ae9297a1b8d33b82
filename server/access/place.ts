/** Where somebody signs in from: the network address, and the device by a secret in a cookie of its own. */
import { randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { cookieIn, cookieName } from './cookies.ts';

/** A place as a request tells it; null where it tells nothing. */
export interface Place {
  address: string | null;
  device: string | null;
}

/** Of nobody in particular: all who have neither are counted together. */
export const NO_PLACE: Place = { address: null, device: null };

/** Names the device at later sign-ins; opens nothing. */
export const deviceCookie = (secure: boolean) => cookieName('device', secure);
const DEVICE = /^[A-Za-z0-9_-]{43}$/;

/** Where a request comes from. @param address as the connection has it */
export function placeOf(headers: Headers, address: string | undefined, secure: boolean): Place {
  const told = cookieIn(headers, deviceCookie(secure)) ?? '';
  return { address: address ?? null, device: DEVICE.test(told) ? told : null };
}

export function freshDevice(): string {
  return randomBytes(32).toString('base64url');
}

/** What is counted as one address: of IPv6 the network (64 bits), for a single subscriber has as many addresses as they like. */
export function networkOf(address: string | null): string {
  if (address === null) return 'unknown';
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const parts = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - parts.length - rest.length)).fill('0');
  const groups = [...parts, ...(tail === undefined ? [] : zeros), ...rest].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
