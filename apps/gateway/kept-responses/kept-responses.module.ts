import { PersonalData } from '#vault';
import type { ResponseHistory } from '#response-history';
import { Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { RESPONSE_STORE } from '../books/tokens.js';
import { Environment } from '#process';
import { Closers } from '../lifecycle/closers.js';
import { LOG } from '../lifecycle/log.js';
import { Startup } from '../lifecycle/startup.js';
import { KeptResponses } from './kept-responses.js';
import { ResponseSweeper } from './response-sweeper.js';

/** What a translated response leaves, for as long as the environment says. */
@Module({
  providers: [
    {
      provide: KeptResponses,
      inject: [RESPONSE_STORE, PersonalData, Environment, LOG, Startup, Closers],
      useFactory: open,
    },
  ],
  exports: [KeptResponses],
})
export class KeptResponsesModule {}

function open(
  store: ResponseHistory,
  personal: PersonalData,
  { keepResponsesDays: days }: Environment,
  log: Logger,
  startup: Startup,
  closers: Closers,
): KeptResponses {
  const options = { store, personal, days, log, now: Date.now };
  const sweeper = new ResponseSweeper(options);
  startup.registerOnceListening('sweep of kept responses', () => sweeper.start());
  closers.register('background', 'sweep of kept responses', () => sweeper.stop());
  return new KeptResponses(options);
}
