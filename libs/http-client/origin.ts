import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Call } from './call.js';
import { Connection, type ConnectionOwner } from './connection.js';
import { HttpFault } from './http-fault.js';

export interface OriginOptions {
  readonly mostConnections: number;
  readonly connectMs: number;
  /** How long an idle connection is kept where the other side says nothing; at most; and how much sooner than it says. */
  readonly idleMs: number;
  readonly mostIdleMs: number;
  readonly idleMarginMs: number;
  readonly lookup: LookupFunction | undefined;
  /** In place of those that Node.js trusts. */
  readonly ca: string | undefined;
}

/** All sockets read into it: each piece is taken before the next one comes. */
const piece = Buffer.alloc(64 * 1024);

/** All connections to one origin; calls beyond their number wait in turn. */
export class Origin implements ConnectionOwner {
  private readonly all = new Set<Connection>();
  /** The last one that served is the next to serve, so that those that are not needed grow old. */
  private readonly idle: Connection[] = [];
  private readonly waiting: Call[] = [];
  private closing: PromiseWithResolvers<void> | undefined;
  private session: Buffer | undefined;
  private readonly isTls: boolean;
  private readonly host: string;
  private readonly port: number;

  constructor(
    { protocol, hostname, port }: URL,
    readonly options: OriginOptions,
  ) {
    this.isTls = protocol === 'https:';
    this.host = hostname.replace(/^\[|\]$/g, '');
    this.port = port === '' ? (this.isTls ? 443 : 80) : Number(port);
  }

  ask(call: Call): void {
    const connection = this.idle.pop();
    if (connection) {
      connection.take(call);
      soon(connection);
    } else if (this.all.size < this.options.mostConnections) this.open(call);
    else this.waiting.push(call);
  }

  freed(connection: Connection): void {
    this.idle.push(connection);
    const next = this.waiting.shift();
    if (next) this.ask(next);
    else if (this.closing) connection.destroy();
  }

  gone(connection: Connection, unsent: Call | undefined): void {
    this.all.delete(connection);
    const at = this.idle.lastIndexOf(connection);
    if (at !== -1) this.idle.splice(at, 1);
    const next = unsent ?? this.waiting.shift();
    if (next) this.ask(next);
    else this.lookForEnd();
  }

  /** Waits for the calls under way, or cuts them. */
  close(cut: boolean): Promise<void> {
    this.closing ??= Promise.withResolvers<void>();
    const fault = new HttpFault('CLIENT_CLOSED');
    if (cut) for (const call of this.waiting.splice(0)) call.fail(fault);
    for (const connection of cut ? [...this.all] : [...this.idle]) connection.cut(fault);
    this.lookForEnd();
    return this.closing.promise;
  }

  private lookForEnd(): void {
    if (this.all.size === 0 && this.waiting.length === 0) this.closing?.resolve();
  }

  private open(call: Call): void {
    const connection = new Connection(this, call);
    this.all.add(connection);
    const onread = {
      buffer: piece,
      callback: (bytes: number) => {
        connection.received(bytes === piece.length ? piece : piece.subarray(0, bytes));
        return true;
      },
    };
    const { host, port } = this;
    const { lookup, connectMs } = this.options;
    const to = { host, port, onread, ...(lookup && { lookup }) };
    if (this.isTls) connection.open(this.secured(to), 'secureConnect', connectMs);
    else connection.open(connectTcp(to), 'connect', connectMs);
  }

  private secured(to: { readonly host: string; readonly port: number }): Socket {
    const { ca } = this.options;
    const socket: TLSSocket = connectTls({
      ...to,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(this.host) === 0 && { servername: this.host }),
      ...(this.session && { session: this.session }),
      ...(ca !== undefined && { ca }),
    });
    return socket.on('session', (session) => (this.session = session));
  }
}

/** Taken connections, to be written behind what the others of this turn of the event loop have read: bytes or an end that had come before a request was made are not its answer (GHSA-35p6-xmwp-9g52). */
let taken: Connection[] = [];

function soon(connection: Connection): void {
  if (taken.push(connection) === 1) setImmediate(writeTaken);
}

function writeTaken(): void {
  const connections = taken;
  taken = [];
  for (const connection of connections) connection.write();
}
