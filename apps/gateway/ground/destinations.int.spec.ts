import type { LookupAddress } from 'node:dns';
import { Destinations } from './destinations.js';

const destinations = new Destinations();
/** As a URL spells it. */
const hostOf = (host: string): string => new URL(`http://${host}/`).hostname;

describe('a host that is called', () => {
  it.each([
    ['169.254.169.254', 'link-local'],
    ['169.254.0.1', 'link-local'],
    ['2852039166', 'link-local'],
    ['0xa9fea9fe', 'link-local'],
    ['0251.0376.0251.0376', 'link-local'],
    ['169.254.43518', 'link-local'],
    ['[::ffff:169.254.169.254]', 'link-local'],
    ['[64:ff9b::169.254.169.254]', 'link-local'],
    ['[2002:a9fe:a9fe::1]', 'link-local'],
    ['[64:ff9b:1::169.254.169.254]', 'link-local'],
    ['[::ffff:0:169.254.169.254]', 'link-local'],
    ['169.254.169.254.', 'link-local'],
    ['１６９。254。169。254', 'link-local'],
    ['[::169.254.169.254]', 'link-local'],
    ['[fe80::1]', 'link-local'],
    ['[febf::1]', 'link-local'],
    ['0.0.0.0', 'unspecified'],
    ['0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['[::]', 'unspecified'],
    ['[::ffff:0.0.0.0]', 'unspecified'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['[fd00:ec2::254]', 'metadata'],
    ['[fd00:ec2::23]', 'metadata'],
    ['[::ffff:100.100.100.200]', 'metadata'],
    ['metadata.google.internal', 'metadata'],
    ['METADATA.google.internal.', 'metadata'],
    ['metadata.google.internal..', 'metadata'],
    ['metadata', 'metadata'],
    ['instance-data.ec2.internal', 'metadata'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'multicast'],
    ['[ff02::1]', 'multicast'],
  ])('is not %s, which is %s', async (host, kind) => {
    expect(destinations.refusalOfName(hostOf(host))).toContain(kind);
    expect(await destinations.refusalOf(hostOf(host))).toContain('TOKENOK_ALLOWED_HOSTS');
  });

  it.each([
    '127.0.0.1',
    '[::1]',
    '10.0.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '8.8.8.8',
    '[fd00::1]',
    '[fd00:ec3::254]',
    '[64:ff9b::8.8.8.8]',
    '[2606:4700::1111]',
    'localhost',
  ])('may be %s', async (host) => expect(await destinations.refusalOf(hostOf(host))).toBeUndefined());

  it('may be one whose name is not known now', async () => expect(await destinations.refusalOf('provider.invalid')).toBeUndefined());

  it('may be any that is allowed by its name', async () => {
    const allowing = new Destinations(new Set(['169.254.1.2', 'fe80::1', 'metadata.google.internal']));
    for (const host of ['169.254.1.2', '[fe80::1]', 'metadata.google.internal.'])
      expect(await allowing.refusalOf(hostOf(host))).toBeUndefined();
    expect(await allowing.refusalOf('169.254.1.3')).toBeDefined();
  });
});

describe('the lookup of a connection', () => {
  const found = (options: object): Promise<unknown> =>
    new Promise((done) => destinations.lookup('localhost', options, (fault, address, family) => done(fault ?? [address, family])));

  it('gives what the system knows, one address or all', async () => {
    expect(await found({ family: 4 })).toEqual(['127.0.0.1', 4]);
    const [all] = (await found({ family: 4, all: true })) as [LookupAddress[]];
    expect(all).toContainEqual({ address: '127.0.0.1', family: 4 });
  });

  it('refuses a name by its address, one among several, unless the name is allowed', async () => {
    const addresses = [
      { address: '8.8.8.8', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ];
    const ask = (allowed: string): Promise<unknown> =>
      new Promise((done) =>
        new Destinations(new Set([allowed]), (_host, _options, found) => found(null, addresses)).lookup(
          'rebound.example',
          { all: true },
          (fault, address) => done(fault ?? address),
        ),
      );
    expect(await ask('other.example')).toMatchObject({ code: 'ADDRESS_REFUSED', message: expect.stringContaining('link-local') as string });
    expect(await ask('rebound.example')).toEqual(addresses);
    const slow = new Destinations(new Set(), () => undefined);
    expect(await slow.refusalOf('hangs.example')).toBeUndefined();
  });
});
