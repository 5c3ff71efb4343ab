import { Worker } from 'node:worker_threads';
import type { FromGateway, GatewayOrders, GatewayResult, ToGateway } from './hot-balance.js';

/** The built file, also when this runs from source under jest. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/bench/leases/gateway.worker.js' : './gateway.worker.js',
  import.meta.url,
);

/** A gateway in a thread of its own. Rejects, whatever was asked of it, where the thread fails. */
export class Gateway {
  readonly ready: Promise<unknown>;
  readonly #worker: Worker;
  readonly #heard = new Map<string, PromiseWithResolvers<FromGateway>>();

  constructor(orders: GatewayOrders) {
    this.#worker = new Worker(PROGRAM, { workerData: orders });
    this.#worker.on('message', (message: FromGateway) => this.#waiting('spent' in message ? 'spent' : message.is).resolve(message));
    this.#worker.on('error', (fault) => ['ready', 'spent', 'closed'].forEach((what) => this.#waiting(what).reject(fault)));
    this.ready = this.#waiting('ready').promise;
  }

  send(message: ToGateway): void {
    this.#worker.postMessage(message);
  }

  async spend(): Promise<GatewayResult> {
    this.send({ go: 'spend' });
    return ((await this.#waiting('spent').promise) as { readonly spent: GatewayResult }).spent;
  }

  /** Gives back its leases. */
  async close(): Promise<void> {
    this.send({ go: 'close' });
    await this.#waiting('closed').promise;
  }

  /** However it stands. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #waiting(what: string): PromiseWithResolvers<FromGateway> {
    const waiting = this.#heard.get(what) ?? Promise.withResolvers<FromGateway>();
    // Who has not asked yet is told when it does.
    waiting.promise.catch(() => undefined);
    this.#heard.set(what, waiting);
    return waiting;
  }
}
