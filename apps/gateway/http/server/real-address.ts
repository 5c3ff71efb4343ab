import type { AddressRanges } from '#process';
import { isIP, isIPv6 } from 'node:net';

/**
 * Where a request really came from. Each proxy writes behind the others who asked it, so the list is read from its end for as long
 * as whoever wrote the entry is trusted; what a client wrote before it came to the first proxy is never believed.
 */
export function realAddress(peer: string, forwardedFor: string | readonly string[] | undefined, trusted: AddressRanges): string {
  const entries = String(forwardedFor ?? '').split(',');
  let address = plain(peer);
  while (entries.length > 0 && trusted.has(address)) {
    const next = plain(entries.pop() ?? '');
    if (isIP(next) === 0) break;
    address = next;
  }
  return address;
}

/** `[2001:db8::1]:443` and `10.0.0.1:443` are addresses that somebody wrote otherwise, and so is an IPv4 address as one of IPv6. */
function plain(text: string): string {
  const entry = text.trim();
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1] ?? entry;
  const address = isIP(bracketed) === 0 ? bracketed.replace(/:\d+$/, '') : bracketed;
  return isIPv6(address) ? asIPv4(address) : address;
}

/** Where it is mapped (RFC 4291, 2.5.5.2), in whatever spelling; else as it was. */
function asIPv4(address: string): string {
  const { hostname } = new URL(`http://[${address.replace(/%.*/, '')}]`);
  const [, high, low] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname) ?? [];
  if (high === undefined || low === undefined) return address;
  return [high, low].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]).join('.');
}
