import { Accounts } from '#accounts';
import { Directory, SANDBOX_URL } from '#catalog';
import { Module } from '@nestjs/common';
import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { KeyAuthenticator } from '../auth/key-authenticator.js';
import { HttpTraffic } from '../http/http-traffic.js';
import { Closers } from '../lifecycle/closers.js';
import { LOG } from '../lifecycle/log.js';
import { startSandbox } from '../sandbox/index.js';
import { UpstreamClient } from '../upstream/index.js';
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
    {
      provide: ChatCompletions,
      inject: [KeyAuthenticator, Directory, Accounts, OpenRequests, Closers, HttpTraffic],
      useFactory: openChat,
    },
  ],
})
export class InferenceModule {}

async function openChat(
  keys: KeyAuthenticator,
  directory: Directory,
  accounts: Accounts,
  requests: OpenRequests,
  closers: Closers,
  { cut }: HttpTraffic,
): Promise<ChatCompletions> {
  setMaxListeners(0, cut); // one for each open request
  const sandbox = await startSandbox();
  closers.register('background', 'sandbox provider', () => sandbox.close());
  const upstream = new UpstreamClient();
  closers.register('background', 'upstream connections', () => upstream.close({ cut: true }));
  const baseUrl = (configured: string) => (configured === SANDBOX_URL ? sandbox.baseUrl : configured);
  return new ChatCompletions({ keys, directory, accounts, requests, upstream, baseUrl, cut });
}
