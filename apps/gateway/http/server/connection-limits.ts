import type { Server } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import type { Logger } from 'pino';
import { HttpRefusal } from '../errors/refusal.js';

/** Of one address: twice what one account may have in flight. */
export const CONNECTIONS_PER_ADDRESS = 4_096;
/** Of all addresses: what one account may have in flight and waiting, and as much again of others. */
export const CONNECTIONS_IN_ALL = 16_384;
/** As many again are for providers and stores: who only connects takes none of those. `files`: `ulimit -n`, where there is one. */
export const connectionsWith = (files: number | undefined): number => Math.min(CONNECTIONS_IN_ALL, Math.floor((files ?? Infinity) / 2));
/** The log names refused connections once in this time, however many there are. */
const WARN_EVERY_MS = 60_000;

interface ConnectionBounds {
  readonly perAddress: number;
  readonly inAll: number;
  /** Whoever speaks for many, and has as many connections as all may have. */
  readonly isProxy: (address: string) => boolean;
}

const BOUNDS: ConnectionBounds = { perAddress: CONNECTIONS_PER_ADDRESS, inAll: CONNECTIONS_IN_ALL, isProxy: () => false };

/** Counts the connections of clients. One too many is answered 503 and closed before a byte of it is read. */
export class ConnectionLimits {
  private readonly byAddress = new Map<string, number>();
  private all = 0;
  private refused = 0;
  private warnedAt = -Infinity;

  private readonly bounds: ConnectionBounds;

  constructor(
    private readonly log: Logger,
    private readonly refuse: (socket: Socket, refusal: HttpRefusal) => void,
    bounds: Partial<ConnectionBounds> = {},
  ) {
    this.bounds = { ...BOUNDS, ...bounds };
  }

  watch(server: Server): void {
    server.on('connection', (socket) => this.opened(socket));
  }

  private opened(socket: Socket): void {
    const { remoteAddress = '' } = socket;
    const address = networkOf(remoteAddress);
    const open = (this.byAddress.get(address) ?? 0) + 1;
    this.byAddress.set(address, open);
    this.all += 1;
    socket.once('close', () => this.closed(address));
    const { perAddress, inAll, isProxy } = this.bounds;
    const isTooMany = open > perAddress && !isProxy(remoteAddress);
    if (!isTooMany && this.all <= inAll) return;
    this.warn(address, open);
    const message = isTooMany ? 'Too many connections from this address' : 'Too many connections';
    this.refuse(socket, new HttpRefusal('GATEWAY_BUSY', { message }));
  }

  private closed(address: string): void {
    const open = (this.byAddress.get(address) ?? 1) - 1;
    if (open === 0) this.byAddress.delete(address);
    else this.byAddress.set(address, open);
    this.all -= 1;
  }

  private warn(address: string, ofAddress: number): void {
    this.refused += 1;
    const now = performance.now();
    if (now < this.warnedAt + WARN_EVERY_MS) return;
    this.log.warn(
      { address, of_address: ofAddress, in_all: this.all, refused: this.refused },
      'Connections were refused: too many are open',
    );
    this.warnedAt = now;
    this.refused = 0;
  }
}

/** Whoever has an address of IPv6 has the 2^64 beside it too (RFC 6177), and counts as one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.split('%', 1)[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
