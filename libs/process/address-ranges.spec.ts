import { AddressRanges, parseRanges } from './address-ranges.js';

const RANGES = new AddressRanges(['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '::1']);

describe('ranges of addresses', () => {
  it.each(['10.1.2.3', '192.0.2.7', '::ffff:10.1.2.3', '::ffff:a01:203', 'fd12::1', '::1'])('hold %s', (address) =>
    expect(RANGES.has(address)).toBe(true),
  );
  it.each(['11.0.0.1', '192.0.2.8', '::2', 'fe80::1', '', '10.1.2', 'example.com', '10.1.2.3:80'])('do not hold %j', (address) =>
    expect(RANGES.has(address)).toBe(false),
  );
  it('hold nothing unless something is said', () => expect(new AddressRanges().has('127.0.0.1')).toBe(false));
  it.each([
    '10.0.0.0/33',
    'fd00::/129',
    'proxy.local',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '256.0.0.1',
    '10.0.0.0/0',
    'fe80::1%eth0',
    ',',
  ])('are not %j', (text) => expect(parseRanges(text)).toMatchObject({ wanted: expect.stringContaining('ranges') as string }));
  it('are everybody where everybody is said', () => {
    const parsed = parseRanges('0.0.0.0/0, ::/0');
    expect('value' in parsed && ['8.8.8.8', '2001:db8::1'].every((each) => parsed.value.has(each))).toBe(true);
  });
  it('are separated by commas, with spaces or without', () => {
    const parsed = parseRanges('127.0.0.0/8 , ::1,10.0.0.1');
    expect('value' in parsed && ['127.0.0.9', '::1', '10.0.0.1'].every((each) => parsed.value.has(each))).toBe(true);
  });
});
