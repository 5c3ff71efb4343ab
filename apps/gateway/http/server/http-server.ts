import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openFiles, type AddressRanges } from '#process';
import type { Logger } from 'pino';
import { BareAnswers } from './client-error.js';
import { ClientMessage } from './client-message.js';
import { ConnectionLimits, connectionsWith } from './connection-limits.js';
import { ErrorFilter } from './error-filter.js';
import { HotRoutes } from './hot-routes.js';
import type { HttpMetrics } from './http-metrics.js';
import type { HttpTraffic } from './http-traffic.js';
import { BODY_LIMIT_BYTES, bodyLimitOf } from '../route/body-limit.js';
import { acceptRawBodies } from './raw-body.js';
import type { MemoryBudget } from '../../ground/memory-budget.js';
import { newId } from '../../ground/request-id.js';
import { originForm } from './request-head.js';
import { RouteTable } from './route-table.js';

/** Node's default is 16 KiB; SDKs behind proxies send more. */
export const HEADER_LIMIT_BYTES = 64 * 1024;
/** A request has this long to arrive whole. */
const REQUEST_TIMEOUT_MS = 300_000;
/** A connection on which nothing moves for this long is closed; longer than any request may take. */
const SILENCE_MS = 660_000;

export interface HttpServer {
  readonly adapter: FastifyAdapter;
  readonly fastify: FastifyInstance;
  readonly errors: ErrorFilter;
  readonly hot: HotRoutes;
}

/**
 * The Fastify instance under Nest. Hot routes are taken before it. Any other request meets, in this order: `x-request-id` and the refusal while stopping, or where there is no route (one hook),
 * who may take the route (a hook of the room that knows credentials), the body as raw bytes, the handler. No JSON is parsed, nothing is logged.
 */
export function createHttpServer(
  log: Logger,
  traffic: HttpTraffic,
  metrics: HttpMetrics,
  budget: MemoryBudget,
  proxies: AddressRanges,
): HttpServer {
  const routes = new RouteTable();
  const errors = new ErrorFilter(log);
  const hot = new HotRoutes({ traffic, errors, budget }, metrics);
  const bareHeaders = traffic.securityHeaders('');
  const bare = new BareAnswers(bareHeaders);
  const adapter = new FastifyAdapter({
    skipMiddie: true,
    logger: false,
    genReqId: () => newId('req'),
    requestIdHeader: false,
    bodyLimit: BODY_LIMIT_BYTES.elsewhere,
    return503OnClosing: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: 72_000,
    connectionTimeout: SILENCE_MS,
    // Which host is right is told with a body of ours.
    http: { maxHeaderSize: HEADER_LIMIT_BYTES, requireHostHeader: false, IncomingMessage: ClientMessage },
    // An id that nothing has is not found, however long it is; `refusalOfHead` bounds the path.
    routerOptions: { maxParamLength: HEADER_LIMIT_BYTES },
    rewriteUrl: ({ url = '/' }) => originForm(url),
    clientErrorHandler: bare.clientError,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      errors.answer(error, request, reply.headers(bareHeaders)),
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  // Bytes bound them: what is beyond a count, Node drops in silence, a second host among it.
  fastify.server.maxHeadersCount = 0;
  bare.watch(fastify.server);
  routes.watch(fastify);
  acceptRawBodies(fastify, budget);
  new ConnectionLimits(log, bare.refuseConnection, {
    inAll: connectionsWith(openFiles()),
    isProxy: (address) => proxies.has(address),
  }).watch(fastify.server);
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit ??= bodyLimitOf(route);
    metrics.observe(route);
  });
  traffic.watch(fastify, routes, (path, raw, response) => hot.take(path, raw, response));
  hot.watch(fastify.server);
  return { adapter, fastify, errors, hot };
}
