import type { Lease } from './lease.js';

/** Where an open request's hold stands: in a lease, else in the account's own stream. */
export interface Routed {
  lease: Lease | undefined;
  /** The lease that it was moved from: an earlier try of a command may have been written there. */
  left?: Lease;
  readonly lost: AbortController;
}

/** The open requests of an account at this gateway. */
export class RoutedRequests {
  readonly #routed = new Map<string, Routed>();

  get size(): number {
    return this.#routed.size;
  }

  find(request: string): Routed | undefined {
    return this.#routed.get(request);
  }

  add(request: string, lease: Lease | undefined): Routed {
    const routed = { lease, lost: new AbortController() };
    this.#routed.set(request, routed);
    lease?.requests.add(request);
    return routed;
  }

  /** The lease that it stood in last. */
  remove(request: string): Lease | undefined {
    const lease = this.#routed.get(request)?.lease;
    this.#routed.delete(request);
    lease?.requests.delete(request);
    return lease;
  }

  /** A settled lease has moved its open holds, with their funds, to the account's stream. */
  leave(lease: Lease): void {
    for (const request of lease.requests) {
      const routed = this.#routed.get(request);
      if (routed) Object.assign(routed, { lease: undefined, left: lease });
    }
    lease.requests.clear();
  }

  /** Another gateway has released its hold: its answer must not be finished. */
  lose(request: string): void {
    this.#routed.get(request)?.lost.abort();
  }
}
