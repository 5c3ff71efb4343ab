import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { HotHandler } from '../route/hot.js';
import type { HttpMetrics } from './http-metrics.js';
import type { HotRequest, HotRoute, HotServer } from './hot-request.js';
import { originForm } from './request-head.js';

/** Makes the request of a route; it begins at once. */
export type TakeHot = (route: HotRoute, raw: IncomingMessage, response: ServerResponse) => HotRequest;

/**
 * Routes of POST that are taken on the same server before Fastify and Nest see the request (ADR 0037). The router knows them too, for 405, OpenAPI and docs/routes.md,
 * and hands over what comes to it: a path that is spelled otherwise.
 */
export class HotRoutes {
  readonly #routes = new Map<string, { readonly route: HotRoute; readonly take: TakeHot }>();

  constructor(
    private readonly server: HotServer,
    private readonly metrics: HttpMetrics,
  ) {}

  /** Stands before the one listener that the server has by then: the router. */
  watch(server: Server): void {
    const [router] = server.listeners('request') as ((raw: IncomingMessage, response: ServerResponse) => void)[];
    if (!router) throw new TypeError('A server without a router');
    server.removeAllListeners('request');
    server.on('request', (raw: IncomingMessage, response: ServerResponse) => {
      raw.url = originForm(raw.url ?? '/');
      if (raw.method !== 'POST' || !this.take(pathOf(raw.url), raw, response)) router(raw, response);
    });
  }

  /** What Nest has composed: to be called before the server listens. */
  add(handlers: readonly HotHandler<TakeHot>[]): void {
    for (const { path, access, bodyLimit, take } of handlers) {
      const route = { path, access, bodyLimit, latency: this.metrics.of('POST', path), server: this.server };
      this.#routes.set(path, { route, take });
    }
  }

  /** False where none of them has this path. */
  take(path: string, raw: IncomingMessage, response: ServerResponse): boolean {
    const found = this.#routes.get(path);
    if (!found) return false;
    found.take(found.route, raw, response).begin();
    return true;
  }
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
