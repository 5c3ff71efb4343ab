import { Clock } from '#process';
import { Accounts } from '#accounts';
import { Directory } from '#directory';
import type { EventStore } from '#event-store';
import type { RowReader } from '#read-model';
import { Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { EVENT_STORE, READ_MODELS } from '../books/tokens.js';
import { HttpTraffic } from '../http/server/http-traffic.js';
import { ReadPositions } from '../ground/read-positions.js';
import { ResponseHistory } from './history/response-history.js';
import { HistoryModule } from './history/history.module.js';
import { Destinations } from '../ground/destinations.js';
import { Closers } from '../ground/closers.js';
import { LOG } from '../ground/log.js';
import { KeyAuthenticator } from '../auth/key-authenticator.js';
import { Metrics } from '../ground/metrics.js';
import { startSandbox } from '#sandbox';
import { UpstreamClient } from './upstream/index.js';
import { AnthropicController } from './edge/anthropic.controller.js';
import { Bodies } from './bodies/bodies.js';
import { BodiesModule } from './bodies/bodies.module.js';
import { BaseUrls } from './providers/base-urls.js';
import { CountTokens } from './edge/count-tokens.js';
import { Inference } from './edge/inference.js';
import { StoredIds } from './stored/stored-ids.js';
import { ListedModelsController } from './edge/listed-models.controller.js';
import { OpenAiController } from './edge/openai.controller.js';
import { BeyondBound } from './exchange/beyond-bound.js';
import { FailingProviders } from './exchange/failing-providers.js';
import { OpenRequests } from './exchange/open-requests.js';
import { Providers } from './providers/providers.js';

/** Requests to models: the only part of the gateway that makes providers charge us. */
@Module({
  imports: [BodiesModule, HistoryModule],
  controllers: [OpenAiController, AnthropicController, ListedModelsController],
  providers: [
    {
      provide: OpenRequests,
      inject: [Accounts, LOG, Closers],
      useFactory: (accounts: Accounts, log: Logger, closers: Closers) => {
        const requests = new OpenRequests(accounts, log);
        closers.register('requests', 'open requests', () => requests.stop());
        return requests;
      },
    },
    {
      provide: BeyondBound,
      inject: [Metrics, LOG, Closers],
      useFactory: (metrics: Metrics, log: Logger, closers: Closers) => {
        const beyond = new BeyondBound(metrics, log);
        closers.register('background', 'charges beyond their bound', () => beyond.close());
        return beyond;
      },
    },
    { provide: FailingProviders, inject: [LOG, Clock], useFactory: (log: Logger, clock: Clock) => new FailingProviders(log, clock) },
    { provide: BaseUrls, inject: [Closers], useFactory: startBuiltInProvider },
    { provide: Providers, inject: [Directory, BaseUrls, Destinations, Closers], useFactory: openProviders },
    {
      provide: StoredIds,
      inject: [READ_MODELS, ReadPositions, EVENT_STORE],
      useFactory: (models: RowReader, positions: ReadPositions, store: EventStore) => new StoredIds(models, positions, store),
    },
    {
      provide: Inference,
      inject: [
        Directory,
        Accounts,
        OpenRequests,
        Providers,
        StoredIds,
        ResponseHistory,
        Bodies,
        HttpTraffic,
        KeyAuthenticator,
        BeyondBound,
        FailingProviders,
        Clock,
      ],
      useFactory: openInference,
    },
    {
      provide: CountTokens,
      inject: [Directory, Providers, StoredIds, KeyAuthenticator, Bodies],
      useFactory: (directory: Directory, providers: Providers, stored: StoredIds, keys: KeyAuthenticator, bodies: Bodies) =>
        new CountTokens(directory, providers, stored, keys, bodies),
    },
  ],
  exports: [BaseUrls, FailingProviders, Providers],
})
export class InferenceModule {}

async function startBuiltInProvider(closers: Closers): Promise<BaseUrls> {
  const sandbox = await startSandbox();
  closers.register('background', 'sandbox provider', () => sandbox.close());
  return new BaseUrls(sandbox.origin);
}

function openProviders(directory: Directory, baseUrls: BaseUrls, destinations: Destinations, closers: Closers): Providers {
  const upstream = new UpstreamClient({}, destinations);
  closers.register('background', 'upstream connections', () => upstream.close({ cut: true }));
  return new Providers(directory, baseUrls, upstream);
}

function openInference(
  directory: Directory,
  accounts: Accounts,
  requests: OpenRequests,
  providers: Providers,
  stored: StoredIds,
  history: ResponseHistory,
  bodies: Bodies,
  { cut }: HttpTraffic,
  keys: KeyAuthenticator,
  beyondBound: BeyondBound,
  failing: FailingProviders,
  clock: Clock,
): Inference {
  cut.addEventListener('abort', () => requests.cutAll(), { once: true });
  return new Inference({ directory, accounts, bodies, clock, requests, providers, stored, history, cut, keys, beyondBound, failing });
}
