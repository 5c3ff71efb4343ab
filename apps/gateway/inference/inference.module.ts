import { Accounts } from '#accounts';
import { Directory } from '#catalog';
import type { EventStore } from '#event-store';
import type { RowReader } from '#read-model';
import { Module } from '@nestjs/common';
import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { KeyAuthenticator } from '../auth/key-authenticator.js';
import { EVENT_STORE, READ_MODELS } from '../books/tokens.js';
import { HttpTraffic } from '../http/http-traffic.js';
import { ReadPositions } from '../http/positions.js';
import { KeptResponses } from '../kept-responses/kept-responses.js';
import { KeptResponsesModule } from '../kept-responses/kept-responses.module.js';
import { Closers } from '../lifecycle/closers.js';
import { LOG } from '../lifecycle/log.js';
import { startSandbox } from '#sandbox';
import { UpstreamClient } from '../upstream/index.js';
import { AnthropicController } from './anthropic.controller.js';
import { BaseUrls } from './base-urls.js';
import { CountTokens } from './count-tokens.js';
import { Inference } from './inference.js';
import { KeptIds } from './kept-ids.js';
import { ModelsController } from './models.controller.js';
import { OpenAiController } from './openai.controller.js';
import { OpenRequests } from './open-requests.js';
import { Providers } from './providers.js';

/** Requests to models: the only part of the gateway that makes providers charge us. */
@Module({
  imports: [KeptResponsesModule],
  controllers: [OpenAiController, AnthropicController, ModelsController],
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
    { provide: BaseUrls, inject: [Closers], useFactory: startBuiltInProvider },
    { provide: Providers, inject: [Directory, BaseUrls, Closers], useFactory: openProviders },
    {
      provide: KeptIds,
      inject: [READ_MODELS, ReadPositions, EVENT_STORE],
      useFactory: (models: RowReader, positions: ReadPositions, store: EventStore) => new KeptIds(models, positions, store),
    },
    {
      provide: Inference,
      inject: [KeyAuthenticator, Directory, Accounts, OpenRequests, Providers, KeptIds, KeptResponses, HttpTraffic],
      useFactory: openInference,
    },
    {
      provide: CountTokens,
      inject: [KeyAuthenticator, Directory, Providers, KeptIds],
      useFactory: (keys: KeyAuthenticator, directory: Directory, providers: Providers, kept: KeptIds) =>
        new CountTokens(keys, directory, providers, kept),
    },
  ],
  exports: [BaseUrls],
})
export class InferenceModule {}

async function startBuiltInProvider(closers: Closers): Promise<BaseUrls> {
  const sandbox = await startSandbox();
  closers.register('background', 'sandbox provider', () => sandbox.close());
  return new BaseUrls(sandbox.origin);
}

function openProviders(directory: Directory, baseUrls: BaseUrls, closers: Closers): Providers {
  const upstream = new UpstreamClient();
  closers.register('background', 'upstream connections', () => upstream.close({ cut: true }));
  return new Providers(directory, baseUrls, upstream);
}

function openInference(
  keys: KeyAuthenticator,
  directory: Directory,
  accounts: Accounts,
  requests: OpenRequests,
  providers: Providers,
  kept: KeptIds,
  responses: KeptResponses,
  { cut }: HttpTraffic,
): Inference {
  setMaxListeners(0, cut); // one for each open request
  return new Inference({ keys, directory, accounts, requests, providers, kept, responses, cut });
}
