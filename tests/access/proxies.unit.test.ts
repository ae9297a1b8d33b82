/** Where a request comes from is what its connection says, unless a proxy that was named says for whom it asks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress, trustedProxies, trustNobody } from '../../server/access/proxies.ts';

const OURS = trustedProxies(['10.0.0.4', '172.30.77.0/24', 'fd00::/8']);

describe('an address that is told', () => {
  it.each([
    ['of nobody', '198.51.100.7', undefined, '198.51.100.7'],
    ['by one who is no proxy of ours', '198.51.100.7', '192.0.2.1', '198.51.100.7'],
    ['by our proxy', '10.0.0.4', '192.0.2.1', '192.0.2.1'],
    ['by our proxy, in the form of IPv6', '::ffff:10.0.0.4', '192.0.2.1', '192.0.2.1'],
    ['by our proxy of IPv6', 'fd00::1', '2001:db8::1', '2001:db8::1'],
    ['by two of ours', '10.0.0.4', '192.0.2.1, 172.30.77.9', '192.0.2.1'],
    ['by somebody before our proxy', '10.0.0.4', '192.0.2.1, 198.51.100.7', '198.51.100.7'],
    ['as one of ours by somebody before it', '10.0.0.4', '10.0.0.4, 198.51.100.7', '198.51.100.7'],
    ['as no address', '10.0.0.4', 'unknown', '10.0.0.4'],
    ['as no address before one', '10.0.0.4', 'x, 192.0.2.1', '192.0.2.1'],
    ['as an address with a port', '10.0.0.4', '192.0.2.1:5000', '10.0.0.4'],
    ['as nothing', '10.0.0.4', '', '10.0.0.4'],
    ['as ours only', '10.0.0.4', '172.30.77.9', '172.30.77.9'],
  ])('%s', (_name, peer, forwarded, expected) => {
    expect(clientAddress(peer, forwarded, OURS)).toBe(expected);
  });

  it('is never believed where no proxy was named', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.string(), (peer, forwarded) => {
        expect(clientAddress(peer, forwarded, trustNobody)).toBe(peer);
      }),
    );
  });

  it('is never what stands left of an address that is not ours: its sender wrote that himself', () => {
    const lies = fc.array(fc.oneof(fc.ipV4(), fc.string(), fc.constant('10.0.0.4')));
    fc.assert(
      fc.property(lies, (told) => {
        const forwarded = [...told, '198.51.100.7'].join(', ');
        expect(clientAddress('10.0.0.4', forwarded, OURS)).toBe('198.51.100.7');
      }),
    );
  });
});
