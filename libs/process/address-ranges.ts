import { BlockList, isIP } from 'node:net';
import type { Parsed } from './environment.values.js';

/** Addresses and ranges of both families. An IPv4 address that is written as IPv6 (`::ffff:10.0.0.1`) counts as what it is. */
export class AddressRanges {
  readonly #list = new BlockList();

  /** Each `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`; throws `TypeError` for what is neither. */
  constructor(ranges: readonly string[] = []) {
    for (const range of ranges) this.#add(range);
  }

  has(address: string): boolean {
    const family = isIP(address);
    return family !== 0 && this.#list.check(address, family === 4 ? 'ipv4' : 'ipv6');
  }

  #add(range: string): void {
    const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(range) ?? [];
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : Number(bits);
    // Everybody is `0.0.0.0/0`: another address before it is a slip.
    const isSlip = prefix === 0 && /[1-9a-f]/i.test(address);
    if (family === 0 || prefix > most || isSlip || address.includes('%')) throw new TypeError('Not a range of addresses');
    this.#list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
}

export function parseRanges(text: string): Parsed<AddressRanges> {
  const wanted = { wanted: 'addresses or ranges, separated by commas: 10.0.0.0/8, 127.0.0.1, fd00::/8' };
  const ranges = listed(text);
  try {
    return ranges.length === 0 ? wanted : { value: new AddressRanges(ranges) };
  } catch {
    return wanted;
  }
}

/** What stands between commas, without the spaces around it. */
export const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
