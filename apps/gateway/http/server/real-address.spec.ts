import { AddressRanges } from '#process';
import { realAddress } from './real-address.js';

const PROXIES = new AddressRanges(['10.0.0.0/8', 'fd00::/8']);
const NONE = new AddressRanges();

describe('the real address', () => {
  it.each([
    ['is the peer where nothing was forwarded', '192.0.2.1', undefined, '192.0.2.1'],
    ['is the peer where the peer is not trusted, whatever it says', '192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['is what a trusted proxy says', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['is what the last one that is not trusted had', '10.0.0.1', '1.1.1.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['is never what the client wrote itself', '10.0.0.1', '127.0.0.1, 203.0.113.9', '203.0.113.9'],
    ['is the first proxy where all are trusted', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['is the proxy where it says nonsense', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['is the last that made sense', '10.0.0.1', 'secret, 10.0.0.2', '10.0.0.2'],
    ['is the same, mapped', '::ffff:10.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
    ['is the same, mapped in another spelling', '10.0.0.1', '0:0:0:0:0:FFFF:cb00:7109', '203.0.113.9'],
    ['is the same, mapped by a proxy that is trusted', '::ffff:a00:1', '203.0.113.9, ::ffff:0a00:0002', '203.0.113.9'],
    ['has no port', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    ['has no brackets', '10.0.0.1', '[2001:db8::1]:443', '2001:db8::1'],
    ['comes over IPv6', 'fd00::1', '2001:db8::7', '2001:db8::7'],
  ])('%s', (_what, peer, forwarded, wanted) => expect(realAddress(peer, forwarded, PROXIES)).toBe(wanted));

  it('is the peer where nobody is trusted', () => expect(realAddress('10.0.0.1', '203.0.113.9', NONE)).toBe('10.0.0.1'));
});
