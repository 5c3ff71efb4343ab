import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { securityHeaders } from '../../ground/security-headers.js';
import { HttpRefusal } from '../errors/refusal.js';
import { ClientSockets } from './client-sockets.js';
import { refusalOfHead } from './request-head.js';
import { refuseUnrouted, type RouteTable } from './route-table.js';

/** What of a body is still to come when its answer has gone is read for this long, and thrown away: so the answer can be read. */
const REST_OF_BODY_MS = 5_000;

/** What is in flight, and whether anything new is let in. */
export class HttpTraffic {
  #inFlight = 0;
  #stopping = false;
  #idle: (() => void) | undefined;
  readonly #cut = new AbortController();

  /** Aborted when the time to drain is up: what still streams then ends with a typed error and settles. */
  readonly cut: AbortSignal = this.#cut.signal;

  readonly securityHeaders: (path: string) => Readonly<Record<string, string>>;

  /** `publicUrl`: as people reach it, where that is known. */
  constructor(publicUrl?: URL) {
    this.securityHeaders = securityHeaders(publicUrl?.protocol === 'https:');
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** One hook for everything that each request needs; the first of all hooks of ours. */
  watch(fastify: FastifyInstance, routes: RouteTable): void {
    const sockets = new ClientSockets((reply) => this.#ended(reply));
    fastify.addHook('onRequest', (request, reply, done) => {
      this.#inFlight++;
      sockets.began(reply);
      void reply.header('x-request-id', request.id).headers(this.securityHeaders(request.raw.url ?? ''));
      // Declined, and Node reads nothing that follows such an offer.
      if (request.raw.headers.upgrade !== undefined) void reply.header('connection', 'close');
      const refused = this.#refused(request) ?? (request.is404 ? refuseUnrouted(routes, request) : undefined);
      if (refused) done(refused);
      else done();
    });
    fastify.addHook('onResponse', (_request, reply, done) => {
      sockets.finished(reply);
      done();
    });
  }

  #refused({ raw }: FastifyRequest): HttpRefusal | undefined {
    return this.#stopping ? new HttpRefusal('SHUTTING_DOWN', { headers: { connection: 'close' } }) : refusalOfHead(raw);
  }

  #ended({ request }: FastifyReply): void {
    this.#inFlight--;
    if (this.#inFlight === 0) this.#idle?.();
    request.memory?.release();
    if (!request.raw.complete) dropRest(request.raw);
  }

  /** From now on new requests on open connections are refused; resolves when the last one in flight has ended, or at the timeout. */
  async drain(timeoutMs: number, graceMs: number): Promise<boolean> {
    this.#stopping = true;
    if (await this.#becomesIdle(timeoutMs)) return true;
    this.#cut.abort();
    return this.#becomesIdle(graceMs);
  }

  #becomesIdle(timeoutMs: number): Promise<boolean> {
    if (this.#inFlight === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      this.#idle = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}

/** Else whoever was refused would see a connection that broke instead of his answer. */
function dropRest(request: IncomingMessage): void {
  const { socket } = request;
  if (socket.destroyed) return;
  const timer = setTimeout(() => socket.destroy(), REST_OF_BODY_MS).unref();
  request.once('close', () => clearTimeout(timer));
}
