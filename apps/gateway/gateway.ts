import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { EXIT, StartError, notListening } from '#process';
import { AppModule } from './app.module.js';
import type { OpenStores } from './books/stores.js';
import type { Clock, Environment } from '#process';
import { loadSecrets, secretsWereShown } from './ground/secrets.js';
import { VERSION } from '#process';
import { MemoryBudget, memoryGauges } from './ground/memory-budget.js';
import { Metrics, gauge } from './ground/metrics.js';
import { Readiness } from './ground/readiness.js';
import { HttpMetrics } from './http/server/http-metrics.js';
import { createHttpServer } from './http/server/http-server.js';
import { serveOpenApi } from './http/openapi/openapi.js';
import { serveConsole } from './console/console.js';
import type { TakeHot } from './http/server/hot-routes.js';
import { hotHandlers } from './http/route/hot.js';
import { HttpTraffic } from './http/server/http-traffic.js';
import { Banner } from './ground/banner.js';
import { systemClock } from './ground/clock.js';
import { keepClock } from './ground/clock-keeper.js';
import { Closers } from './ground/closers.js';
import { holdDataDirectory } from './ground/directory-lock.js';
import type { Foundation } from './foundation/foundation.module.js';
import { NestLog } from './foundation/nest-log.js';
import { reachable } from './ground/own-address.js';
import { Startup } from './ground/startup.js';
import { StopRequest } from './ground/stop-request.js';

/** Requests in flight at a signal get `TOKENOK_DRAIN_SECONDS`. Then they are cut, and this long is left to settle them. */
const SETTLE_MS = 2_000;

export interface GatewayOptions {
  readonly environment: Environment;
  readonly log: Logger;
  /** Instead of the product's own features: for tests. */
  readonly features?: readonly (Type | DynamicModule)[];
  /** Instead of the environment's stores: for tests. */
  readonly stores?: OpenStores;
  /** Instead of the environment's: for tests. */
  readonly drainMs?: number;
  /** Instead of the machine's: for tests. */
  readonly clock?: Clock;
}

/** A gateway that listens. Starting either gives one or throws and leaves nothing open. */
export class Gateway {
  #stopped: Promise<void> | undefined;

  private constructor(
    readonly url: string,
    readonly app: NestFastifyApplication,
    private readonly foundation: Foundation,
    private readonly drainMs: number,
  ) {}

  /**
   * In order: data directory and its lock (unless engines keep everything), secrets, modules, port. What can fail for a person's
   * mistake fails before the port.
   */
  static async start(options: GatewayOptions): Promise<Gateway> {
    try {
      return await Gateway.#start(options);
    } catch (error) {
      if (codeOf(error) !== 'READ_MODEL_DAMAGED') throw storeTrouble(error, options.environment);
    }
    // They are marked by now, and make room for new ones.
    return Gateway.#start(options).catch((error: unknown) => Promise.reject(storeTrouble(error, options.environment) as Error));
  }

  static async #start({ environment, log, features, stores, drainMs, clock = systemClock(log) }: GatewayOptions): Promise<Gateway> {
    const closers = new Closers();
    if (environment.engines === undefined) holdDataDirectory(environment.dataDir, closers);
    let app: NestFastifyApplication | undefined;
    try {
      const secrets = loadSecrets(environment);
      const http = new HttpMetrics();
      const traffic = new HttpTraffic(environment.publicUrl);
      const memory = new MemoryBudget(environment.memoryBudgetBytes);
      const metrics = new Metrics();
      metrics.addSource(() => http.text());
      metrics.addSource(() => gauge('tokenok_http_requests_in_flight', 'Requests whose answer has not ended.', traffic.inFlight));
      metrics.addSource(() => memoryGauges(memory));
      const foundation = {
        environment,
        log,
        secrets,
        clock,
        closers,
        traffic,
        memory,
        metrics,
        readiness: new Readiness(),
        banner: new Banner(),
        startup: new Startup(),
        stopRequest: new StopRequest(),
      };
      keepClock(foundation.clock, foundation);
      const { adapter, errors, hot } = createHttpServer(log, traffic, http, memory, environment.trustedProxies);
      app = await NestFactory.create<NestFastifyApplication>(AppModule.compose(foundation, features, stores), adapter, {
        bodyParser: false,
        abortOnError: false,
        logger: new NestLog(log),
      });
      app.useGlobalFilters(errors);
      serveOpenApi(app, VERSION);
      serveConsole(app.getHttpAdapter().getInstance(), environment.publicUrl);
      foundation.readiness.register('accepting', () => (foundation.traffic.stopping ? 'the gateway is stopping' : undefined));
      await app.init();
      hot.add(hotHandlers<TakeHot>(app));
      await foundation.startup.beforeListening();
      const url = await listen(app, environment);
      await foundation.startup.onceListening();
      announce(foundation, url);
      return new Gateway(url, app, foundation, drainMs ?? environment.drainSeconds * 1_000);
    } catch (error) {
      await app?.close().catch(() => undefined);
      await closers.closeAll();
      throw error;
    }
  }

  /** Resolves with the reason when the gateway cannot go on: whoever runs it stops it, and starts another. */
  get stopRequested(): Promise<string> {
    return this.foundation.stopRequest.asked;
  }

  get banner(): string {
    return this.foundation.banner.text(this.url);
  }

  /** No new connections, requests in flight drain, then every closer in its order. Stopping twice is stopping once. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { traffic, closers, log } = this.foundation;
    const server = this.app.getHttpServer();
    server.close();
    const idleConnections = setInterval(() => server.closeIdleConnections(), 50);
    const isDrained = await traffic.drain(this.drainMs, SETTLE_MS);
    clearInterval(idleConnections);
    if (!isDrained) log.warn({ in_flight: traffic.inFlight }, 'Requests were cut after the time to drain was up');
    server.closeAllConnections();
    await this.app.close();
    for (const { name, cause } of await closers.closeAll()) log.error({ err: cause, closer: name }, 'A part of the gateway did not close');
  }
}

const STORE_TROUBLE: ReadonlySet<string> = new Set([
  ...['UNAVAILABLE', 'DAMAGED', 'READ_MODEL_UNAVAILABLE', 'READ_MODEL_DAMAGED', 'VAULT_UNAVAILABLE', 'RESPONSES_UNAVAILABLE'],
]);

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A store that cannot be opened says why in one line; a person can act on that. */
function storeTrouble(error: unknown, { engines }: Environment): unknown {
  const code = codeOf(error);
  if (code === undefined || !STORE_TROUBLE.has(code)) return error;
  return new StartError(engines === undefined ? EXIT.DATA_DIRECTORY : EXIT.STORES, (error as Error).message, { cause: error });
}

async function listen(app: NestFastifyApplication, { host, port }: Environment): Promise<string> {
  try {
    // Nest's own listen logs what it throws, with a stack.
    await app.getHttpAdapter().getInstance().listen({ host, port });
  } catch (cause) {
    throw notListening(cause, host, port);
  }
  const address: AddressInfo | string | null = app.getHttpServer().address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${reachable(host)}:${bound}`;
}

function announce({ banner, secrets, environment }: Foundation, url: string): void {
  const made = secrets.generated.map(({ label, value, file }) =>
    value === undefined ? `${label}: kept in ${file} (back it up apart)` : `${label} (shown once, kept in ${file}): ${value}`,
  );
  banner.first(`Tokenok listens on ${url}`, ...made);
  if (made.length > 0) secretsWereShown(environment.dataDir);
}
