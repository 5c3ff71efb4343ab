import { AddressRanges } from '#process';
import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';

/** A name that is not found in this time is looked up when it is called: a resolver that hangs holds up no admin. */
const RESOLVE_MS = 1_000;

/**
 * Where no provider of anybody's stands, and where the credentials of a machine in a cloud can be had for the asking. Sources: RFC 6890;
 * the manuals of AWS, Google Cloud, Azure, Alibaba Cloud and Oracle Cloud.
 */
const REFUSED_V4 = {
  unspecified: ['0.0.0.0/8'],
  'link-local': ['169.254.0.0/16'],
  'of a metadata service': ['100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32'],
  multicast: ['224.0.0.0/4', '255.255.255.255/32'],
} as const;
const REFUSED_V6: Readonly<Record<keyof typeof REFUSED_V4, readonly string[]>> = {
  unspecified: ['::/128'],
  'link-local': ['fe80::/10'],
  'of a metadata service': ['fd00:ec2::/32', 'fd20:ce::254/128'],
  multicast: ['ff00::/8'],
};
/** They have an address only inside a cloud, which may not be where they are configured. */
const METADATA_NAMES = /^(?:metadata|instance-data)(?:\.(?:goog|google\.internal|ec2\.internal|azure\.internal))?$/;

const REFUSED = Object.entries(REFUSED_V4).map(([kind, ranges]) => {
  const embedded = kind === 'unspecified' ? [] : ranges.flatMap(embeddedIn6);
  return [kind, new AddressRanges([...ranges, ...embedded, ...REFUSED_V6[kind as keyof typeof REFUSED_V4]])] as const;
});

/** An address of IPv4 inside one of IPv6, behind which a translator calls it: NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056), SIIT (RFC 2765), and as it once was written. */
function embeddedIn6(range: string): string[] {
  const [address = '', bits = ''] = range.split('/');
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  const atTheEnd = ['64:ff9b::', '64:ff9b:1::', '::ffff:0:', '::'].map((prefix) => `${prefix}${address}/${96 + Number(bits)}`);
  return [...atTheEnd, `2002:${hex}::/${16 + Number(bits)}`];
}

type Resolve = (host: string, options: LookupAllOptions, done: (fault: Error | null, addresses: readonly LookupAddress[]) => void) => void;
const askSystem: Resolve = (host, options, done) => lookup(host, options, done);

export class RefusedDestination extends Error {
  /** As the system's own: what a health check shows. */
  readonly code = 'ADDRESS_REFUSED';
}

/** Which hosts we call for an operator who names a URL: looked at when it is configured, and again at each connection. */
export class Destinations {
  /** `allowed`: names and addresses that are called whatever they are, in lower case. */
  constructor(
    private readonly allowed: ReadonlySet<string> = new Set(),
    private readonly resolve = askSystem,
  ) {}

  /** Why this host of a URL must not be called; undefined where nothing speaks against it, or its name is not known now. */
  async refusalOf(hostname: string): Promise<string | undefined> {
    const refused = this.refusalOfName(hostname);
    const host = bare(hostname);
    if (refused !== undefined || host === '' || isIP(host) !== 0 || this.allowed.has(host)) return refused;
    const addresses = await this.addressesOf(host);
    return addresses.map(({ address }) => refusalOfAddress(address, host)).find((each) => each !== undefined);
  }

  /** The same without asking anybody: of an address that stands in the URL itself, and of names that tell it. */
  refusalOfName(hostname: string): string | undefined {
    const host = bare(hostname);
    if (this.allowed.has(host)) return undefined;
    if (METADATA_NAMES.test(host)) return `${host} is the name of a metadata service${CURE}`;
    return isIP(host) === 0 ? undefined : refusalOfAddress(host, host);
  }

  /** For sockets, in place of `dns.lookup`, which sees names only. One refused address among several refuses them all. */
  readonly lookup: LookupFunction = (hostname, options, done) => {
    this.resolve(hostname, { ...options, all: true }, (fault, addresses) => {
      if (fault) return done(fault, []);
      const host = bare(hostname);
      const refusal = this.allowed.has(host) ? undefined : addresses.map(({ address }) => refusalOfAddress(address, host)).find(Boolean);
      if (refusal !== undefined) return done(new RefusedDestination(refusal), []);
      if (options.all === true) return done(null, [...addresses]);
      const [first] = addresses;
      return first ? done(null, first.address, first.family) : done(new RefusedDestination(`${host} has no address`), []);
    });
  };

  /** None where the name is not known, or not in time. */
  private addressesOf(host: string): Promise<readonly LookupAddress[]> {
    return new Promise((done) => {
      const timer = setTimeout(done, RESOLVE_MS, []);
      this.resolve(host, { all: true }, (fault, addresses) => {
        clearTimeout(timer);
        done(fault ? [] : addresses);
      });
    });
  }

  /** For axios. */
  readonly agents = { httpAgent: new HttpAgent({ lookup: this.lookup }), httpsAgent: new HttpsAgent({ lookup: this.lookup }) };
}

const CURE = ', and is called only where TOKENOK_ALLOWED_HOSTS names it';

function refusalOfAddress(address: string, host: string): string | undefined {
  const [kind] = REFUSED.find(([, ranges]) => ranges.has(address)) ?? [];
  return kind && `The address of ${host} is ${kind}${CURE}`;
}

/** As the environment names hosts. */
const bare = (hostname: string): string =>
  hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
