import type { FastifyInstance } from 'fastify';
import { securityHeaders } from '../../ground/security-headers.js';
import { HttpRefusal } from '../errors/refusal.js';
import { refusalOfHead } from './request-head.js';

/** What is in flight, and whether anything new is let in. */
export class HttpTraffic {
  #inFlight = 0;
  #stopping = false;
  #idle: (() => void) | undefined;
  readonly #cut = new AbortController();

  /** Aborted when the time to drain is up: what still streams then ends with a typed error and settles. */
  readonly cut: AbortSignal = this.#cut.signal;

  readonly #securityHeaders: (path: string) => Readonly<Record<string, string>>;

  /** `publicUrl`: as people reach it, where that is known. */
  constructor(publicUrl?: URL) {
    this.#securityHeaders = securityHeaders(publicUrl?.protocol === 'https:');
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** One hook for everything that each request needs; the first of all hooks of ours. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      this.#inFlight++;
      void reply.header('x-request-id', request.id).headers(this.#securityHeaders(request.raw.url ?? ''));
      // Declined, and Node reads nothing that follows such an offer.
      if (request.raw.headers.upgrade !== undefined) void reply.header('connection', 'close');
      const refused = this.#stopping ? new HttpRefusal('SHUTTING_DOWN', { headers: { connection: 'close' } }) : refusalOfHead(request.raw);
      if (refused) done(refused);
      else done();
    });
    fastify.addHook('onResponse', (_request, _reply, done) => {
      this.#inFlight--;
      if (this.#inFlight === 0) this.#idle?.();
      done();
    });
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
