import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '../../ground/security-headers.js';
import { HttpRefusal } from '../errors/refusal.js';
import { settingsOf } from '../route/route-settings.js';
import { ClientSockets, type OpenAnswer } from './client-sockets.js';
import { refusalOfHead } from './request-head.js';
import { refuseUnrouted, type RouteTable } from './route-table.js';

/** What of a body is still to come when its answer has gone is read for this long, and thrown away: so the answer can be read. */
const REST_OF_BODY_MS = 5_000;

/** Takes a request of a route that is not the router's. */
type TakeElsewhere = (path: string, raw: IncomingMessage, response: ServerResponse) => unknown;

/** What is in flight, and whether anything new is let in. */
export class HttpTraffic {
  #inFlight = 0;
  #stopping = false;
  #idle: (() => void) | undefined;
  readonly #cut = new AbortController();

  /** Aborted when the time to drain is up: what still streams then ends with a typed error and settles. */
  readonly cut: AbortSignal = this.#cut.signal;

  readonly #draining = new AbortController();
  /** Aborted as soon as the gateway stops: what would go on for ever ends with it. */
  readonly draining: AbortSignal = this.#draining.signal;

  readonly #sockets = new ClientSockets((answer) => this.#ended(answer));
  readonly securityHeaders: (path: string) => Readonly<Record<string, string>>;

  /** `publicUrl`: as people reach it, where that is known. */
  constructor(private readonly publicUrl?: URL) {
    this.securityHeaders = securityHeaders(publicUrl?.protocol === 'https:');
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** What each request of the router needs: the first of all hooks of ours. A hot route in another spelling is handed to who takes it. */
  watch(fastify: FastifyInstance, routes: RouteTable, takeHot: TakeElsewhere): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      const { config, url } = request.routeOptions;
      if (url !== undefined && settingsOf({ config }).isHot === true) {
        reply.hijack();
        takeHot(url, request.raw, reply.raw);
        return;
      }
      this.began({ response: reply.raw, incoming: request });
      void reply.header('x-request-id', request.id).headers(this.headersFor(request.raw));
      const refused = this.refusalOf(request.raw) ?? (request.is404 ? refuseUnrouted(routes, request, this.publicUrl) : undefined);
      if (refused) done(refused);
      else done();
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      this.finished(request.raw, reply.raw);
      done();
    });
  }

  began(answer: OpenAnswer): void {
    this.#inFlight++;
    this.#sockets.began(answer);
  }

  /** To be told when the last byte of an answer was handed over; a second time does nothing. */
  finished(raw: IncomingMessage, response: ServerResponse): void {
    this.#sockets.finished(raw, response);
  }

  /** On every answer of ours to this request. */
  headersFor({ url, headers }: IncomingMessage): Readonly<Record<string, string>> {
    const always = this.securityHeaders(url ?? '');
    // Declined, and Node reads nothing that follows such an offer.
    return headers.upgrade === undefined ? always : { ...always, connection: 'close' };
  }

  /** Before anything else is asked: nothing new is let in, or nobody could say where this request ends. */
  refusalOf(raw: IncomingMessage): HttpRefusal | undefined {
    return this.#stopping ? new HttpRefusal('SHUTTING_DOWN', { headers: { connection: 'close' } }) : refusalOfHead(raw);
  }

  #ended({ incoming: { raw, memory } }: OpenAnswer): void {
    this.#inFlight--;
    if (this.#inFlight === 0) this.#idle?.();
    memory?.release();
    if (!raw.complete) dropRest(raw);
  }

  /** From now on new requests on open connections are refused; resolves when the last one in flight has ended, or at the timeout. */
  async drain(timeoutMs: number, graceMs: number): Promise<boolean> {
    this.#stopping = true;
    this.#draining.abort();
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
