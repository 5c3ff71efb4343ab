import { Accounts } from '#accounts';
import { Directory } from '#catalog';
import { Module } from '@nestjs/common';
import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { KeyAuthenticator } from '../auth/key-authenticator.js';
import { HttpTraffic } from '../http/http-traffic.js';
import { Closers } from '../lifecycle/closers.js';
import { LOG } from '../lifecycle/log.js';
import { startSandbox } from '../sandbox/index.js';
import { UpstreamClient } from '../upstream/index.js';
import { BaseUrls } from './base-urls.js';
import { ChatCompletions } from './chat-completions.js';
import { ChatController } from './chat.controller.js';
import { ModelsController } from './models.controller.js';
import { OpenRequests } from './open-requests.js';

/** Requests to models: the only part of the gateway that makes providers charge us. */
@Module({
  controllers: [ChatController, ModelsController],
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
    {
      provide: ChatCompletions,
      inject: [KeyAuthenticator, Directory, Accounts, OpenRequests, BaseUrls, Closers, HttpTraffic],
      useFactory: openChat,
    },
  ],
  exports: [BaseUrls],
})
export class InferenceModule {}

async function startBuiltInProvider(closers: Closers): Promise<BaseUrls> {
  const sandbox = await startSandbox();
  closers.register('background', 'sandbox provider', () => sandbox.close());
  return new BaseUrls(sandbox.baseUrl);
}

function openChat(
  keys: KeyAuthenticator,
  directory: Directory,
  accounts: Accounts,
  requests: OpenRequests,
  baseUrls: BaseUrls,
  closers: Closers,
  { cut }: HttpTraffic,
): ChatCompletions {
  setMaxListeners(0, cut); // one for each open request
  const upstream = new UpstreamClient();
  closers.register('background', 'upstream connections', () => upstream.close({ cut: true }));
  return new ChatCompletions({ keys, directory, accounts, requests, upstream, baseUrls, cut });
}
